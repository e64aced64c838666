import { join } from 'node:path';
import type { Logger } from '@mosaico/service';

/** A PostgreSQL server for the warehouse. */
export interface WarehouseServer {
  readonly url: string;
  /** For example `embedded PostgreSQL`. */
  readonly engine: string;
  stop(): Promise<void>;
}

/** Starts the embedded server under a data folder. @throws what @mosaico/embedded throws: the folder in use, no start */
export async function startEmbeddedServer(options: { dataDir: string; logger: Logger }): Promise<WarehouseServer> {
  const { openDataFolder, startEmbeddedPostgres } = await import('@mosaico/embedded');
  const folder = await openDataFolder({ path: join(options.dataDir, 'analytics'), owner: 'analytics subgraph' });
  try {
    const path = join(options.dataDir, 'postgres');
    const server = await startEmbeddedPostgres({ path, database: 'analytics', logger: options.logger });
    return {
      url: server.url,
      engine: 'embedded PostgreSQL',
      async stop() {
        await server.stop();
        folder.close();
      },
    };
  } catch (error) {
    folder.close();
    throw error;
  }
}
