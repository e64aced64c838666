import { join } from 'node:path';
import type { Inbox, OutboxSource } from '@mosaico/bus';
import {
  ConfigError,
  createMetrics,
  createStoreGuard,
  isUnavailable,
  measurePool,
  type Logger,
  type Metrics,
} from '@mosaico/service';
import { connect, poolState, type Database } from './connect.ts';
import { createCapturedOutbox, type CapturedOutbox } from './events/captured-outbox.ts';
import { createSqlInbox } from './events/sql-inbox.ts';
import { createSqlOutbox } from './events/sql-outbox.ts';
import { findViolations } from './invariants.ts';
import type { Violation } from './invariant.ts';
import { migrate } from './migrate.ts';
import { createSqlHeartbeatStore } from './replicas/heartbeat-store.ts';
import { openReplicaSet, type ReplicaSet } from './replicas/replica-set.ts';
import { createSqlStores, type OrdersPorts } from './sql-stores.ts';

/** Bulk work is one after another; with connections of its own it leaves those of pages alone. */
const bulkConnections = 2;
/** One waits while the bus takes events; on the other it can be asked what waits. */
const relayConnections = 2;
/** Of the payment provider that is made up: what it does is short. */
const sandboxConnections = 4;
/** How long the heartbeat waits for the primary: it comes again every second. */
const heartbeatLimitMs = 2_000;

