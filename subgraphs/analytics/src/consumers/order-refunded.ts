import { unprocessable, type Handler } from '@mosaico/bus';
import type { Currency } from '@mosaico/service';
import type { Invalidate } from '../caches.ts';
import type { WarehouseInbox } from '../store/warehouse-inbox.ts';
import { inWarehouse } from './in-warehouse.ts';

/** Money that was given back becomes a return. */
export function createOrderRefundedHandler(options: {
  inbox: WarehouseInbox;
  /** Of every fact. */
  currency: Currency;
  invalidate: Invalidate;
}): Handler<'order.refunded'> {
  const { inbox, currency, invalidate } = options;
  return async ({ id, data }) => {
    if (data.currency !== currency) {
      throw unprocessable(`The warehouse holds facts in ${currency}; got a refund in ${data.currency}.`);
    }
    const { refundId, orderId, amount, refundedAt } = data;
    await inWarehouse(inbox.orderRefunded(id, { id: refundId, orderId, amount, at: new Date(refundedAt) }));
    await invalidate({ customerIds: [data.customerId] });
  };
}
