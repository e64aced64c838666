import type { Handlers } from '@mosaico/bus';
import type { Currency } from '@mosaico/service';
import type { StockStore } from '../store/stock-store.ts';
import { createProductDeletedHandler } from './product-deleted.ts';
import { createProductUpdatedHandler } from './product-updated.ts';

/** What this part of the shop does when something has happened. */
export function createHandlers(options: {
  stock: Pick<StockStore, 'followCatalog'>;
  currency: Currency;
  now: () => Date;
}): Handlers {
  return {
    'product.updated': createProductUpdatedHandler(options),
    'product.deleted': createProductDeletedHandler(options),
  };
}
