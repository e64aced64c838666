import type { Handlers } from '@mosaico/bus';
import type { CartStores } from '../store/open-stores.ts';
import { createOrderCancelledHandler } from './order-cancelled.ts';
import { createOrderCreatedHandler } from './order-created.ts';
import { createOrderDeliveredHandler } from './order-delivered.ts';
import { createOrderPaidHandler } from './order-paid.ts';
import { createOrderRefundedHandler } from './order-refunded.ts';
import { createOrderShippedHandler } from './order-shipped.ts';
import { createTellCustomer } from './tell-customer.ts';

/** What this part of the shop does when something has happened. */
export function createHandlers(options: Pick<CartStores, 'carts' | 'notifications'> & { now: () => Date }): Handlers {
  const tell = createTellCustomer(options);
  return {
    'order.created': createOrderCreatedHandler({ ...options, tell }),
    'order.paid': createOrderPaidHandler({ tell }),
    'order.shipped': createOrderShippedHandler({ tell }),
    'order.delivered': createOrderDeliveredHandler({ tell }),
    'order.cancelled': createOrderCancelledHandler({ tell }),
    'order.refunded': createOrderRefundedHandler({ tell }),
  };
}
