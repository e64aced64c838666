import type { Handler } from '@mosaico/bus';
import type { Invalidate } from '../caches.ts';
import type { WarehouseInbox } from '../store/warehouse-inbox.ts';
import { inWarehouse } from './in-warehouse.ts';

/** What was sold by an order that is cancelled becomes returns. */
export function createOrderCancelledHandler(options: {
  inbox: WarehouseInbox;
  invalidate: Invalidate;
}): Handler<'order.cancelled'> {
  const { inbox, invalidate } = options;
  return async ({ id, data: { orderId, customerId, cancelledAt } }) => {
    await inWarehouse(inbox.orderCancelled(id, { orderId, at: new Date(cancelledAt) }));
    await invalidate({ customerIds: [customerId] });
  };
}
