import type { MongoDatabase, Sort } from '@mosaico/documents';
import type { CatalogCollections } from '../catalog-collections.ts';

/** What sharding asks of a database. */
export type Sharding = Pick<MongoDatabase, 'isShardedCluster' | 'isShardedCollection' | 'shardCollection'>;

/**
 * By what each collection is distributed. Products go with their category, as lists, filters and facets ask by it; reviews,
 * which grow without bound, with their product. The others are small and stay where they are.
 */
const shardKeys = {
  products: { 'category.id': 1 },
  reviews: { product_id: 1 },
} as const satisfies Partial<Record<keyof CatalogCollections, Sort>>;

type ShardedName = keyof typeof shardKeys;

/** The collections that are yet to be distributed. */
export async function unshardedCollections(cluster: Sharding): Promise<ShardedName[]> {
  const names = Object.keys(shardKeys) as ShardedName[];
  const areSharded = await Promise.all(names.map((name) => cluster.isShardedCollection(name)));
  return names.filter((_name, at) => areSharded[at] === false);
}

export async function shardCollections(cluster: Sharding, names: readonly ShardedName[]): Promise<void> {
  for (const name of names) await cluster.shardCollection(name, shardKeys[name]);
}
