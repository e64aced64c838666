import { type CacheTiers, createEntityCache } from '@mosaico/entity-cache';
import type { Metrics } from '@mosaico/service';
import type { Changed } from './domain/after-commit.ts';
import { createEntityLoaders, type EntityLoaders } from './entity-loaders.ts';
import type { CatalogPorts } from './store/catalog-stores.ts';

/** The entities of the catalog as they are kept before its stores: those that are found by their id, or a variant by its sku. */
export interface Caches {
  /** For one request. */
  loaders(): EntityLoaders;
  /** To be called after each commit, with all that it changed. @throws CACHE_INVALIDATION_UNCONFIRMED when it is to be repeated */
  readonly forget: (changed: Changed) => Promise<void>;
}

type CachedStores = Pick<CatalogPorts, 'products' | 'categories' | 'recommendations'>;

/**
 * Made once a process.
 *
 * A variant is kept as no more than whose it is: its price and its stock are its product's, which is kept once however many skus
 * it has, and forgotten by its id alone.
 *
 * @param options.stores that read what has been committed; `ofLists` as well where others lag behind
 */
export function createCaches(options: {
  stores: CachedStores;
  ofLists: Pick<CatalogPorts, 'recommendations'>;
  tiers: CacheTiers;
  metrics: Metrics;
}): Caches {
  const { stores, ofLists, tiers, metrics } = options;
  const shared = { version: 1, tiers, metrics };
  const product = createEntityCache({
    ...shared,
    name: 'catalog-product',
    load: (ids: readonly string[]) => stores.products.byIds(ids),
    keyOf: ({ id }) => id,
  });
  const owner = createEntityCache({
    ...shared,
    name: 'catalog-sku',
    load: (skus: readonly string[]) => stores.products.ownersOf(skus),
    keyOf: ({ sku }) => sku,
  });
  const category = createEntityCache({
    ...shared,
    name: 'catalog-category',
    load: (ids: readonly string[]) => stores.categories.byIds(ids),
    keyOf: ({ id }) => id,
  });
  const recommendation = createEntityCache({
    ...shared,
    name: 'catalog-recommendation',
    load: (productIds: readonly string[]) => ofLists.recommendations.byProductIds(productIds),
    keyOf: ({ productId }) => productId,
  });

  return {
    loaders() {
      const products = product.loader();
      const owners = owner.loader();
      const uncached = createEntityLoaders(stores);
      return {
        product: products,
        category: category.loader(),
        recommendation: recommendation.loader(),
        variant: {
          async load(sku) {
            const owned = await owners.load(sku);
            if (owned === null) return null;
            const found = await products.load(owned.productId);
            const variant = found?.variants.find((one) => one.sku === sku);
            // Its product has given it up, and who told of that was not heard.
            if (!found || !variant) return uncached.variant.load(sku);
            return { variant, product: found };
          },
        },
      };
    },

    async forget({ productIds = [], skus = [] }) {
      const outcomes = await Promise.allSettled([product.invalidate(productIds), owner.invalidate(skus)]);
      for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
    },
  };
}
