import type { CreateEvent, ShopEvent } from '@mosaico/bus';
import { createMarkDelivered, type MarkDelivered } from './domain/delivery/mark-delivered.ts';
import { createReceiveReturn, type ReceiveReturn } from './domain/delivery/receive-return.ts';
import { createRefundReturn, type RefundReturn } from './domain/delivery/refund-return.ts';
import { createRequestReturn, type RequestReturn } from './domain/delivery/request-return.ts';
import { createShipOrder, type ShipOrder } from './domain/delivery/ship-order.ts';
import type { CompleteRefund } from './domain/payments/complete-refund.ts';
import type { OrdersPorts } from './store/sql-stores.ts';

/** What becomes of an order once it is paid. */
export interface DeliveryUseCases {
  readonly shipOrder: ShipOrder;
  readonly markDelivered: MarkDelivered;
  readonly requestReturn: RequestReturn;
  readonly receiveReturn: ReceiveReturn;
  readonly refundReturn: RefundReturn;
}

export function createDeliveryUseCases(options: {
  stores: Pick<OrdersPorts, 'orders' | 'deliveries'>;
  completeRefund: CompleteRefund;
  createEvent: CreateEvent;
  /** What follows when events are committed; never rejects. */
  committed: (events: readonly ShopEvent[]) => Promise<void>;
  now: () => Date;
}): DeliveryUseCases {
  const { stores, ...rest } = options;
  const tools = { ...rest, ...{ orders: stores.orders, deliveries: stores.deliveries } };
  return {
    shipOrder: createShipOrder(tools),
    markDelivered: createMarkDelivered(tools),
    requestReturn: createRequestReturn(tools),
    receiveReturn: createReceiveReturn(tools),
    refundReturn: createRefundReturn(tools),
  };
}