/** The stores of this subgraph, open. */
export interface OrdersStores extends OrdersPorts {
  /** Who else can answer reads; there may be none. */
  readonly replicas: ReplicaSet;
  /** What is to be announced. */
  readonly outbox: OutboxSource;
  /** The same, where Debezium brings it to the bus. */
  readonly capturedOutbox: CapturedOutbox;
  /** The events that have been handled. */
  readonly inbox: Inbox;
  /** The same database with connections of their own, for the payment provider that is made up and for nothing else. */
  readonly sandbox: Database;
  /** For example `embedded PostgreSQL`. */
  readonly engine: string;
  /** How many records of each kind there are. */
  counts(): Promise<{
    customers: number;
    sellables: number;
    movements: number;
    orders: number;
    items: number;
  }>;
  /** What is not as it must be, now: nothing, unless the shop has a fault or somebody wrote past it. Reads whole tables. */
  violations(): Promise<Violation[]>;
  /** Resolves when the database answers. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens the server of `MYSQL_URL` and its replicas, or, without one, the embedded PostgreSQL of the data folder. The schema is
 * brought up to date before the first question; a server that is down is waited for.
 *
 * @throws ConfigError for replicas without a primary
 */
export async function openOrdersStores(options: {
  config: {
    DATA_DIR: string;
    MYSQL_URL?: string | undefined;
    MYSQL_REPLICA_URLS?: readonly string[] | undefined;
    MYSQL_REPLICA_MAX_LAG_SECONDS?: number | undefined;
  };
  logger: Logger;
  metrics?: Metrics;
}): Promise<OrdersStores> {
  const { config, logger, metrics } = options;
  const { MYSQL_URL, MYSQL_REPLICA_URLS: replicaUrls = [], MYSQL_REPLICA_MAX_LAG_SECONDS: maxLagSeconds = 5 } = config;
  if (MYSQL_URL !== undefined) {
    return openSqlStores({ url: MYSQL_URL, replicas: { urls: replicaUrls, maxLagSeconds }, logger, metrics });
  }
  if (replicaUrls.length > 0) {
    throw new ConfigError(
      'The configuration is not valid:\n  MYSQL_URL: must name the primary of MYSQL_REPLICA_URLS; got nothing',
    );
  }

  const { openDataFolder, startEmbeddedPostgres } = await import('@mosaico/embedded');
  const folder = await openDataFolder({ path: join(config.DATA_DIR, 'orders'), owner: 'orders subgraph' });
  try {
    const path = join(config.DATA_DIR, 'postgres');
    const server = await startEmbeddedPostgres({ path, database: 'orders', logger });
    const release = async () => {
      await server.stop();
      folder.close();
    };
    try {
      return await openSqlStores({ url: server.url, engine: 'embedded PostgreSQL', logger, metrics, release });
    } catch (error) {
      await server.stop();
      throw error;
    }
  } catch (error) {
    folder.close();
    throw error;
  }
}

/**
 * Opens the stores in the database of a URL, whichever of the engines serves it.
 *
 * @param options.engine what the engine is called, when its URL does not tell
 * @param options.now by which events are marked as sent
 * @param options.release is called when all of it is closed
 * @throws when the server answers and the schema cannot be brought up to date
 */
export async function openSqlStores(options: {
  url: string;
  replicas?: { urls: readonly string[]; maxLagSeconds: number; checkEveryMs?: number };
  engine?: string;
  logger: Logger;
  metrics?: Metrics | undefined;
  now?: () => Date;
  release?: () => Promise<void>;
}): Promise<OrdersStores> {
  const { url, logger, metrics = createMetrics(), replicas = { urls: [], maxLagSeconds: 0 }, release } = options;
  const { now = () => new Date() } = options;
  const database = connect({ url, logger });
  const relay = connect({ url, logger, maxConnections: relayConnections });
  const sandbox = connect({ url, logger, maxConnections: sandboxConnections });
  const bulk = connect({ url, logger, maxConnections: bulkConnections, statementTimeoutMs: Infinity });
  let { engine } = options;
  const guard = createStoreGuard({
    store: 'orders',
    logger,
    metrics,
    isUnavailable: (error) => isUnavailable(error) || database.dialect.isUnavailable(error),
    async prepare() {
      const ran = await migrate({ url, logger });
      if (ran.length > 0) logger.info({ migrations: ran }, 'the schema of the orders database is up to date');
      engine ??= await engineOf(database);
    },
  });
  const closePools = async () => {
    await Promise.all([database, bulk, relay, sandbox].map(({ knex }) => knex.destroy()));
  };
  const ports = createSqlStores({ database, bulk, guard });
  let replicaSet: ReplicaSet;
  try {
    await guard.open();
    replicaSet = openReplicaSet({
      urls: replicas.urls,
      maxLagMs: replicas.maxLagSeconds * 1_000,
      primary: guard.protect('heartbeat', createSqlHeartbeatStore(database), { limitMs: heartbeatLimitMs }),
      logger,
      metrics,
      ...(replicas.checkEveryMs === undefined ? {} : { checkEveryMs: replicas.checkEveryMs }),
    });
  } catch (error) {
    await closePools();
    throw error;
  }
  const endMeasuring = measurePool({
    store: 'orders',
    metrics,
    read: () => [bulk, relay].map(poolState).reduce(sumOf, poolState(database)),
  });
  return {
    ...ports,
    replicas: replicaSet,
    // Not by the clock: the bus may take its time.
    outbox: guard.protect('outbox', createSqlOutbox(relay, { now }), { limitMs: Infinity }),
    capturedOutbox: guard.protect('outbox', createCapturedOutbox(relay), { limitMs: Infinity }),
    inbox: guard.protect('inbox', createSqlInbox(relay), { limitMs: Infinity }),
    sandbox,
    get engine() {
      return engine ?? (database.dialect.name === 'mysql' ? 'MySQL or MariaDB' : 'PostgreSQL');
    },
    async counts() {
      const { customers, stock, orders } = ports;
      return { customers: await customers.count(), ...(await stock.counts()), ...(await orders.counts()) };
    },
    violations: () => guard.ask(() => findViolations(bulk)),
    async ping() {
      await guard.ask(() => database.knex.raw('select 1'));
    },
    async close() {
      endMeasuring();
      await replicaSet.close();
      await closePools();
      await release?.();
    },
  };
}

function sumOf(a: ReturnType<typeof poolState>, b: ReturnType<typeof poolState>): ReturnType<typeof poolState> {
  return { used: a.used + b.used, idle: a.idle + b.idle, waiting: a.waiting + b.waiting };
}

async function engineOf({ knex, dialect }: Database): Promise<string> {
  if (dialect.name === 'postgres') return 'PostgreSQL';
  const [rows] = (await knex.raw('select version() as version')) as [{ version: string }[]];
  return rows[0]?.version.includes('MariaDB') === true ? 'MariaDB' : 'MySQL';
}
