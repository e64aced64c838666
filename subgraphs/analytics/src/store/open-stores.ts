import { ConfigError, createStoreGuard, type Logger, type Metrics, type StoreGuard } from '@mosaico/service';
import type { CustomerStore } from './customer-store.ts';
import { createDatabase, promptMs, statementTimeouts, type Database } from './database.ts';
import { startEmbeddedServer } from './embedded-server.ts';
import type { FactStore } from './fact-store.ts';
import { isUnavailable } from './is-unavailable.ts';
import { migrate } from './migrations/migrate.ts';
import { createCustomerScoring } from './postgres-customer-scoring.ts';
import { createPostgresCustomerStore, tellWhileScoring } from './postgres-customer-store.ts';
import { createPostgresFactStore } from './postgres-fact-store.ts';
import { createPostgresSalesStore } from './postgres-sales-store.ts';
import { createPostgresWarehouseInbox } from './postgres-warehouse-inbox.ts';
import type { SalesStore } from './sales-store.ts';
import type { WarehouseInbox } from './warehouse-inbox.ts';

/** The warehouse, open. Every question rejects with STORE_UNAVAILABLE while no server answers it, and is answered once one does. */
export interface AnalyticsStores {
  readonly facts: FactStore;
  readonly inbox: WarehouseInbox;
  readonly sales: SalesStore;
  readonly customers: CustomerStore;
  /** For example `embedded PostgreSQL`. */
  readonly engine: string;
  /** Resolves when the warehouse answers and its schema is up to date. */
  ping(): Promise<void>;
  /** Finishes what was asked, then leaves the server. */
  close(): Promise<void>;
}

/**
 * How long a question may take, in milliseconds, so much longer than its statement may that the server's own timeout comes
 * first: there are a connection to get, and for a report a replica to try.
 */
const pointLimitMs = statementTimeouts.point + promptMs;
const reportLimitMs = statementTimeouts.report + 5_000;

/**
 * Opens the warehouse at `POSTGRES_URL`, or embedded under `DATA_DIR`, and brings its schema up to date. A server that is
 * down does not stop the start: every question tells so until it is back.
 * @throws what @mosaico/embedded throws when the folder is in use or its server does not start.
 */
export async function openAnalyticsStores(options: {
  config: {
    DATA_DIR: string;
    POSTGRES_URL?: string | undefined;
    POSTGRES_REPLICA_URL?: string | undefined;
    POSTGRES_POOL_MAX: number;
  };
  logger: Logger;
  metrics?: Metrics;
}): Promise<AnalyticsStores> {
  const { config, logger, metrics } = options;
  if (config.POSTGRES_URL === undefined && config.POSTGRES_REPLICA_URL !== undefined) {
    throw new ConfigError('POSTGRES_REPLICA_URL must come with POSTGRES_URL, whose replica it is; got it alone.');
  }
  const server =
    config.POSTGRES_URL === undefined
      ? await startEmbeddedServer({ dataDir: config.DATA_DIR, logger })
      : { url: config.POSTGRES_URL, engine: 'PostgreSQL', stop: () => Promise.resolve() };
  const guard = guardWarehouse({ url: server.url, logger, metrics });
  const database = createDatabase({
    url: server.url,
    replicaUrl: config.POSTGRES_REPLICA_URL,
    maxConnections: config.POSTGRES_POOL_MAX,
    logger,
    metrics,
  });
  const close = async () => {
    await database.close();
    await server.stop();
  };
  try {
    await guard.open();
  } catch (error) {
    await close();
    throw error;
  }
  return { ...createAnalyticsStores({ database, guard }), engine: server.engine, close };
}

/** The guard of a warehouse, which brings its schema up to date before the first question. */
export function guardWarehouse(options: { url: string; logger: Logger; metrics?: Metrics | undefined }): StoreGuard {
  const { url, logger } = options;
  const prepare = () => migrate({ url, promptMs, logger });
  return createStoreGuard({ ...options, store: 'analytics', prepare, isUnavailable });
}

/** The stores over one database. */
export function createAnalyticsStores(options: {
  database: Database;
  guard: StoreGuard;
}): Omit<AnalyticsStores, 'engine' | 'close'> {
  const { database, guard } = options;
  const scoring = createCustomerScoring(database);
  const customers = guard.protect('customers', createPostgresCustomerStore({ database, scoring }), {
    limitMs: pointLimitMs,
    // Scores wait for a scoring, or are computed for a day of the past.
    exceptions: { scores: reportLimitMs, cohortMonths: reportLimitMs },
  });
  return {
    facts: guard.protect('facts', createPostgresFactStore({ database, scoring }), {
      // Bulk work that no page waits for; its statements have their own time.
      limitMs: Infinity,
      exceptions: { totals: reportLimitMs },
    }),
    // What is heard of events is handled as long as it takes; its statements have their own time.
    inbox: guard.protect('inbox', createPostgresWarehouseInbox(database), { limitMs: Infinity }),
    sales: guard.protect('sales', createPostgresSalesStore(database), {
      limitMs: reportLimitMs,
      exceptions: { salesOfProducts: pointLimitMs },
    }),
    customers: tellWhileScoring(customers),
    async ping() {
      await guard.ask(() => database.read('point', '/* ping */ SELECT 1'));
    },
  };
}
