import { unprocessable, type Handler } from '@mosaico/bus';
import type { Currency } from '@mosaico/service';
import type { Caches } from '../caches.ts';
import type { StockStore } from '../store/stock-store.ts';
import { requireCatalogId } from './catalog-id.ts';

/** A longer one is cut: it is for the lines of orders, and no reason to sell at an old price. */
const longestName = 255;

/**
 * What can be ordered, and at which price, is what the catalog says: a new product's units are added, without stock, and what a
 * product no longer has is no longer sold.
 */
export function createProductUpdatedHandler(options: {
  stock: Pick<StockStore, 'followCatalog'>;
  /** The shop's. */
  currency: Currency;
  forget: Caches['forget'];
  now: () => Date;
}): Handler<'product.updated'> {
  const { stock, currency, forget, now } = options;
  return async (event) => {
    const { id, data } = event;
    const { productId, revision, name, status, categoryId, variants } = data;
    const foreign = variants.find((variant) => variant.currency !== currency);
    if (foreign !== undefined) {
      throw unprocessable(`The price of ${foreign.sku} must be in ${currency}; it is in ${foreign.currency}.`);
    }
    await stock.followCatalog({
      eventId: id,
      catalogId: requireCatalogId(productId),
      revision,
      units: variants.map(({ sku, price, weightGrams }) => ({
        sku,
        price,
        // An event of an earlier release tells none: what is known stays.
        ...(weightGrams === undefined ? {} : { weightGrams }),
        categoryId,
        name: Array.from(name).slice(0, longestName).join(''),
        status: status === 'active' ? 'active' : 'inactive',
      })),
      at: now(),
    });
    // Also when it had been handled: by a process that ended before it came to this.
    await forget([event]);
  };
}
