import type { Handler } from '@mosaico/bus';
import type { CartCache } from '../caches.ts';

/**
 * Forgets again a cart that was forgotten when it was written: whoever wrote it may have ended before, or not have reached every
 * tier. To forget twice does no harm, so it needs no inbox.
 */
export function createCartUpdatedHandler({ cache }: { cache: CartCache }): Handler<'cart.updated'> {
  return ({ data: { customerId } }) => cache.forget(customerId);
}
