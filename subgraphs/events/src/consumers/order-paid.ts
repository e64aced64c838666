import type { Handler } from '@mosaico/bus';
import { recordOrderStep } from '../domain/order-trail.ts';
import type { EventsStores } from '../store/events-stores.ts';
import { orderEntry } from './order-entry.ts';

/** That an order was paid stands in its trail; whoever looks at the history sees that it is worked on. */
export function createOrderPaidHandler(stores: EventsStores): Handler<'order.paid'> {
  return (event) => {
    const { customerId, paidAt, amount, currency } = event.data;
    const details = [{ name: 'amount', value: `${amount} ${currency}` }];
    const entry = orderEntry(event, { action: 'order.paid', at: paidAt, details });
    return recordOrderStep({ entry, customerId }, stores);
  };
}
