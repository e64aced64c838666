import type { Handler } from '@mosaico/bus';
import { recordOrderStep } from '../domain/order-trail.ts';
import type { EventsStores } from '../store/events-stores.ts';
import { orderEntry } from './order-entry.ts';

/** That money was given back, and how much, stands in the order's trail; its status stays. */
export function createOrderRefundedHandler(stores: EventsStores): Handler<'order.refunded'> {
  return (event) => {
    const { customerId, refundedAt, refundId, amount, currency } = event.data;
    const details = [
      { name: 'amount', value: `${amount} ${currency}` },
      { name: 'refund', value: refundId },
    ];
    const entry = orderEntry(event, { action: 'order.refunded', at: refundedAt, details });
    return recordOrderStep({ entry, customerId }, stores);
  };
}
