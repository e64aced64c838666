import { badUserInput, requireCustomer, shortened, type Identity } from '@mosaico/service';
import type { PaymentProvider } from '../payments/payment-provider.ts';
import type { SagaEngine } from '../saga/saga-engine.ts';
import type { OrderRecord, OrderStore, OrderTransaction } from '../store/order-store.ts';
import type { PaymentRecord, PaymentStore } from '../store/payment-store.ts';
import type { SagaRecord } from '../store/saga-store.ts';
import { paymentKeyOf, requireActionKey, requireMethod } from './action-key.ts';
import { isEntityId } from './entity-id.ts';
import { payingMs } from './order-saga/begin.ts';
import { expiresAt, type OrderSagaData } from './order-saga/data.ts';
import { paymentOutcome, type PaymentOutcome } from './payment-outcome.ts';
import { guestKey } from './placement-key.ts';

type PayOrderOutcome =
  | PaymentOutcome
  | { outcome: 'keyConflict' }
  | { outcome: 'notPayable'; why: 'paid' | 'cancelled' | 'expired' | 'imported' };

export type PayOrder = (request: {
  orderId: string;
  method: string;
  idempotencyKey: string;
  /** The key under which a guest placed the order; null for a caller who is known otherwise. */
  placedUnder: string | null;
  identity: Identity;
}) => Promise<PayOrderOutcome>;

/**
 * Pays an order that waits for that. The payment is written down before the provider is asked, so that one whose answer never
 * comes is asked about and not made again; the same key is the same payment.
 *
 * A guest's order is paid by whoever knows the key under which it was placed, as that guest does and nobody else.
 *
 * @throws BAD_USER_INPUT for what can be no key, method or order; FORBIDDEN for somebody else's order
 */
export function createPayOrder(options: {
  orders: OrderStore;
  payments: Pick<PaymentStore, 'findPayment'>;
  provider: Pick<PaymentProvider, 'name'>;
  engine: SagaEngine;
  now: () => Date;
}): PayOrder {
  const { orders, payments, provider, engine, now } = options;

  async function begin(
    transaction: OrderTransaction,
    { order, key, method, at }: { order: OrderRecord; key: string; method: string; at: Date },
  ): Promise<PayOrderOutcome | { saga: SagaRecord; lease: string }> {
    const own = await transaction.paymentsOfOrder(order.id);
    const earlier = own.find((payment) => payment.key === key);
    if (earlier !== undefined && earlier.method !== method) return { outcome: 'keyConflict' };
    if (earlier !== undefined) return outcomeOf(order, earlier);
    if (order.status === 'cancelled') return { outcome: 'notPayable', why: 'cancelled' };
    if (order.status !== 'pending') return { outcome: 'notPayable', why: 'paid' };
    const saga = await transaction.sagas.lock(order.id);
    if (saga === null) return { outcome: 'notPayable', why: 'imported' };
    const data = JSON.parse(saga.data) as OrderSagaData;
    // Another payment is under way, and nobody pays twice.
    const other = own.find((payment) => payment.key === data.payment?.key);
    if (other !== undefined) return { outcome: 'pending', order, redirectUrl: other.redirectUrl };
    if (at >= expiresAt(data)) return { outcome: 'notPayable', why: 'expired' };

    const payment = {
      orderId: order.id,
      key,
      provider: provider.name,
      method,
      amount: order.total,
      currency: order.currency,
    };
    const lease = engine.newLease(at);
    await transaction.addPayment(payment, { at, askAt: lease.until });
    const paying: OrderSagaData = { ...data, payment: { key, method } };
    const deadlineAt = new Date(at.getTime() + payingMs);
    const next: SagaRecord = { ...saga, state: 'running', data: JSON.stringify(paying), nextAt: at, deadlineAt };
    await transaction.sagas.save(next, { lease });
    return { saga: next, lease: lease.key };
  }

  return async ({ orderId, method, idempotencyKey, placedUnder, identity }) => {
    const key = paymentKeyOf(orderId, requireActionKey(idempotencyKey));
    requireMethod(method);
    const own =
      placedUnder === null
        ? null
        : await orders.findPlacement(guestKey(requireActionKey(placedUnder, { argument: 'placedUnder' })));
    const begun = await orders.transaction(async (transaction) => {
      const order = isEntityId(orderId) ? await transaction.lockOrder(orderId) : null;
      if (order === null)
        throw badUserInput(`orderId must be the id of an order; there is no order ${shortened(orderId)}.`);
      const isOwnOfGuest = order.customerId === null && own?.orderId === order.id;
      if (!isOwnOfGuest) requireCustomer(identity, order.customerId, 'support', 'admin');
      const value = await begin(transaction, { order, key, method, at: now() });
      return { keep: 'saga' in value, value };
    });
    if (!('saga' in begun)) return begun;
    await engine.drive(begun.saga, begun.lease);
    return readOutcome(orderId, key);
  };

  /** What has become of a payment that was begun here, as far as is known now. */
  async function readOutcome(orderId: string, key: string): Promise<PayOrderOutcome> {
    const payment: PaymentRecord | null = await payments.findPayment({ key });
    const [order] = await orders.find([orderId]);
    if (payment === null || order === undefined) throw new Error(`The payment ${key} of ${orderId} is not there.`);
    return outcomeOf(order, payment);
  }
}

function outcomeOf(order: OrderRecord, payment: PaymentRecord): PayOrderOutcome {
  if (order.status === 'cancelled') return { outcome: 'notPayable', why: 'cancelled' };
  return paymentOutcome(order, payment);
}
