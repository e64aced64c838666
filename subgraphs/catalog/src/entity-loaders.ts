import { createBatchLoader } from '@mosaico/service';
import type { Category } from './domain/category.ts';
import type { Product } from './domain/product.ts';
import type { VariantModel } from './models.ts';
import type { RecommendationRecord } from './records.ts';
import type { CatalogPorts } from './store/catalog-stores.ts';

/** What is found by its id, or a variant by its sku: null where there is none. One request has loaders of its own. */
export interface EntityLoaders {
  readonly product: Loader<Product>;
  readonly variant: Pick<Loader<VariantModel>, 'load'>;
  readonly category: Loader<Category>;
  /** By the product's id. */
  readonly recommendation: Loader<RecommendationRecord>;
}

type Loader<Entity> = ReturnType<typeof createBatchLoader<string, Entity>>;

/** Straight from the stores. */
export function createEntityLoaders({
  products,
  categories,
  recommendations,
}: Pick<CatalogPorts, 'products' | 'categories' | 'recommendations'>): EntityLoaders {
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
    recommendation: createBatchLoader({
      load: (productIds: readonly string[]) => recommendations.byProductIds(productIds),
      keyOf: ({ productId }) => productId,
    }),
  };
}
