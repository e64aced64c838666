import { join } from 'node:path';
import { type DocumentDatabase, type MongoDatabase, openEmbeddedDatabase, openMongoDatabase } from '@mosaico/documents';

/** How long a MongoDB server may take to be found: below the limit of a question, so that it is not found rather than late. */
const selectionMs = 2_500;
/** How long the server may work on one operation: for bulk work, as everybody else has gone by then. */
const operationMs = 10_000;
/**
 * Connections to each server of one process. A question of a page asks some twenty at once, and a server has room for tens of
 * processes at that.
 */
const mostConnections = 20;

/** A document database that is open. */
export interface OpenDatabase {
  readonly database: DocumentDatabase;
  /** The same on a server; null when embedded. */
  readonly server: MongoDatabase | null;
  /** For example `MongoDB`. */
  readonly engine: string;
  /** Twice is once. */
  readonly close: () => Promise<void>;
}

/**
 * Opens the MongoDB database of `MONGODB_URL`, whose server need not be there, or the embedded one in `DATA_DIR/catalog`.
 * @throws when another process has the folder
 */
export async function openDatabase(config: {
  DATA_DIR: string;
  MONGODB_URL?: string | undefined;
}): Promise<OpenDatabase> {
  if (config.MONGODB_URL !== undefined) {
    const server = await openMongoDatabase({
      url: config.MONGODB_URL,
      maxPoolSize: mostConnections,
      serverSelectionTimeoutMS: selectionMs,
      timeoutMS: operationMs,
    });
    return { database: server, server, engine: 'MongoDB', close: () => server.close() };
  }
  const { openDataFolder } = await import('@mosaico/embedded');
  const folder = await openDataFolder({ path: join(config.DATA_DIR, 'catalog'), owner: 'catalog' });
  try {
    const database = await openEmbeddedDatabase({ path: join(folder.path, 'catalog.sqlite') });
    return {
      database,
      server: null,
      engine: 'embedded documents',
      async close() {
        await database.close();
        folder.close();
      },
    };
  } catch (error) {
    folder.close();
    throw error;
  }
}
