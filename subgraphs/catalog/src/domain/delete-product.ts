import type { CreateEvent } from '@mosaico/bus';
import type { ProductStore } from '../store/product-store.ts';
import type { AfterCommit } from './after-commit.ts';
import { requireDocumentId } from './ids.ts';
import { productDeleted } from './product-event.ts';

export type DeleteProductOutcome =
  | { outcome: 'deleted'; productId: string; skus: readonly string[] }
  | { outcome: 'productNotFound'; productId: string };

/** A removal that meets a change starts over from what that one wrote; this often before it gives up. */
const mostTries = 50;

/**
 * Takes a product out of the catalog, for good. Its reviews stay, and so do the orders that name it.
 * @throws BAD_USER_INPUT for an id that can be none.
 */
export async function deleteProduct(options: {
  given: { id: string };
  products: Pick<ProductStore, 'byIds' | 'remove'>;
  now: () => Date;
  createEvent: CreateEvent;
  afterCommit: AfterCommit;
}): Promise<DeleteProductOutcome> {
  const { given, products, now, createEvent, afterCommit } = options;
  const productId = requireDocumentId(given.id, 'id');
  for (let tries = 0; tries < mostTries; tries += 1) {
    const [product] = await products.byIds([productId]);
    if (!product) return { outcome: 'productNotFound', productId };
    const removed = await products.remove(product, productDeleted(product, { createEvent, at: now() }));
    if (removed.outcome === 'stale') continue;
    const skus = product.variants.map(({ sku }) => sku);
    await afterCommit({ productIds: [productId], skus });
    return { outcome: 'deleted', productId, skus };
  }
  throw new Error(`The product ${productId} was changed by others ${mostTries} times while it was to be deleted.`);
}
