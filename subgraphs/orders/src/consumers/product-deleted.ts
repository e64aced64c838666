import type { Handler } from '@mosaico/bus';
import type { Caches } from '../caches.ts';
import type { StockStore } from '../store/stock-store.ts';
import { requireCatalogId } from './catalog-id.ts';

/**
 * Nothing of the product can be ordered any more. Its units stay for the orders that name them, with their stock. A product that
 * nobody has heard of is no error: that it is gone is remembered, should word of an earlier state come late.
 */
export function createProductDeletedHandler(options: {
  stock: Pick<StockStore, 'followCatalog'>;
  forget: Caches['forget'];
  now: () => Date;
}): Handler<'product.deleted'> {
  const { stock, forget, now } = options;
  return async (event) => {
    const { id, data } = event;
    const { productId, revision } = data;
    await stock.followCatalog({
      eventId: id,
      catalogId: requireCatalogId(productId),
      revision,
      units: [],
      at: now(),
    });
    // Also when it had been handled: by a process that ended before it came to this.
    await forget([event]);
  };
}
