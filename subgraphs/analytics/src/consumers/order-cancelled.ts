import type { Handler } from '@mosaico/bus';
import type { WarehouseInbox } from '../store/warehouse-inbox.ts';
import { inWarehouse } from './in-warehouse.ts';

/** What was sold by an order that is cancelled becomes returns. */
export function createOrderCancelledHandler({ inbox }: { inbox: WarehouseInbox }): Handler<'order.cancelled'> {
  return ({ id, data: { orderId, cancelledAt } }) =>
    inWarehouse(inbox.orderCancelled(id, { orderId, at: new Date(cancelledAt) }));
}
