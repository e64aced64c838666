import { createBatchLoader, type PageRequest } from '@mosaico/service';
import type { ProductPage } from './store/product-store.ts';
import type { ReviewKey } from './domain/review.ts';
import { parentIdOf } from './domain/category.ts';
import type { VariantModel } from './models.ts';
import type { CatalogPorts } from './store/catalog-stores.ts';

export type Loaders = ReturnType<typeof createLoaders>;

type LoaderStores = Pick<CatalogPorts, 'products' | 'categories' | 'reviews' | 'recommendations'>;

/** What one request has read: each loader makes one store call of all keys that are asked for at the same moment. */
export function createLoaders({ products, categories, reviews, recommendations }: LoaderStores) {
  return {
    product: createBatchLoader({ load: (ids: readonly string[]) => products.byIds(ids), keyOf: ({ id }) => id }),
    variant: createBatchLoader({
      load: async (skus: readonly string[]): Promise<VariantModel[]> => {
        const found = await products.bySkus(skus);
        return found.flatMap((product) => product.variants.map((variant) => ({ variant, product })));
      },
      keyOf: ({ variant }) => variant.sku,
    }),
    category: createBatchLoader({ load: (ids: readonly string[]) => categories.byIds(ids), keyOf: ({ id }) => id }),
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
    recommendation: createBatchLoader({
      load: (productIds: readonly string[]) => recommendations.byProductIds(productIds),
      keyOf: ({ productId }) => productId,
    }),
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
