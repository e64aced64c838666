import type { Handler } from '@mosaico/bus';
import type { StockStore } from '../store/stock-store.ts';
import { requireCatalogId } from './catalog-id.ts';

/**
 * Nothing of the product can be ordered any more. Its units stay for the orders that name them, with their stock. A product that
 * nobody has heard of is no error: that it is gone is remembered, should word of an earlier state come late.
 */
export function createProductDeletedHandler(options: {
  stock: Pick<StockStore, 'followCatalog'>;
  now: () => Date;
}): Handler<'product.deleted'> {
  const { stock, now } = options;
  return async ({ id, data: { productId, revision } }) => {
    await stock.followCatalog({
      eventId: id,
      catalogId: requireCatalogId(productId),
      revision,
      units: [],
      at: now(),
    });
  };
}
