import type { PaymentProvider } from '../payments/payment-provider.ts';
import type { SagaEngine } from '../saga/saga-engine.ts';
import type { OrderRecord, OrderStore, OrderTransaction } from '../store/order-store.ts';
import type { PaymentStore } from '../store/payment-store.ts';
import type { SagaRecord } from '../store/saga-store.ts';
import { paymentKeyOf } from './action-key.ts';
import { beginOrderSaga } from './order-saga/begin.ts';
import { paymentOutcome, type PaymentOutcome } from './payment-outcome.ts';

type PlacedOutcome = PaymentOutcome | { outcome: 'placed'; order: OrderRecord };

/** A saga that was begun with an order, and the lease of whoever goes on with it; null when it waits to be paid. */
export interface BegunSaga {
  readonly saga: SagaRecord;
  readonly lease: string | null;
}

/** How an order that is being placed is paid: its saga begins with it. */
export interface PlacementPayment {
  /**
   * Writes the saga of a new order, and its payment, where it is paid at once.
   * @param options.method null for an order that is paid later
   */
  begin(
    transaction: OrderTransaction,
    options: { order: OrderRecord; method: string | null; idempotencyKey: string; expiresAt: Date; at: Date },
  ): Promise<BegunSaga>;
  /** Takes the payment, once that is committed, as far as it goes now. Without `begun` it tells what has become of it. */
  finish(
    order: OrderRecord,
    options: { method: string | null; idempotencyKey: string; begun: BegunSaga | null },
  ): Promise<PlacedOutcome>;
}

export function createPlacementPayment(options: {
  orders: Pick<OrderStore, 'find'>;
  payments: Pick<PaymentStore, 'findPayment'>;
  provider: Pick<PaymentProvider, 'name'>;
  engine: SagaEngine;
}): PlacementPayment {
  const { orders, payments, provider, engine } = options;
  return {
    async begin(transaction, { order, method, idempotencyKey, expiresAt, at }) {
      const { id: orderId, total: amount, currency } = order;
      const isFree = Number(amount) === 0;
      const lease = method === null && !isFree ? null : engine.newLease(at);
      const payment = method === null || isFree ? null : { key: paymentKeyOf(orderId, idempotencyKey), method };
      const saga = await beginOrderSaga(transaction, { orderId, payment, expiresAt, at, lease });
      if (payment !== null && lease !== null) {
        const row = { ...payment, orderId, provider: provider.name, amount, currency };
        await transaction.addPayment(row, { at, askAt: lease.until });
      }
      return { saga, lease: lease?.key ?? null };
    },

    async finish(order, { method, idempotencyKey, begun }) {
      if (begun !== null && begun.lease !== null) await engine.drive(begun.saga, begun.lease);
      const payment =
        method === null ? null : await payments.findPayment({ key: paymentKeyOf(order.id, idempotencyKey) });
      const current = begun?.lease === null ? order : ((await orders.find([order.id]))[0] ?? order);
      return payment === null ? { outcome: 'placed', order: current } : paymentOutcome(current, payment);
    },
  };
}
