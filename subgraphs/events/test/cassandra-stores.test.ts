import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createSilentLogger } from '@mosaico/service';
import { canStart } from '@mosaico/testing';
import { types } from 'cassandra-driver';
import { openEventsStores } from '../src/index.ts';
import { createCassandraUserEventStore } from '../src/store/cassandra/cassandra-user-event-store.ts';
import { createCassandraSession, type CassandraSession } from '../src/store/cassandra/client/session.ts';
import { userIdOf } from '../src/store/cassandra/user-id.ts';
import { bareClient, openTestKeyspace } from './support/cassandra.ts';
import { auditEntry, newCustomer, newEventType, newNumericId, userEvent } from './support/events.ts';

const logger = createSilentLogger();

describe('the stores on Cassandra', () => {
  if (!canStart('cassandra')) return;
  let opened: Awaited<ReturnType<typeof openTestKeyspace>>;
  beforeAll(async () => {
    opened = await openTestKeyspace();
  }, 180_000);
  afterAll(() => opened.remove(), 180_000);

  test('answers of more rows than a page of the protocol holds are whole', async () => {
    const entity = { type: 'order', id: newNumericId() } as const;
    const entries = Array.from({ length: 5_001 }, (_, index) => auditEntry({ entity, at: new Date(index) }));
    await opened.stores.auditLog.append(entries);
    const [found] = await opened.stores.auditLog.pagesOf([{ entity, limit: 6_000, after: null }]);
    expect(found).toEqual(entries.toReversed());
  });

  test('a second opener finds the tables and what lies in them', async () => {
    const event = userEvent({ visitor: newCustomer() });
    await opened.stores.userEvents.append([event]);
    const again = await openEventsStores({ config: { DATA_DIR: '', CASSANDRA_URL: opened.url }, logger });
    expect(await again.userEvents.pagesOf([{ visitor: event.visitor, limit: 2, after: null }])).toEqual([[event]]);
    await again.close();
    await again.close();
  });

  test('an event whose writer died after the claim is completed, as it was claimed, by the next one', async () => {
    const type = newEventType();
    const claimed = userEvent({ visitor: newCustomer(), type, value: 2 });
    await opened.client.execute(
      `INSERT INTO ${opened.keyspace}.user_event_ids (user_id, event_id, pending) VALUES (?, ?, ?) IF NOT EXISTS`,
      [
        types.Uuid.fromString(userIdOf(claimed.visitor)),
        claimed.id,
        JSON.stringify({ ...claimed, visitor: undefined }),
      ],
      { prepare: true },
    );
    const retried = { ...claimed, at: new Date('2026-03-05T00:00:00.000Z'), value: 3 };
    for (let attempt = 0; attempt < 2; attempt += 1) {
      expect(await opened.stores.userEvents.append([retried])).toEqual({ recorded: 0, duplicates: 1 });
    }
    expect(await opened.stores.userEvents.pagesOf([{ visitor: claimed.visitor, limit: 5, after: null }])).toEqual([
      [claimed],
    ]);
    const range = { name: type, resolution: 'DAY', from: new Date('2026-03-01'), to: new Date('2026-04-01') } as const;
    expect(await opened.stores.metrics.points(range)).toEqual([{ at: new Date('2026-03-01'), count: 1, sum: 2 }]);
    const { rows } = await opened.client.execute(
      `SELECT pending FROM ${opened.keyspace}.user_event_ids WHERE user_id = ? AND event_id = ?`,
      [types.Uuid.fromString(userIdOf(claimed.visitor)), claimed.id],
      { prepare: true },
    );
    expect(rows.map((row) => row.get('pending') as unknown)).toEqual([null]);
  });

  test('an id whose claim was sent again is recorded by who claimed it, and by no rival', async () => {
    const used = bareClient(opened.url, opened.keyspace);
    const session = createCassandraSession({ ask: (question) => question(used) });
    // As after the end of a node that had made the claim and could not say so.
    const twice: CassandraSession = {
      async execute(cql, values) {
        await session.execute(cql, values);
        return session.execute(cql, values);
      },
    };
    const events = Array.from({ length: 3 }, () => userEvent({ visitor: newCustomer() }));
    const [mine, rival] = ['a', 'b'].map((digit) =>
      createCassandraUserEventStore({
        session: twice,
        newWriterId: () => `00000000-0000-4000-8000-00000000000${digit}`,
      }),
    );
    expect(await mine?.append(events)).toEqual({ recorded: 3, duplicates: 0 });
    expect(await rival?.append(events)).toEqual({ recorded: 0, duplicates: 3 });
    await used.shutdown();
  });
});
