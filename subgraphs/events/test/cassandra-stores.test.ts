import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { createSilentLogger } from '@mosaico/service';
import { Client, types } from 'cassandra-driver';
import { openEventsStores, type EventsStores } from '../src/index.ts';
import { parseCassandraUrl } from '../src/store/cassandra/target.ts';
import { userIdOf } from '../src/store/cassandra/user-id.ts';
import { auditLogStoreContract } from './audit-log-store.contract.ts';
import { readTestConfig } from './config.ts';
import { metricStoreContract } from './metric-store.contract.ts';
import { orderHistoryStoreContract } from './order-history-store.contract.ts';
import { auditEntry, newCustomer, newEventType, newNumericId, userEvent } from './support/events.ts';
import { userEventStoreContract } from './user-event-store.contract.ts';

const { CASSANDRA_URL, REQUIRE_REAL_STORES } = readTestConfig();
const logger = createSilentLogger();
const unavailable = { message: 'The events store does not answer.', extensions: { code: 'STORE_UNAVAILABLE' } };

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

/** A free port, and the server that can listen there. */
async function closedDoor(greet: (socket: Socket) => void = () => undefined): Promise<[port: number, door: Server]> {
  const door = createServer((socket) => {
    closers.push(() => socket.destroy());
    socket.on('error', () => undefined);
    greet(socket);
  });
  closers.push(() => door.close());
  door.listen(0, '127.0.0.1');
  await once(door, 'listening');
  const address = door.address();
  if (address === null || typeof address === 'string') throw new Error('The test server has no port.');
  door.close();
  await once(door, 'close');
  return [address.port, door];
}

const onCassandra = CASSANDRA_URL !== undefined || REQUIRE_REAL_STORES === '1' ? describe : describe.skip;

onCassandra('on Cassandra', () => {
  // A keyspace of its own, in the cluster that the URL names.
  const keyspace = `test_${randomUUID().replaceAll('-', '')}`;
  const url = (CASSANDRA_URL ?? '').replace(/(\/\/[^/]*\/)[^?]*/, `$1${keyspace}`);
  let stores: EventsStores;
  let client: Client;

  beforeAll(async () => {
    const target = parseCassandraUrl(url);
    if (target === null) throw new Error('CASSANDRA_URL must name a running Cassandra; got nothing.');
    stores = await openEventsStores({ config: { DATA_DIR: '', CASSANDRA_URL: url }, logger });
    client = new Client({
      contactPoints: [...target.contactPoints],
      protocolOptions: { port: target.port },
      localDataCenter: target.dataCenter,
      keyspace,
    });
  });
  afterAll(async () => {
    await client.execute(`DROP KEYSPACE ${keyspace}`, [], { readTimeout: 20_000 });
    await client.shutdown();
    await stores.close();
  });

  userEventStoreContract(() => stores);
  metricStoreContract(() => stores);
  auditLogStoreContract(() => stores);
  orderHistoryStoreContract(() => stores);

  test('answers of more rows than a page of the protocol holds are whole', async () => {
    const entity = { type: 'order', id: newNumericId() } as const;
    const entries = Array.from({ length: 5_001 }, (_, index) => auditEntry({ entity, at: new Date(index) }));
    await stores.auditLog.append(entries);
    const [found] = await stores.auditLog.pagesOf([{ entity, limit: 6_000, after: null }]);
    expect(found).toEqual(entries.toReversed());
  });

  test('a second opener finds the tables and what lies in them', async () => {
    const event = userEvent({ visitor: newCustomer() });
    await stores.userEvents.append([event]);
    const again = await openEventsStores({ config: { DATA_DIR: '', CASSANDRA_URL: url }, logger });
    expect(await again.userEvents.pagesOf([{ visitor: event.visitor, limit: 2, after: null }])).toEqual([[event]]);
    await again.close();
    await again.close();
  });

  test('an event whose writer died after the claim is completed, as it was claimed, by the next one', async () => {
    const type = newEventType();
    const claimed = userEvent({ visitor: newCustomer(), type, value: 2 });
    await client.execute(
      'INSERT INTO user_event_ids (user_id, event_id, pending) VALUES (?, ?, ?) IF NOT EXISTS',
      [
        types.Uuid.fromString(userIdOf(claimed.visitor)),
        claimed.id,
        JSON.stringify({ ...claimed, visitor: undefined }),
      ],
      { prepare: true },
    );
    const retried = { ...claimed, at: new Date('2026-03-05T00:00:00.000Z'), value: 3 };
    for (let attempt = 0; attempt < 2; attempt += 1) {
      expect(await stores.userEvents.append([retried])).toEqual({ recorded: 0, duplicates: 1 });
    }
    expect(await stores.userEvents.pagesOf([{ visitor: claimed.visitor, limit: 5, after: null }])).toEqual([[claimed]]);
    const range = { name: type, resolution: 'DAY', from: new Date('2026-03-01'), to: new Date('2026-04-01') } as const;
    expect(await stores.metrics.points(range)).toEqual([{ at: new Date('2026-03-01'), count: 1, sum: 2 }]);
    const { rows } = await client.execute(
      'SELECT pending FROM user_event_ids WHERE user_id = ? AND event_id = ?',
      [types.Uuid.fromString(userIdOf(claimed.visitor)), claimed.id],
      { prepare: true },
    );
    expect(rows.map((row) => row.get('pending') as unknown)).toEqual([null]);
  });

  test('stores that were opened before the server is there join it when it is', async () => {
    const real = parseCassandraUrl(url);
    const [port, door] = await closedDoor((socket) => {
      const behind = connect(real?.port ?? 0, real?.contactPoints[0]);
      for (const end of [socket, behind]) end.on('error', () => behind.destroy());
      socket.pipe(behind).pipe(socket);
    });
    const early = await openEventsStores({
      config: { DATA_DIR: '', CASSANDRA_URL: `cassandra://127.0.0.1:${port}/${keyspace}?rf=1` },
      logger,
    });
    await expect(early.ping()).rejects.toMatchObject(unavailable);
    door.listen(port, '127.0.0.1');
    await once(door, 'listening');
    const event = userEvent({ visitor: newCustomer() });
    expect(await early.userEvents.append([event])).toEqual({ recorded: 1, duplicates: 0 });
    await early.close();
    expect(await stores.userEvents.pagesOf([{ visitor: event.visitor, limit: 2, after: null }])).toEqual([[event]]);
  });
});

describe('without a Cassandra that answers, the stores open and give a coded error', () => {
  test('when nothing listens', async () => {
    const [port] = await closedDoor();
    const stores = await openOn(port);
    await expect(stores.ping()).rejects.toMatchObject(unavailable);
    await expect(stores.userEvents.append([userEvent({ visitor: newCustomer() })])).rejects.toMatchObject(unavailable);
    await stores.close();
  });

  test('when what listens never says a word', async () => {
    const [port, door] = await closedDoor();
    door.listen(port, '127.0.0.1');
    await once(door, 'listening');
    const stores = await openOn(port);
    await expect(stores.userEvents.pagesOf([{ visitor: newCustomer(), limit: 1, after: null }])).rejects.toMatchObject(
      unavailable,
    );
    await stores.close();
  });

  const openOn = (port: number) =>
    openEventsStores({
      config: { DATA_DIR: '', CASSANDRA_URL: `cassandra://127.0.0.1:${port}/nowhere?rf=1` },
      logger,
    });
});
