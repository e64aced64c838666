import { createTestDatabase } from '@mosaico/testing';
import { connectWarehouse, type ConnectedWarehouse } from './connect-warehouse.ts';
import { setTimeZone } from './on-server.ts';

/** Opens an empty warehouse of a test's own, and takes it away again. `timeZone` is that of its sessions, if not the server's. */
export type OpenWarehouse = (options?: { timeZone?: string }) => Promise<PostgresWarehouse>;

export interface PostgresWarehouse extends ConnectedWarehouse {
  /** Of its database, on the server that it writes to. */
  url: string;
}

/** An empty warehouse in a database of its own on the PostgreSQL of the test run. */
export async function openPostgresWarehouse(options: { timeZone?: string } = {}): Promise<PostgresWarehouse> {
  const server = await createTestDatabase();
  await setTimeZone(server.url, options.timeZone);
  const warehouse = await connectWarehouse({ url: server.url });
  return {
    ...warehouse,
    url: server.url,
    async close() {
      await warehouse.close();
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
