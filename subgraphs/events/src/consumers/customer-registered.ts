import type { Handler } from '@mosaico/bus';
import { shopTypes } from '../domain/shop-types.ts';
import type { UserEventStore } from '../store/user-event-store.ts';
import { rowIdOf } from './row-id.ts';

/** A customer's activity begins with their account. */
export function createCustomerRegisteredHandler({
  userEvents,
}: {
  userEvents: UserEventStore;
}): Handler<'customer.registered'> {
  return async (event) => {
    const { customerId, registeredAt } = event.data;
    await userEvents.append([
      {
        id: rowIdOf(event),
        visitor: { kind: 'customer', id: customerId },
        type: shopTypes.customerRegistered,
        at: new Date(registeredAt),
        sessionId: null,
        productId: null,
        value: null,
        properties: [],
      },
    ]);
  };
}
