import { createMetrics, createSilentLogger, type Metrics, type StoreGuard } from '@mosaico/service';
import { createDatabase, type Database, type DatabaseOptions } from '../../src/store/database.ts';
import { createAnalyticsStores, guardWarehouse, type AnalyticsStores } from '../../src/store/open-stores.ts';

export type Stores = Pick<AnalyticsStores, 'facts' | 'inbox' | 'sales' | 'customers' | 'ping'>;

export interface ConnectedWarehouse {
  /** Guarded, as a process has them. */
  stores: Stores;
  /** What the stores ask, without a guard. */
  database: Database;
  guard: StoreGuard;
  metrics: Metrics;
  close: () => Promise<void>;
}

/** What a process has that opens the warehouse of a URL; the server may be down. */
export async function connectWarehouse(
  options: Omit<DatabaseOptions, 'logger' | 'metrics' | 'maxConnections'> & { maxConnections?: number },
): Promise<ConnectedWarehouse> {
  const shared = { logger: createSilentLogger(), metrics: createMetrics() };
  const guard = guardWarehouse({ url: options.url, ...shared });
  const database = createDatabase({ maxConnections: 10, ...options, ...shared });
  await guard.open();
  return {
    stores: createAnalyticsStores({ database, guard }),
    database,
    guard,
    metrics: shared.metrics,
    close: () => database.close(),
  };
}
