import type { Handler } from '@mosaico/bus';
import type { Caches } from '../caches.ts';

/**
 * Repeats what the process that changed the product did after its commit, where a cache was away or the process died. Forgetting
 * more than once, or what was forgotten before, does no harm.
 */
export function createProductUpdatedHandler({ forget }: Pick<Caches, 'forget'>): Handler<'product.updated'> {
  return ({ data: { productId, variants } }) =>
    forget({ productIds: [productId], skus: variants.map(({ sku }) => sku) });
}
