import type { CreateEvent } from '@mosaico/bus';
import type { Currency } from '@mosaico/service';
import type { CategoryStore } from '../store/category-store.ts';
import type { ProductStore } from '../store/product-store.ts';
import type { AfterCommit } from './after-commit.ts';
import type { Category } from './category.ts';
import { requireDocumentId } from './ids.ts';
import { checkProductFields, type GivenProductFields } from './product-fields.ts';
import { productUpdated } from './product-event.ts';
import type { Product } from './product.ts';

export type UpdateProductOutcome =
  | { outcome: 'updated'; product: Product }
  | { outcome: 'productNotFound'; productId: string }
  | { outcome: 'skuTaken'; skus: readonly string[] }
  | { outcome: 'categoryNotFound'; categoryId: string };

/** A change that meets another one starts over from what that one wrote; this often before it gives up. */
const mostTries = 50;

/**
 * Changes the given fields of a product. What others change at the same moment in other fields is kept.
 * @throws BAD_USER_INPUT for a field that breaks a limit; nothing is written then.
 */
export async function updateProduct(options: {
  given: GivenProductFields & { id: string };
  products: ProductStore;
  categories: CategoryStore;
  now: () => Date;
  newId: () => string;
  createEvent: CreateEvent;
  currency: Currency;
  afterCommit: AfterCommit;
}): Promise<UpdateProductOutcome> {
  const { given, products, categories, now, newId, afterCommit } = options;
  const productId = requireDocumentId(given.id, 'id');
  const { categoryId, ...change } = checkProductFields(given);
  let moved: { category?: Category } = {};
  if (categoryId !== undefined) {
    const [category] = await categories.byIds([categoryId]);
    if (!category) return { outcome: 'categoryNotFound', categoryId };
    moved = { category };
  }
  for (let tries = 0; tries < mostTries; tries += 1) {
    const [current] = await products.byIds([productId]);
    if (!current) return { outcome: 'productNotFound', productId };
    if (categoryId === undefined && Object.keys(change).length === 0) return { outcome: 'updated', product: current };
    const version = current.version + 1;
    const product: Product = { ...current, ...change, ...moved, revision: newId(), version, updatedAt: now() };
    const written = await products.replace(product, current, [productUpdated(product, options)]);
    if (written.outcome === 'skuTaken') return written;
    if (written.outcome === 'stale') continue;
    const skus = [...current.variants, ...product.variants].map(({ sku }) => sku);
    await afterCommit({ productIds: [productId], skus: [...new Set(skus)] });
    return { outcome: 'updated', product };
  }
  throw new Error(`The product ${productId} was changed by others ${mostTries} times while one change was made.`);
}
