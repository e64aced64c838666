import type { Handlers } from '@mosaico/bus';
import type { EventsStores } from '../store/events-stores.ts';
import { createCartUpdatedHandler } from './cart-updated.ts';
import { createCustomerClosedHandler } from './customer-closed.ts';
import { createCustomerRegisteredHandler } from './customer-registered.ts';
import { createOrderCancelledHandler } from './order-cancelled.ts';
import { createOrderCreatedHandler } from './order-created.ts';
import { createOrderDeliveredHandler } from './order-delivered.ts';
import { createOrderPaidHandler } from './order-paid.ts';
import { createOrderRefundedHandler } from './order-refunded.ts';
import { createOrderShippedHandler } from './order-shipped.ts';
import { createReviewAddedHandler } from './review-added.ts';
import { createSessionStartedHandler } from './session-started.ts';

/** What this part of the shop does when another one did something. */
export function createHandlers(stores: EventsStores): Handlers {
  return {
    'order.created': createOrderCreatedHandler(stores),
    'order.paid': createOrderPaidHandler(stores),
    'order.shipped': createOrderShippedHandler(stores),
    'order.delivered': createOrderDeliveredHandler(stores),
    'order.cancelled': createOrderCancelledHandler(stores),
    'order.refunded': createOrderRefundedHandler(stores),
    'customer.registered': createCustomerRegisteredHandler(stores),
    'customer.closed': createCustomerClosedHandler(stores),
    'session.started': createSessionStartedHandler(stores),
    'cart.updated': createCartUpdatedHandler(stores),
    'review.added': createReviewAddedHandler(stores),
  };
}
