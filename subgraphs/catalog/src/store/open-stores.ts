import { join } from 'node:path';
import { type DocumentDatabase, openEmbeddedDatabase, openMongoDatabase } from '@mosaico/documents';
import type { Logger, Metrics } from '@mosaico/service';
import { newDocumentId } from '../new-document-id.ts';
import type { CatalogStores } from './catalog-stores.ts';
import { createDocumentStores } from './document-stores.ts';

/** A MongoDB server that takes longer than this to be found, or to answer, counts as down. */
const timeoutMs = 3_000;
/** An `addReview` that began longer ago than this, in whatever process, has ended or died. */
const longestAddMs = 60_000;
const repairEveryMs = 60_000;

/**
 * Opens the catalog's stores: in the MongoDB database of `MONGODB_URL`, or embedded in `DATA_DIR/catalog`, which is then
 * this process's alone. Mends the ratings that a process which died left behind, now and from time to time.
 *
 * @throws when the server does not answer, or another process has the folder.
 */
export async function openCatalogStores(options: {
  config: { DATA_DIR: string; MONGODB_URL?: string | undefined };
  logger: Logger;
  metrics?: Metrics;
  now?: () => Date;
  newId?: () => string;
}): Promise<CatalogStores> {
  const { config, logger, now = () => new Date(), newId = newDocumentId } = options;
  const { database, engine, closeDatabase } = await openDatabase(config);
  try {
    const stores = await createDocumentStores({ database, now, newId });
    // Nobody else writes to an embedded store, so whatever began before is dead.
    const livingMs = config.MONGODB_URL === undefined ? 0 : longestAddMs;
    await stores.reviews.repairRatings(new Date(now().getTime() - livingMs));
    const repair = setInterval(() => {
      stores.reviews.repairRatings(new Date(now().getTime() - longestAddMs)).catch((error: unknown) => {
        logger.warn({ err: error }, 'ratings could not be repaired; will try again');
      });
    }, repairEveryMs).unref();
    return {
      ...stores,
      engine,
      async close() {
        clearInterval(repair);
        await closeDatabase();
      },
    };
  } catch (error) {
    await closeDatabase();
    throw error;
  }
}

interface OpenDatabase {
  database: DocumentDatabase;
  engine: string;
  closeDatabase: () => Promise<void>;
}

async function openDatabase(config: { DATA_DIR: string; MONGODB_URL?: string | undefined }): Promise<OpenDatabase> {
  if (config.MONGODB_URL !== undefined) {
    const database = await openMongoDatabase({
      url: config.MONGODB_URL,
      serverSelectionTimeoutMS: timeoutMs,
      timeoutMS: timeoutMs,
    });
    return { database, engine: 'MongoDB', closeDatabase: () => database.close() };
  }
  const { openDataFolder } = await import('@mosaico/embedded');
  const folder = await openDataFolder({ path: join(config.DATA_DIR, 'catalog'), owner: 'catalog' });
  try {
    const database = await openEmbeddedDatabase({ path: join(folder.path, 'catalog.sqlite') });
    return {
      database,
      engine: 'embedded documents',
      async closeDatabase() {
        await database.close();
        folder.close();
      },
    };
  } catch (error) {
    folder.close();
    throw error;
  }
}
