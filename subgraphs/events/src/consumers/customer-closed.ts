import type { Handler } from '@mosaico/bus';
import type { UserEventStore } from '../store/user-event-store.ts';

/**
 * What a customer did is forgotten with their account. The trails and past orders stay: they name an order and a number, and
 * nobody. To erase twice does no harm, so this needs no inbox.
 */
export function createCustomerClosedHandler({
  userEvents,
}: {
  userEvents: UserEventStore;
}): Handler<'customer.closed'> {
  return ({ data: { customerId } }) => userEvents.erase({ kind: 'customer', id: customerId });
}
