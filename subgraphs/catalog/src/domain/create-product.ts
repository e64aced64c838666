import type { CreateEvent } from '@mosaico/bus';
import type { Currency } from '@mosaico/service';
import type { CategoryStore } from '../store/category-store.ts';
import type { ProductStore } from '../store/product-store.ts';
import type { AfterCommit } from './after-commit.ts';
import { checkProductFields, type GivenProductFields, type ProductFields } from './product-fields.ts';
import { productUpdated } from './product-event.ts';
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
  createEvent: CreateEvent;
  currency: Currency;
  afterCommit: AfterCommit;
}): Promise<CreateProductOutcome> {
  const { products, categories, now, newId, afterCommit } = options;
  const { categoryId, ...fields } = { ...nothing, ...checkProductFields(options.given) } as ProductFields;
  const [category] = await categories.byIds([categoryId]);
  if (!category) return { outcome: 'categoryNotFound', categoryId };
  const time = now();
  const product: Product = {
    ...fields,
    id: newId(),
    revision: newId(),
    version: 1,
    category,
    rating: { count: 0, sum: 0 },
    availability: [],
    createdAt: time,
    updatedAt: time,
  };
  const written = await products.create(product, [productUpdated(product, options)]);
  if (written.outcome !== 'created') return written;
  // Somebody may have asked for them before they were.
  await afterCommit({ productIds: [product.id], skus: product.variants.map(({ sku }) => sku) });
  return { outcome: 'created', product };
}
