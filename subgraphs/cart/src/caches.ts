import { createEntityCache, type CacheTiers } from '@mosaico/entity-cache';
import type { Metrics } from '@mosaico/service';
import type { CartLine, CartStore } from './store/cart-store.ts';

/** Carts as they are kept before their store. */
export interface CartCache {
  /** By customer: the lines of each cart, in their order, those that have expired since as well; or why they are not known. */
  linesOf(customerIds: readonly string[]): Promise<(readonly CartLine[] | Error)[]>;
  /** To be called after each write of the cart. @throws CACHE_INVALIDATION_UNCONFIRMED when it is to be repeated */
  forget(customerId: string): Promise<void>;
}

interface CachedCart {
  readonly customerId: string;
  readonly lines: readonly CartLine[];
}

/**
 * Made once a process. A cart is kept whole, its lines with it, since whoever asks for one asks for most of it. Sessions and
 * notifications are read as lists, by whoever may see them, and are not kept.
 */
export function createCartCache(options: {
  carts: Pick<CartStore, 'linesOf'>;
  tiers: CacheTiers;
  metrics: Metrics;
}): CartCache {
  const { carts, tiers, metrics } = options;
  const cache = createEntityCache({
    name: 'cart',
    version: 1,
    tiers,
    metrics,
    load: async (customerIds: readonly string[]): Promise<CachedCart[]> =>
      Array.from(await carts.linesOf(customerIds), ([customerId, lines]) => ({ customerId, lines })),
    keyOf: ({ customerId }) => customerId,
    // What is kept while no tier answers, other processes cannot take back: nobody shall order what was in a cart a moment ago.
    timing: { outageTtlMs: 1 },
  });
  return {
    async linesOf(customerIds) {
      const found = await cache.loader().loadMany(customerIds);
      return found.map((cart) => (cart instanceof Error ? cart : (cart?.lines ?? [])));
    },
    forget: (customerId) => cache.invalidate([customerId]),
  };
}
