import {
  createConsumer,
  createMemoryDeadLetters,
  createRedisTransport,
  startRelay,
  type ShopEvent,
} from '@mosaico/bus';
import { createMetrics, createSilentLogger } from '@mosaico/service';
import { connectToRedis } from '@mosaico/testing/redis';
import { Queue, Worker } from 'bullmq';
import type { Database } from '../../subgraphs/orders/src/store/connect.ts';
import { enterInbox } from '../../subgraphs/orders/src/store/events/inbox.ts';
import { insertEvents } from '../../subgraphs/orders/src/store/events/outbox-rows.ts';
import { createSqlOutbox } from '../../subgraphs/orders/src/store/events/sql-outbox.ts';
import { inTransaction } from '../../subgraphs/orders/src/store/transact.ts';

/** A way from a committed change to its committed effect. */
export interface Contender {
  /** Commits a change of which the event tells. Resolves when whoever made the change would be answered. */
  change(event: ShopEvent): Promise<void>;
  close(): Promise<void>;
}

export interface Place {
  readonly database: Database;
  /** Another pool of the same database, for the relay. */
  readonly relay: Database;
  readonly redisUrl: string;
  /** Of all keys of this run. */
  readonly prefix: string;
  /** Called when the effect of an event is committed. */
  readonly applied: (event: ShopEvent) => void;
}

/** How many effects are made at once: the usual of the bus, given to both. */
const width = 8;

/** The bus: the event is in the outbox by the transaction of the change, and its id in the inbox by that of the effect. */
export async function startBus({ database, relay, redisUrl, prefix, applied }: Place): Promise<Contender> {
  const shared = { now: () => new Date(), random: Math.random, logger: createSilentLogger(), metrics: createMetrics() };
  const transport = createRedisTransport({ ...shared, connect: () => connectToRedis(redisUrl), prefix, width });
  const consumer = createConsumer({
    ...shared,
    group: 'bench',
    handlers: {
      async 'order.cancelled'(event) {
        await applyEffect(database, event);
        applied(event);
      },
    },
    deadLetters: createMemoryDeadLetters(),
    pause: () => Promise.resolve(),
    signal: new AbortController().signal,
  });
  const subscription = await transport.subscribe(consumer);
  const source = createSqlOutbox(relay, { now: shared.now });
  const relaying = startRelay({ ...shared, name: 'bench', source, transport });
  return {
    async change(event) {
      await makeChange(database, event, (transaction) => insertEvents(transaction, [event]));
      relaying.wake();
    },
    async close() {
      await relaying.stop();
      await subscription.stop();
      await transport.close();
    },
  };
}

/** BullMQ: the job is added after the commit, so that a process which dies between loses it; the effect is the same. */
export function startBullMq({ database, redisUrl, prefix, applied }: Place): Promise<Contender> {
  const { hostname: host, port, password } = new URL(redisUrl);
  const connection = { host, port: Number(port), password: decodeURIComponent(password) };
  const queue = new Queue<ShopEvent>('bench', { connection, prefix, defaultJobOptions: { removeOnComplete: true } });
  const worker = new Worker<ShopEvent>(
    'bench',
    async ({ data }) => {
      await applyEffect(database, data);
      applied(data);
    },
    { connection, prefix, concurrency: width },
  );
  return Promise.resolve({
    async change(event) {
      await makeChange(database, event);
      await queue.add(event.type, event);
    },
    async close() {
      await worker.close();
      await queue.close();
    },
  });
}

/** The tables of both, in a database that has the schema of orders. */
export async function makeTables({ knex }: Database): Promise<void> {
  for (const table of ['bench_changes', 'bench_effects']) {
    await knex.raw(`create table ${table} (event_id varchar(150) not null primary key)`);
  }
}

export async function emptyTables({ knex }: Database): Promise<void> {
  for (const table of ['bench_changes', 'bench_effects', 'inbox', 'outbox']) await knex(table).delete();
}

async function makeChange(
  database: Database,
  { id }: ShopEvent,
  announce: (transaction: Database) => Promise<void> = () => Promise.resolve(),
): Promise<void> {
  await inTransaction(database, async (transaction) => {
    await transaction.knex('bench_changes').insert({ event_id: id });
    await announce(transaction);
    return { keep: true, value: undefined };
  });
}

async function applyEffect(database: Database, { id }: ShopEvent): Promise<void> {
  await inTransaction(database, async (transaction) => {
    const isNew = await enterInbox(transaction, { eventId: id, at: new Date() });
    if (isNew) await transaction.knex('bench_effects').insert({ event_id: id });
    return { keep: isNew, value: undefined };
  });
}
