import { createMetrics, createStoreGuard, type Logger, measurePool, type Metrics } from '@mosaico/service';
import { newDocumentId } from '../new-document-id.ts';
import { catalogCollections } from './catalog-collections.ts';
import type { CatalogPorts, CatalogStores } from './catalog-stores.ts';
import { createDocumentOutbox } from './document-outbox.ts';
import { countDocuments, createDocumentStores } from './document-stores.ts';
import { guardStores, isAway, limitMs } from './guard-stores.ts';
import { migrate } from './migrations/migrate.ts';
import { openDatabase } from './open-database.ts';

/** An `addReview`, or a removal, that began longer ago than this, in whatever process, has ended or died. */
const longestWriteMs = 60_000;
const repairEveryMs = 60_000;

interface OpenOptions {
  config: { DATA_DIR: string; MONGODB_URL?: string | undefined };
  logger: Logger;
  now?: () => Date;
}

/**
 * Opens the catalog's stores: in the MongoDB database of `MONGODB_URL`, or embedded in `DATA_DIR/catalog`, which is then
 * this process's alone. Migrates the database, and mends the ratings and removals that a process which died left behind, now, or as soon
 * as a server that is down is back, and from time to time.
 *
 * @throws when another process has the folder, and INDEX_CONFLICT when the database has an index that cannot be used.
 */
export async function openCatalogStores(
  options: OpenOptions & { metrics?: Metrics; newId?: () => string },
): Promise<CatalogStores> {
  const { config, logger, metrics = createMetrics(), now = () => new Date(), newId = newDocumentId } = options;
  const { database, server, engine, close } = await openDatabase(config);
  const collections = catalogCollections(database);
  // What a shopper has given up, the server need not finish.
  const browsing = catalogCollections(database, { readPreference: 'secondaryPreferred', timeoutMS: limitMs });

  let untold: string[] = [];
  let tell = (productIds: readonly string[]): void => void untold.push(...productIds);
  async function repair({ reviews, products }: CatalogPorts, begunUntil: number): Promise<void> {
    const until = new Date(begunUntil);
    const productIds = [...(await reviews.repairRatings(until)), ...(await products.repairRemovals(until))];
    if (productIds.length > 0) tell(productIds);
  }

  let isSharded = false;
  const shared = { collections, now, newId, isSharded: () => isSharded };
  const stores = createDocumentStores({ ...shared, browsing });
  const guard = createStoreGuard({
    store: 'catalog',
    logger,
    metrics,
    isUnavailable: isAway,
    async prepare() {
      ({ isSharded } = await migrate({ collections, cluster: server, logger, now }));
      // Nobody else writes to an embedded store, so whatever began before is dead.
      const livingMs = server === null ? 0 : longestWriteMs;
      await repair(stores, now().getTime() - livingMs);
    },
  });
  const outbox = createDocumentOutbox({ database, now, newId });
  try {
    await guard.open();
  } catch (error) {
    await close();
    throw error;
  }
  const endMeasuring =
    server === null ? () => undefined : measurePool({ store: 'catalog', metrics, read: () => server.connections() });
  const guarded = guardStores(guard, stores);
  const repairing = setInterval(() => {
    repair(guarded, now().getTime() - longestWriteMs).catch((error: unknown) => {
      logger.warn({ err: error }, 'ratings and removals could not be repaired; will try again');
    });
  }, repairEveryMs).unref();
  return {
    ...guarded,
    ownWrites: guardStores(guard, createDocumentStores({ ...shared, browsing: collections })),
    onRepair(listener) {
      tell = listener;
      if (untold.length > 0) tell(untold);
      untold = [];
    },
    // How long the bus takes is no matter of the database.
    outbox: guard.protect('outbox', outbox, {
      limitMs,
      exceptions: { relay: Infinity, resend: Infinity, forget: Infinity },
    }),
    engine,
    counts: () => guard.ask(() => countDocuments(collections)),
    ping: () => guard.ask(() => database.ping()),
    async close() {
      clearInterval(repairing);
      endMeasuring();
      await close();
    },
  };
}

/** The migration alone, as a step before processes start. @throws as `migrate` */
export async function migrateCatalog({ config, logger, now = () => new Date() }: OpenOptions): Promise<void> {
  const { database, server, close } = await openDatabase(config);
  try {
    await migrate({ collections: catalogCollections(database), cluster: server, logger, now });
  } finally {
    await close();
  }
}
