import type { Handler } from '@mosaico/bus';
import type { CartStore } from '../store/cart-store.ts';
import type { NotificationStore } from '../store/notification-store.ts';
import type { SessionStore } from '../store/session-store.ts';

/** A closed account has no cart, no sessions and no notifications. To erase twice does no harm, so this needs no inbox. */
export function createCustomerClosedHandler(options: {
  carts: Pick<CartStore, 'erase'>;
  sessions: Pick<SessionStore, 'erase'>;
  notifications: Pick<NotificationStore, 'erase'>;
}): Handler<'customer.closed'> {
  const { carts, sessions, notifications } = options;
  return async ({ data: { customerId } }) => {
    await carts.erase(customerId);
    await sessions.erase(customerId);
    await notifications.erase(customerId);
  };
}
