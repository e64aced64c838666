import type { Handler } from '@mosaico/bus';
import type { Caches } from '../caches.ts';
import type { AvailabilityStore } from '../store/availability-store.ts';

/**
 * Keeps with the product what is available of its variant. The movement that the news are as of is the inbox: it lies beside
 * what it changed, in the same document, and news that are not later than it change nothing.
 *
 * A unit that no product has is passed over: what is for sale follows the catalog, so such news are of one that was given up. A
 * product that takes a sku up again does not know of its stock until it moves next.
 */
export function createStockChangedHandler(options: {
  availability: Pick<AvailabilityStore, 'put'>;
  forget: Caches['forget'];
}): Handler<'stock.changed'> {
  const { availability, forget } = options;
  return async ({ data: { sku, available, movement } }) => {
    const kept = await availability.put({ sku, available, movement });
    // Also when nothing changed: whoever changed it may have died before this.
    if (kept !== null) await forget({ productIds: [kept.productId] });
  };
}
