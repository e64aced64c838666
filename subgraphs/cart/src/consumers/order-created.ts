import type { Handler } from '@mosaico/bus';
import type { CartStore } from '../store/cart-store.ts';
import type { TellCustomer } from './tell-customer.ts';

/** Takes out of the customer's cart what was ordered, and thanks for the order. The two remember the event each by itself. */
export function createOrderCreatedHandler(options: {
  carts: CartStore;
  tell: TellCustomer;
  now: () => Date;
}): Handler<'order.created'> {
  const { carts, tell, now } = options;
  return async (event) => {
    const { customerId, orderNumber, placedAt, items, fromCart = true } = event.data;
    if (customerId === null) return;
    // Who names what to order keeps the cart.
    if (fromCart) {
      await carts.takeOrdered({
        eventId: event.id,
        customerId,
        orderedAt: new Date(placedAt),
        lines: items.map(({ sku, quantity }) => ({ sku, quantity })),
        at: now(),
      });
    }
    await tell(event, { title: 'We have your order', body: `Order ${orderNumber} has reached us. Thank you!` });
  };
}
