import { createBatchLoader, type PageRequest } from '@mosaico/service';
import type { ProductPage } from './store/product-store.ts';
import type { ReviewKey } from './domain/review.ts';
import type { Caches } from './caches.ts';
import { parentIdOf } from './domain/category.ts';
import { createEntityLoaders } from './entity-loaders.ts';
import type { CatalogPorts } from './store/catalog-stores.ts';

export type Loaders = ReturnType<typeof createLoaders>;

type LoaderStores = Pick<CatalogPorts, 'products' | 'categories' | 'reviews' | 'recommendations'>;

/**
 * What one request has read: each loader makes one store call of all keys that are asked for at the same moment.
 * @param caches where entities are looked for before they are asked of a store
 */
export function createLoaders(stores: LoaderStores, caches?: Caches) {
  const { products, categories, reviews } = stores;
  return {
    ...(caches?.loaders() ?? createEntityLoaders(stores)),
    /** The categories right below one, by name. */
    children: createBatchLoader({
      load: async (parentIds: readonly string[]) => {
        const found = Map.groupBy(await categories.childrenOf(parentIds), (child) => parentIdOf(child) ?? '');
        return Array.from(found, ([parentId, children]) => ({ parentId, children }));
      },
      keyOf: ({ parentId }) => parentId,
    }),
    /** A page of the products of a category and of those below it; one loader for each page asked for. */
    categoryPage: perArgument((page: ProductPage) =>
      createBatchLoader({
        load: (categoryIds: readonly string[]) => products.pageOfEach(categoryIds, page),
        keyOf: ({ categoryId }) => categoryId,
      }),
    ),
    categoryCount: createBatchLoader({
      load: (categoryIds: readonly string[]) => products.countOfEach(categoryIds),
      keyOf: ({ categoryId }) => categoryId,
    }),
    /** A page of the reviews of a product; one loader for each page asked for. */
    reviewPage: perArgument((page: PageRequest<ReviewKey>) =>
      createBatchLoader({
        load: (productIds: readonly string[]) => reviews.pageOfEach(productIds, page),
        keyOf: ({ productId }) => productId,
      }),
    ),
  };
}

/** The same result for equal arguments. */
function perArgument<Argument, Result>(create: (argument: Argument) => Result): (argument: Argument) => Result {
  const made = new Map<string, Result>();
  return (argument) => {
    const key = JSON.stringify(argument);
    const before = made.get(key);
    if (before !== undefined) return before;
    const result = create(argument);
    made.set(key, result);
    return result;
  };
}
