import { createSilentLogger } from '@mosaico/service';
import { createTestDatabase } from '@mosaico/testing';
import { createDatabase, type Database } from '../../src/store/database.ts';
import { createAnalyticsStores, type AnalyticsStores } from '../../src/store/open-stores.ts';

export type Stores = Pick<AnalyticsStores, 'facts' | 'sales' | 'customers' | 'ping'>;

/** Opens an empty warehouse of a test's own, and takes it away again. */
export type OpenWarehouse = () => Promise<{ stores: Stores; close: () => Promise<void> }>;

export interface PostgresWarehouse {
  stores: Stores;
  database: Database;
  url: string;
  close: () => Promise<void>;
}

/** An empty warehouse in a database of its own on the PostgreSQL of the test run. */
export async function openPostgresWarehouse(): Promise<PostgresWarehouse> {
  const server = await createTestDatabase();
  const database = createDatabase({ url: server.url, maxConnections: 10, logger: createSilentLogger() });
  return {
    stores: createAnalyticsStores(database),
    database,
    url: server.url,
    async close() {
      await database.close();
      await server.drop();
    },
  };
}

/** Runs a test's body on a warehouse of its own. */
export async function withWarehouse<Warehouse extends { close: () => Promise<void> }>(
  open: () => Promise<Warehouse>,
  body: (warehouse: Warehouse) => Promise<void>,
): Promise<void> {
  const warehouse = await open();
  try {
    await body(warehouse);
  } finally {
    await warehouse.close();
  }
}
