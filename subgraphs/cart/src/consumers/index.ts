import type { Handlers } from '@mosaico/bus';
import type { CartCache } from '../caches.ts';
import type { CartStores } from '../store/open-stores.ts';
import { createCartUpdatedHandler } from './cart-updated.ts';
import { createCustomerClosedHandler } from './customer-closed.ts';
import { createOrderCancelledHandler } from './order-cancelled.ts';
import { createOrderCreatedHandler } from './order-created.ts';
import { createOrderDeliveredHandler } from './order-delivered.ts';
import { createOrderPaidHandler } from './order-paid.ts';
import { createOrderRefundedHandler } from './order-refunded.ts';
import { createOrderShippedHandler } from './order-shipped.ts';
import { createSessionStartedHandler } from './session-started.ts';
import { createTellCustomer } from './tell-customer.ts';

/** What this part of the shop does when something has happened. */
export function createHandlers(
  options: Pick<CartStores, 'carts' | 'notifications' | 'sessions'> & { cache: CartCache | null; now: () => Date },
): Handlers {
  const { cache } = options;
  const tell = createTellCustomer(options);
  return {
    ...(cache ? { 'cart.updated': createCartUpdatedHandler({ cache }) } : {}),
    'customer.closed': createCustomerClosedHandler(options),
    'session.started': createSessionStartedHandler(options),
    'order.created': createOrderCreatedHandler({ ...options, tell }),
    'order.paid': createOrderPaidHandler({ tell }),
    'order.shipped': createOrderShippedHandler({ tell }),
    'order.delivered': createOrderDeliveredHandler({ tell }),
    'order.cancelled': createOrderCancelledHandler({ tell }),
    'order.refunded': createOrderRefundedHandler({ tell }),
  };
}
