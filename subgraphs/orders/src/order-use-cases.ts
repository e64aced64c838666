import type { CreateEvent, ShopEvent } from '@mosaico/bus';
import type { Currency, Logger } from '@mosaico/service';
import type { CartClient } from './clients/cart-client.ts';
import { createDeliveryUseCases } from './delivery-use-cases.ts';
import { createCancelOrder } from './domain/cancel-order.ts';
import { createExpireReservations } from './domain/expire-reservations.ts';
import { createEndExpired } from './domain/order-saga/end-expired.ts';
import { createGoOn } from './domain/order-saga/go-on.ts';
import { orderSagaSteps } from './domain/order-saga/steps.ts';
import { createPayOrder } from './domain/pay-order.ts';
import { createCompleteRefund } from './domain/payments/complete-refund.ts';
import { createRefundOrder } from './domain/payments/refund-order.ts';
import { createSettlement } from './domain/payments/settlement.ts';
import { createPlacementPayment } from './domain/pay-placement.ts';
import { createPlaceOrder } from './domain/place-order.ts';
import type { PaymentProvider } from './payments/payment-provider.ts';
import { createSagaEngine } from './saga/saga-engine.ts';
import type { OrdersPorts } from './store/sql-stores.ts';

/** What is done about orders, and who goes on with what follows from that: put together for `subgraph.ts`. */
export function createOrderUseCases(options: {
  stores: Pick<OrdersPorts, 'orders' | 'payments' | 'deliveries' | 'sagas'>;
  provider: PaymentProvider;
  cart: CartClient;
  /** True where no bus tells the cart of its order: then the cart is emptied here. */
  emptiesCart: boolean;
  currency: Currency;
  /** How long an order that is not paid keeps its units, in milliseconds. */
  reservationMs: number;
  createEvent: CreateEvent;
  /** What follows when events are committed; never rejects. */
  committed: (events: readonly ShopEvent[]) => Promise<void>;
  newId: () => string;
  /** From 0 to below 1. */
  random: () => number;
  now: () => Date;
  logger: Logger;
}) {
  const { stores, provider, ...rest } = options;
  const { orders, payments, sagas } = stores;
  const steps = orderSagaSteps({ provider, payments, createEvent: rest.createEvent });
  const engine = createSagaEngine({ ...rest, steps, sagas, orders });
  const shared = { ...rest, orders, payments, engine };
  const completeRefund = createCompleteRefund({ ...shared, provider });
  return {
    engine,
    placeOrder: createPlaceOrder({ ...shared, payment: createPlacementPayment({ ...shared, provider }) }),
    payOrder: createPayOrder({ ...shared, provider }),
    cancelOrder: createCancelOrder(shared),
    refundOrder: createRefundOrder({ ...shared, completeRefund }),
    ...createDeliveryUseCases({ ...rest, stores, completeRefund }),
    /** Of whatever the provider was asked and has not answered, or tells by itself. */
    settlement: createSettlement({
      ...shared,
      provider,
      completeRefund,
      goOn: createGoOn({ sagas, engine, now: rest.now }),
    }),
    expireReservations: createExpireReservations({ ...shared, end: createEndExpired(rest) }),
  };
}
