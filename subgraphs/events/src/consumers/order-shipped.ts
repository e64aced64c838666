import type { Handler } from '@mosaico/bus';
import { recordOrderStep } from '../domain/order-trail.ts';
import type { EventsStores } from '../store/events-stores.ts';
import { orderEntry } from './order-entry.ts';

/** That an order left the warehouse stands in its trail, and its history says so. */
export function createOrderShippedHandler(stores: EventsStores): Handler<'order.shipped'> {
  return (event) => {
    const { customerId, shippedAt } = event.data;
    const entry = orderEntry(event, { action: 'order.shipped', at: shippedAt });
    return recordOrderStep({ entry, customerId }, stores);
  };
}
