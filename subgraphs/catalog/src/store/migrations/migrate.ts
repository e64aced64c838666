import type { Logger } from '@mosaico/service';
import type { CatalogCollections } from '../catalog-collections.ts';
import { claimEverySku } from '../sku-claims.ts';
import { ensureIndexes } from './ensure-indexes.ts';
import { catalogIndexes, type CollectionName } from './indexes.ts';
import { type Sharding, shardCollections, unshardedCollections } from './shards.ts';

/**
 * Brings a database to what the stores rely on: makes the indexes that are missing, and, only on a sharded cluster, distributes
 * the collections that are not. Asks and changes nothing more when all of it is there. May be repeated after any failure, and
 * run by several processes at once; but nobody else may write products while they are distributed for the first time.
 *
 * @param options.cluster null where there can be no shards, as in an embedded store
 * @returns whether products lie on several shards
 * @throws INDEX_CONFLICT as `ensureIndexes`; STORE_UNAVAILABLE
 */
export async function migrate(options: {
  collections: CatalogCollections;
  cluster: Sharding | null;
  logger: Logger;
  now: () => Date;
}): Promise<{ isSharded: boolean }> {
  const { collections, cluster, logger, now } = options;
  const sharding = cluster !== null && (await cluster.isShardedCluster()) ? cluster : null;
  const unsharded = sharding === null ? [] : await unshardedCollections(sharding);
  // Before the unique index, which says the same where there are no shards, is found to be in the way.
  if (unsharded.includes('products')) await claimEverySku(collections, now);

  const wanted = catalogIndexes({ isSharded: sharding !== null });
  const made: string[] = [];
  for (const name of Object.keys(wanted) as CollectionName[]) {
    made.push(...(await ensureIndexes({ collection: collections[name], name, wanted: wanted[name] })));
  }
  if (made.length > 0) logger.info({ indexes: made }, 'indexes were made');

  if (sharding !== null && unsharded.length > 0) {
    await shardCollections(sharding, unsharded);
    logger.info({ collections: unsharded }, 'collections were sharded');
  }
  return { isSharded: sharding !== null };
}
