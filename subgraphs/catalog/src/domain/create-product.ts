import type { CategoryStore } from '../store/category-store.ts';
import type { ProductStore } from '../store/product-store.ts';
import { checkProductFields, type GivenProductFields, type ProductFields } from './product-fields.ts';
import type { Product } from './product.ts';

export type CreateProductOutcome =
  | { outcome: 'created'; product: Product }
  | { outcome: 'skuTaken'; skus: readonly string[] }
  | { outcome: 'categoryNotFound'; categoryId: string };

const nothing = { specifications: [], tags: [], images: [] };

/**
 * Adds a product to the catalog.
 * @throws BAD_USER_INPUT for a field that breaks a limit; nothing is written then.
 */
export async function createProduct(options: {
  given: GivenProductFields & { name: string; brand: string; description: string; categoryId: string };
  products: ProductStore;
  categories: CategoryStore;
  now: () => Date;
  newId: () => string;
}): Promise<CreateProductOutcome> {
  const { products, categories, now, newId } = options;
  const { categoryId, ...fields } = { ...nothing, ...checkProductFields(options.given) } as ProductFields;
  const [category] = await categories.byIds([categoryId]);
  if (!category) return { outcome: 'categoryNotFound', categoryId };
  const time = now();
  const product: Product = {
    ...fields,
    id: newId(),
    revision: newId(),
    category,
    rating: { count: 0, sum: 0 },
    createdAt: time,
    updatedAt: time,
  };
  const written = await products.create(product);
  return written.outcome === 'created' ? { outcome: 'created', product } : written;
}
