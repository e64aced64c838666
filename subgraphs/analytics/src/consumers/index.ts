import type { Handlers } from '@mosaico/bus';
import type { Currency } from '@mosaico/service';
import type { Invalidate } from '../caches.ts';
import type { WarehouseInbox } from '../store/warehouse-inbox.ts';
import { createCustomerClosedHandler } from './customer-closed.ts';
import { createCustomerRegisteredHandler } from './customer-registered.ts';
import { createOrderCancelledHandler } from './order-cancelled.ts';
import { createOrderCreatedHandler } from './order-created.ts';
import { createOrderRefundedHandler } from './order-refunded.ts';
import { createProductDeletedHandler } from './product-deleted.ts';
import { createProductUpdatedHandler } from './product-updated.ts';

/** What this part of the shop does when another one did something. */
export function createHandlers(options: {
  inbox: WarehouseInbox;
  /** Of every fact. */
  currency: Currency;
  invalidate: Invalidate;
}): Handlers {
  return {
    'order.created': createOrderCreatedHandler(options),
    'order.cancelled': createOrderCancelledHandler(options),
    'order.refunded': createOrderRefundedHandler(options),
    'customer.registered': createCustomerRegisteredHandler(options),
    'customer.closed': createCustomerClosedHandler(options),
    'product.updated': createProductUpdatedHandler(options),
    'product.deleted': createProductDeletedHandler(options),
  };
}
