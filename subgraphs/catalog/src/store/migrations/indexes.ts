import type { IndexDescription, Sort } from '@mosaico/documents';
import type { CatalogCollections } from '../catalog-collections.ts';

export type CollectionName = keyof CatalogCollections;

/** One for each order of a list, of the whole shop and of a category with all below it; read backwards where dearest is first. */
const listOrders = { age: 'created_at', name: 'name_order', price: 'pricing.base', rating: 'rating.order' };

/**
 * The indexes that the stores' questions rely on, by collection.
 * @param options.isSharded where products lie on several shards: there no index can keep a sku from two of them, as a unique
 * index must begin with the shard key, and `skus` does
 */
export function catalogIndexes({ isSharded }: { isSharded: boolean }): Record<CollectionName, IndexDescription[]> {
  return {
    products: [
      { ...index('variants_sku', { 'variants.sku': 1 }), unique: !isSharded },
      index('search_terms', { 'search.all': 1 }),
      index('brand', { brand: 1 }),
      index('search_tags', { search_tags: 1 }),
      ...outboxIndexes,
      { ...index('rating_pending', { 'rating.pending.since': 1 }), sparse: true },
      ...Object.entries(listOrders).flatMap(([name, path]) => [
        index(`by_${name}`, { [path]: 1, _id: 1 }),
        index(`category_by_${name}`, { 'category.ids': 1, [path]: 1, _id: 1 }),
      ]),
      ...(isSharded ? [index('shard_key', { 'category.id': 1 })] : []),
    ],
    categories: [{ ...index('slug', { slug: 1 }), unique: true }, index('children', { parent_id: 1 })],
    reviews: [
      { ...index('one_for_each_customer', { product_id: 1, customer_id: 1 }), unique: true },
      index('by_customer', { customer_id: 1 }),
      index('newest_of_product', { product_id: 1, created_at: -1, _id: -1 }),
      ...outboxIndexes,
    ],
    recommendations: [],
    skus: [],
    tombstones: [...outboxIndexes, { ...index('doomed_since', { 'doomed.since': 1 }), sparse: true }],
  };
}

/** Sparse, which leaves out all documents without events, as a partial index would; the stand-in for MongoDB has none of those. */
const outboxIndexes: readonly IndexDescription[] = [
  { ...index('outbox_waiting', { 'outbox.waiting.time': 1 }), sparse: true },
  { ...index('outbox_sent', { 'outbox.sent.at': 1 }), sparse: true },
];

function index(name: string, keys: Sort): IndexDescription {
  return { name, keys, unique: false, sparse: false };
}
