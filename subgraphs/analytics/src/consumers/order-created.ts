import { unprocessable, type Handler } from '@mosaico/bus';
import { subtractAmounts, type Currency } from '@mosaico/service';
import type { Invalidate } from '../caches.ts';
import type { WarehouseInbox } from '../store/warehouse-inbox.ts';
import { inWarehouse } from './in-warehouse.ts';

/** An order that was placed becomes facts of what was sold, at what it cost after discounts; without delivery, and tax on top. */
export function createOrderCreatedHandler(options: {
  inbox: WarehouseInbox;
  /** Of every fact. */
  currency: Currency;
  invalidate: Invalidate;
}): Handler<'order.created'> {
  const { inbox, currency, invalidate } = options;
  return async ({ id, data }) => {
    if (data.currency !== currency) {
      throw unprocessable(`The warehouse holds facts in ${currency}; got an order in ${data.currency}.`);
    }
    await inWarehouse(
      inbox.orderPlaced(id, {
        id: data.orderId,
        number: data.orderNumber,
        customerId: data.customerId,
        placedAt: new Date(data.placedAt),
        lines: data.items.map(({ productId, lineTotal, discount, ...line }) => ({
          ...line,
          catalogId: productId,
          ...(discount === undefined ? {} : { discounted: subtractAmounts(lineTotal, discount) }),
        })),
      }),
    );
    await invalidate({ customerIds: [data.customerId], catalogIds: data.items.map(({ productId }) => productId) });
  };
}
