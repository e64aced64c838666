import type { types } from 'cassandra-driver';
import { monthOf, readAcrossBuckets } from '../buckets.ts';
import { propertiesFromText, propertiesToText } from '../properties-text.ts';
import { beforeAll } from '../time-position.ts';
import type { ActivityPageRequest, UserEvent, UserEventStore, Visitor } from '../user-event-store.ts';
import { createCassandraMetricCounter } from './cassandra-metric-store.ts';
import type { CassandraSession } from './client/session.ts';
import { inParallel } from './in-parallel.ts';
import { numberOrNull, textOrNull } from './row-values.ts';
import { userIdOf } from './user-id.ts';

const claimId = `INSERT INTO user_event_ids (user_id, event_id, writer, pending) VALUES (?, ?, ?, ?) IF NOT EXISTS`;
const finishId = `UPDATE user_event_ids SET pending = null WHERE user_id = ? AND event_id = ?`;
const insertMonth = `INSERT INTO user_event_months (user_id, month) VALUES (?, ?)`;
const insertEvent = `INSERT INTO user_events
  (user_id, month, event_time, event_id, event_type, session_id, product_id, value, properties)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`;
const selectMonths = `SELECT month FROM user_event_months WHERE user_id = ? AND month <= ?`;
const selectAllMonths = `SELECT month FROM user_event_months WHERE user_id = ?`;
const deleteMonthOfEvents = `DELETE FROM user_events WHERE user_id = ? AND month = ?`;
const deleteMonths = `DELETE FROM user_event_months WHERE user_id = ?`;
const selectEvents = `SELECT event_time, event_id, event_type, session_id, product_id, value, properties FROM user_events
  WHERE user_id = ? AND month = ? AND (event_time, event_id) < (?, ?) LIMIT ?`;

/**
 * Events are recorded in steps, each of which can be repeated: the id is claimed by an insert-if-absent that carries the
 * event, its rows are written, and the claim is marked finished. A writer that fails in between leaves a claim with a
 * pending event, which the next writer of the same id, the retry above all, completes as it was first claimed.
 *
 * The claim names its writer, another one for each batch. So it can be sent again when a node ends while it is asked, although
 * nobody knows then whether it was made: the writer finds its own claim and not that of a rival.
 */
export function createCassandraUserEventStore(options: {
  session: CassandraSession;
  newWriterId: () => string;
}): UserEventStore {
  const { session, newWriterId } = options;
  const counter = createCassandraMetricCounter({ session });

  async function record(event: UserEvent, writer: string): Promise<'recorded' | 'duplicate'> {
    const userId = userIdOf(event.visitor);
    const [claim] = await session.execute(claimId, [userId, event.id, writer, eventToText(event)]);
    if (claim?.get('[applied]') === true || String(claim?.get('writer')) === writer) {
      await complete(event);
      return 'recorded';
    }
    const pending = textOrNull(claim?.get('pending'));
    if (pending !== null) await complete(eventFromText(pending, event.visitor));
    return 'duplicate';
  }

  async function complete(event: UserEvent): Promise<void> {
    const { id, visitor, type, at, sessionId, productId, value, properties } = event;
    const userId = userIdOf(visitor);
    const month = monthOf(at);
    // The bucket before what lies in it: an event in a month that nobody knows of would never be found.
    await Promise.all([session.execute(insertMonth, [userId, month]), counter.nameDay(event)]);
    await Promise.all([
      session.execute(insertEvent, [
        ...[userId, month, at, id, type, sessionId ?? undefined, productId ?? undefined, value ?? undefined],
        propertiesToText(properties),
      ]),
      counter.count(event),
    ]);
    await session.execute(finishId, [userId, id]);
  }

  async function pageOf({ visitor, limit, after }: ActivityPageRequest): Promise<UserEvent[]> {
    const userId = userIdOf(visitor);
    const [at, id] = after ?? beforeAll;
    const months = await session.execute(selectMonths, [userId, monthOf(new Date(at))]);
    return readAcrossBuckets({
      buckets: months.map((row) => Number(row.get('month'))),
      limit,
      read: async (month, rest) =>
        (await session.execute(selectEvents, [userId, month, new Date(at), id, rest])).map((row) =>
          toUserEvent(visitor, row),
        ),
    });
  }

  return {
    async append(events) {
      const distinct = new Map<string, UserEvent>();
      for (const event of events) {
        const key = `${userIdOf(event.visitor)} ${event.id}`;
        if (!distinct.has(key)) distinct.set(key, event);
      }
      const writer = newWriterId();
      const outcomes = await inParallel([...distinct.values()], (event) => record(event, writer));
      const recorded = outcomes.filter((outcome) => outcome === 'recorded').length;
      return { recorded, duplicates: events.length - recorded };
    },
    pagesOf: (requests) => inParallel(requests, pageOf),
    async erase(visitor) {
      const userId = userIdOf(visitor);
      const months = await session.execute(selectAllMonths, [userId]);
      await inParallel(months, (row) => session.execute(deleteMonthOfEvents, [userId, Number(row.get('month'))]));
      // The names of the buckets last: without them what is left of an erasure that failed would never be found.
      await session.execute(deleteMonths, [userId]);
    },
  };
}

function toUserEvent(visitor: Visitor, row: types.Row): UserEvent {
  return {
    id: String(row.get('event_id')),
    visitor,
    type: String(row.get('event_type')),
    at: row.get('event_time') as Date,
    sessionId: textOrNull(row.get('session_id')),
    productId: textOrNull(row.get('product_id')),
    value: numberOrNull(row.get('value')),
    properties: propertiesFromText(String(row.get('properties'))),
  };
}

function eventToText({ id, type, at, sessionId, productId, value, properties }: UserEvent): string {
  return JSON.stringify({ id, type, at, sessionId, productId, value, properties });
}

function eventFromText(text: string, visitor: Visitor): UserEvent {
  const { at, ...event } = JSON.parse(text) as Omit<UserEvent, 'at' | 'visitor'> & { at: string };
  return { ...event, at: new Date(at), visitor };
}
