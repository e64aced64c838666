import type { Handler } from '@mosaico/bus';
import { storeUnavailable } from '@mosaico/service';
import type { CartCache } from '../caches.ts';

/**
 * Forgets again a cart that was forgotten when it was written: whoever wrote it may have ended before, or not have reached every
 * tier. To forget twice does no harm, so it needs no inbox. A tier that is away is no fault of the event, which comes again.
 */
export function createCartUpdatedHandler({ cache }: { cache: CartCache }): Handler<'cart.updated'> {
  return async ({ data: { customerId } }) => {
    try {
      await cache.forget(customerId);
    } catch (error) {
      throw storeUnavailable('cart cache', error);
    }
  };
}
