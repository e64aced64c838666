import type { Handler } from '@mosaico/bus';
import { recordOrderStep } from '../domain/order-trail.ts';
import type { EventsStores } from '../store/events-stores.ts';
import { orderEntry } from './order-entry.ts';

/** That an order was cancelled, and why, stands in its trail, and its history says so. */
export function createOrderCancelledHandler(stores: EventsStores): Handler<'order.cancelled'> {
  return (event) => {
    const { customerId, cancelledAt, reason } = event.data;
    const details = reason === '' ? [] : [{ name: 'reason', value: reason }];
    const entry = orderEntry(event, { action: 'order.cancelled', at: cancelledAt, details });
    return recordOrderStep({ entry, customerId }, stores);
  };
}
