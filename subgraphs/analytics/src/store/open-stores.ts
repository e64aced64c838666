import { join } from 'node:path';
import { isUnavailable, type Logger, type Metrics } from '@mosaico/service';
import type { CustomerStore } from './customer-store.ts';
import { createDatabase, type Database } from './database.ts';
import type { FactStore } from './fact-store.ts';
import { createCustomerScoring } from './postgres-customer-scoring.ts';
import { createPostgresCustomerStore } from './postgres-customer-store.ts';
import { createPostgresFactStore } from './postgres-fact-store.ts';
import { createPostgresSalesStore } from './postgres-sales-store.ts';
import type { SalesStore } from './sales-store.ts';

/** The warehouse, open. */
export interface AnalyticsStores {
  readonly facts: FactStore;
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
 * Opens the warehouse at `POSTGRES_URL`, or embedded under `DATA_DIR`, and brings its schema up to date. A server that is
 * down does not stop the start: every question tells so until it is back.
 * @throws what @mosaico/embedded throws when the folder is in use or its server does not start.
 */
export async function openAnalyticsStores(options: {
  config: { DATA_DIR: string; POSTGRES_URL?: string | undefined; POSTGRES_POOL_MAX: number };
  logger: Logger;
  metrics?: Metrics;
}): Promise<AnalyticsStores> {
  const { config, logger } = options;
  const server =
    config.POSTGRES_URL === undefined
      ? await startEmbedded({ dataDir: config.DATA_DIR, logger })
      : { url: config.POSTGRES_URL, engine: 'PostgreSQL', stop: () => Promise.resolve() };
  const database = createDatabase({ url: server.url, maxConnections: config.POSTGRES_POOL_MAX, logger });
  const close = async () => {
    await database.close();
    await server.stop();
  };
  await database.prepare().catch(async (error: unknown) => {
    if (isUnavailable(error)) {
      logger.warn({ err: error }, 'the warehouse does not answer');
      return;
    }
    await close();
    throw error;
  });
  return { ...createAnalyticsStores(database), engine: server.engine, close };
}

/** The stores over one database. */
export function createAnalyticsStores(database: Database): Omit<AnalyticsStores, 'engine' | 'close'> {
  const scoring = createCustomerScoring(database);
  return {
    facts: createPostgresFactStore({ database, scoring }),
    sales: createPostgresSalesStore(database),
    customers: createPostgresCustomerStore({ database, scoring }),
    async ping() {
      await database.read('point', '/* ping */ SELECT 1');
    },
  };
}

async function startEmbedded(options: { dataDir: string; logger: Logger }) {
  const { openDataFolder, startEmbeddedPostgres } = await import('@mosaico/embedded');
  const folder = await openDataFolder({ path: join(options.dataDir, 'analytics'), owner: 'analytics subgraph' });
  try {
    const path = join(options.dataDir, 'postgres');
    const server = await startEmbeddedPostgres({ path, database: 'analytics', logger: options.logger });
    const stop = async () => {
      await server.stop();
      folder.close();
    };
    return { url: server.url, engine: 'embedded PostgreSQL', stop };
  } catch (error) {
    folder.close();
    throw error;
  }
}
