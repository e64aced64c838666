import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { createEventFactory, createRedisTransport, type ShopEvent, type Transport } from '@mosaico/bus';
import { createSilentLogger } from '@mosaico/service';
import { canStart, realStores, realStoreUrl, standInFor, waitFor } from '@mosaico/testing';
import { connectToRedis, loseKeys } from '@mosaico/testing/redis';
import { connect, type Database } from '../src/store/connect.ts';
import { insertEvents } from '../src/store/events/outbox-rows.ts';
import { createSqlOutbox } from '../src/store/events/sql-outbox.ts';
import { inTransaction } from '../src/store/transact.ts';
import { mariadb, useShop } from './engines.ts';

/** Debezium is a Java program, which takes seconds to begin on an idle machine. */
const deadlineMs = 180_000;
jest.setTimeout(600_000);

const mostSaid = 8_000;

const logger = createSilentLogger();
const at = new Date('2026-02-03T04:05:06.789Z');
const orders = ['1', '2', '3', '4', '5', '6', '7', '8'];
const createEvent = createEventFactory({ source: 'orders', newId: randomUUID });

describe('Debezium, in the place of the relay', () => {
  const debezium = realStores().debezium();
  if (debezium === null) {
    standInFor({ what: 'Debezium', missing: 'Debezium is not installed; type: npm run stores -- up mysql' });
    return;
  }
  if (!canStart('mysql') || !canStart('redis')) return;
  const shop = useShop(mariadb.createDatabase);
  let folder: string;
  let redisUrl: string;
  let redis: ReturnType<typeof connectToRedis>;
  let running: ChildProcess | null;
  /** The end of what Debezium has said, for whoever waits for it in vain. */
  let said = '';
  const ends: (() => Promise<unknown>)[] = [];
  const prefixes = { debezium: '', relay: '' };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'mosaico-cdc-'));
    redisUrl = realStoreUrl('redis', 'REDIS_L2_URL');
    redis = connectToRedis(redisUrl);
    running = null;
    Object.assign(prefixes, { debezium: `test-cdc-${randomUUID()}`, relay: `test-cdc-${randomUUID()}` });
  });
  afterEach(async () => {
    await kill();
    for (const end of ends.splice(0).reverse()) await end();
    for (const prefix of Object.values(prefixes)) await loseKeys(redisUrl, `${prefix}:`);
    redis.disconnect();
    rmSync(folder, { recursive: true, force: true });
  });

  /** As a process that an operator starts, with where its servers are. */
  function start(): void {
    if (debezium === null) throw new Error('There is no Debezium.');
    const { hostname, port, username, password } = new URL(realStoreUrl('mysql', 'MYSQL_CDC_URL'));
    const path = join(folder, 'place.properties');
    const settings = {
      'database.hostname': hostname,
      'database.port': port,
      'database.user': username,
      'database.password': decodeURIComponent(password),
      'database.include.list': new URL(shop().url).pathname.slice(1),
      // Each reader of a binary log needs one of its own.
      'database.server.id': String(100_000 + Math.floor(Math.random() * 1_000_000_000)),
      // A lock of the whole server would keep other tests waiting; nobody writes to this database meanwhile.
      'snapshot.locking.mode': 'none',
      'offset.storage.file.filename': join(folder, 'offsets'),
      'schema.history.internal.file.filename': join(folder, 'history'),
      'mosaico.redis.url': redisUrl,
      'mosaico.bus.prefix': prefixes.debezium,
    };
    const lines = Object.entries(settings).map(([name, value]) => `${name}=${value}\n`);
    writeFileSync(path, lines.join(''), { mode: 0o600 });
    running = spawn(debezium.java, [...debezium.arguments, path], { stdio: ['ignore', 'ignore', 'pipe'] });
    running.stderr?.on('data', (text: Buffer) => {
      said = `${said}${text.toString()}`.slice(-mostSaid);
    });
  }

  async function kill(): Promise<void> {
    const child = running;
    running = null;
    if (child === null || child.exitCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  }

  /** Writes so many events of each order, the orders at once, each of its events by a transaction of its own. */
  async function write(from: number, count: number): Promise<void> {
    await Promise.all(
      orders.map(async (orderId) => {
        for (let number = from; number < from + count; number += 1) {
          await inTransaction(shop().database, async (transaction) => {
            await insertEvents(transaction, [anEvent(orderId, number)]);
            return { keep: true, value: undefined };
          });
        }
      }),
    );
  }

  /** What each stream holds, each event where it came first. */
  async function streams(prefix: string): Promise<ShopEvent[][]> {
    return Promise.all(
      Array.from({ length: 16 }, async (_, partition) => {
        const entries = await redis.xrange(`${prefix}:events:${partition}`, '-', '+');
        const events = entries.map(([, fields]) => JSON.parse(fields[1] ?? '') as ShopEvent);
        return Array.from(new Map(events.map((event) => [event.id, event])).values());
      }),
    );
  }

  const arrived = (count: number) =>
    waitFor(async () => (await streams(prefixes.debezium)).flat().length >= count, {
      deadlineMs,
      describe: `${count} events from Debezium`,
    }).catch((error: unknown) => {
      throw new Error(`Debezium said: ${said}`, { cause: error });
    });

  test('brings the same events, in the same order of each order, into the same streams', async () => {
    await write(1, 5);
    start();
    await arrived(40);
    await write(6, 5);
    await arrived(80);
    // What is written while it is away comes when it is back.
    await kill();
    await write(11, 5);
    start();
    await arrived(120);

    await relayAll();
    const [byDebezium, byRelay] = [await streams(prefixes.debezium), await streams(prefixes.relay)];
    expect(byDebezium.map(ofEachOrder)).toEqual(byRelay.map(ofEachOrder));
    expect(byDebezium.flat()).toHaveLength(120);
    for (const order of orders) {
      const events = byDebezium.flat().filter(({ subject }) => subject === order);
      expect(events.map(({ data }) => (data as { reason: string }).reason)).toEqual(
        Array.from({ length: 15 }, (_, n) => String(n + 1)),
      );
    }
    expect(await redis.get(`${prefixes.debezium}:epoch`)).not.toBeNull();
  });

  async function relayAll(): Promise<void> {
    const database: Database = connect({ url: shop().url, logger, maxConnections: 2 });
    const transport: Transport = createRedisTransport({
      connect: () => connectToRedis(redisUrl),
      prefix: prefixes.relay,
      logger,
    });
    ends.push(
      () => database.knex.destroy(),
      () => transport.close(),
    );
    const outbox = createSqlOutbox(database, { now: () => at });
    while ((await outbox.relay((events) => transport.publish(events))).taken > 0);
  }
});

function anEvent(orderId: string, number: number): ShopEvent {
  return createEvent('order.cancelled', {
    aggregate: { kind: 'order', id: orderId },
    at,
    data: {
      orderId,
      customerId: null,
      reason: String(number),
      cancelledAt: at.toISOString(),
      items: [{ sku: 'Ä-1 🎁', quantity: 1 }],
    },
  });
}

/** The events of a stream by their partition key, in their order. */
function ofEachOrder(events: readonly ShopEvent[]): Record<string, ShopEvent[]> {
  const byKey: Record<string, ShopEvent[]> = {};
  for (const event of events) (byKey[event.partitionkey] ??= []).push(event);
  return byKey;
}
