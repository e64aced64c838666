import type { Handler } from '@mosaico/bus';
import { shopTypes } from '../domain/shop-types.ts';
import type { UserEventStore } from '../store/user-event-store.ts';
import { rowIdOf } from './row-id.ts';

/** A change of a cart is activity of its customer. What is in the cart is the cart's business; how much, is told. */
export function createCartUpdatedHandler({ userEvents }: { userEvents: UserEventStore }): Handler<'cart.updated'> {
  return async (event) => {
    const { customerId, updatedAt, items } = event.data;
    await userEvents.append([
      {
        id: rowIdOf(event),
        visitor: { kind: 'customer', id: customerId },
        type: shopTypes.cartUpdated,
        at: new Date(updatedAt),
        sessionId: null,
        productId: null,
        value: null,
        properties: [
          { name: 'lines', value: String(items.length) },
          { name: 'units', value: String(items.reduce((sum, { quantity }) => sum + quantity, 0)) },
        ],
      },
    ]);
  };
}
