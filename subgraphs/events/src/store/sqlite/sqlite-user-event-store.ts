import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';
import { monthOf, readAcrossBuckets } from '../buckets.ts';
import { promised } from './promised.ts';
import { propertiesFromText, propertiesToText } from '../properties-text.ts';
import { createSqliteMetricCounter } from './sqlite-metric-store.ts';
import { inTransaction } from './transaction.ts';
import { beforeAll } from '../time-position.ts';
import type { ActivityPageRequest, UserEvent, UserEventStore, Visitor } from '../user-event-store.ts';

export function createSqliteUserEventStore({ database }: { database: DatabaseSync }): UserEventStore {
  const counter = createSqliteMetricCounter({ database });
  const insertMonth = database.prepare(
    'INSERT INTO user_event_months (visitor, month) VALUES (?, ?) ON CONFLICT DO NOTHING',
  );
  const insertEvent = database.prepare(
    `INSERT INTO user_events (visitor, month, at, id, type, session_id, product_id, value, properties)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
  );
  const selectMonths = database.prepare(
    'SELECT month FROM user_event_months WHERE visitor = ? AND month <= ? ORDER BY month DESC',
  );
  const selectEvents = database.prepare(
    `SELECT at, id, type, session_id, product_id, value, properties FROM user_events
     WHERE visitor = ? AND month = ? AND (at, id) < (?, ?) ORDER BY at DESC, id DESC LIMIT ?`,
  );

  const deleteEvents = database.prepare('DELETE FROM user_events WHERE visitor = ?');
  const deleteMonths = database.prepare('DELETE FROM user_event_months WHERE visitor = ?');

  /** @returns false when the visitor has an event of this id. */
  function insert(event: UserEvent): boolean {
    const { id, visitor, type, at, sessionId, productId, value } = event;
    const properties = propertiesToText(event.properties);
    const month = monthOf(at);
    const partition = partitionOf(visitor);
    const { changes } = insertEvent.run(
      ...[partition, month, at.getTime(), id, type, sessionId, productId, value, properties],
    );
    if (Number(changes) === 0) return false;
    insertMonth.run(partition, month);
    return true;
  }

  async function pageOf({ visitor, limit, after }: ActivityPageRequest): Promise<UserEvent[]> {
    const partition = partitionOf(visitor);
    const [at, id] = after ?? beforeAll;
    return readAcrossBuckets({
      buckets: await promised(() =>
        selectMonths.all(partition, monthOf(new Date(at))).map(({ month }) => Number(month)),
      ),
      limit,
      read: (month, rest) =>
        promised(() => selectEvents.all(partition, month, at, id, rest).map((row) => toUserEvent(visitor, row))),
    });
  }

  return {
    append: (events) =>
      promised(() =>
        inTransaction(database, () => {
          const recorded = events.filter((event) => insert(event));
          counter.count(recorded);
          return { recorded: recorded.length, duplicates: events.length - recorded.length };
        }),
      ),
    pagesOf: (requests) => Promise.all(requests.map((request) => pageOf(request))),
    erase: (visitor) =>
      promised(() =>
        inTransaction(database, () => {
          deleteEvents.run(partitionOf(visitor));
          deleteMonths.run(partitionOf(visitor));
        }),
      ),
  };
}

function partitionOf(visitor: Visitor): string {
  return `${visitor.kind}:${visitor.id}`;
}

function toUserEvent(visitor: Visitor, row: Record<string, SQLOutputValue>): UserEvent {
  return {
    id: String(row['id']),
    visitor,
    type: String(row['type']),
    at: new Date(Number(row['at'])),
    sessionId: textOrNull(row['session_id']),
    productId: textOrNull(row['product_id']),
    value: row['value'] === null ? null : Number(row['value']),
    properties: propertiesFromText(String(row['properties'])),
  };
}

function textOrNull(value: SQLOutputValue | undefined): string | null {
  return typeof value === 'string' ? value : null;
}
