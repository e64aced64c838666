import type { Handlers } from '@mosaico/bus';
import type { Currency } from '@mosaico/service';
import type { Caches } from '../caches.ts';
import type { StockStore } from '../store/stock-store.ts';
import { createOwnEventHandler } from './own-event.ts';
import { createProductDeletedHandler } from './product-deleted.ts';
import { createProductUpdatedHandler } from './product-updated.ts';

/** What this part of the shop does when something has happened. @param options.caches null for a part that keeps nothing */
export function createHandlers(options: {
  stock: Pick<StockStore, 'followCatalog'>;
  caches: Caches | null;
  currency: Currency;
  now: () => Date;
}): Handlers {
  const { caches, ...rest } = options;
  const forget: Caches['forget'] = (events) => caches?.forget(events) ?? Promise.resolve();
  return {
    'product.updated': createProductUpdatedHandler({ ...rest, forget }),
    'product.deleted': createProductDeletedHandler({ ...rest, forget }),
    ...(caches === null
      ? {}
      : {
          'customer.registered': createOwnEventHandler(forget),
          'customer.updated': createOwnEventHandler(forget),
          'customer.closed': createOwnEventHandler(forget),
          'order.created': createOwnEventHandler(forget),
          'order.paid': createOwnEventHandler(forget),
          'order.shipped': createOwnEventHandler(forget),
          'order.delivered': createOwnEventHandler(forget),
          'order.cancelled': createOwnEventHandler(forget),
          'order.refunded': createOwnEventHandler(forget),
          'stock.changed': createOwnEventHandler(forget),
        }),
  };
}
