import type { Handler } from '@mosaico/bus';
import { recordOrderStep } from '../domain/order-trail.ts';
import type { EventsStores } from '../store/events-stores.ts';
import { orderEntry } from './order-entry.ts';

/** That an order reached its customer stands in its trail, and its history says so. */
export function createOrderDeliveredHandler(stores: EventsStores): Handler<'order.delivered'> {
  return (event) => {
    const { customerId, deliveredAt } = event.data;
    const entry = orderEntry(event, { action: 'order.delivered', at: deliveredAt });
    return recordOrderStep({ entry, customerId }, stores);
  };
}
