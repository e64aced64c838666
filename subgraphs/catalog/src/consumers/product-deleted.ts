import type { Handler } from '@mosaico/bus';
import type { Caches } from '../caches.ts';

/** Repeats what the process that deleted the product did after its commit, as `product-updated.ts` does. */
export function createProductDeletedHandler({ forget }: Pick<Caches, 'forget'>): Handler<'product.deleted'> {
  return ({ data: { productId, skus } }) => forget({ productIds: [productId], skus });
}
