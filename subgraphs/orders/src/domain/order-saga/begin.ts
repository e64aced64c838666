import type { OrderTransaction } from '../../store/order-store.ts';
import type { SagaRecord } from '../../store/saga-store.ts';
import type { OrderSagaData } from './data.ts';
import { payStep, reserveStep } from './steps.ts';

/** How long after the end of its reservation an order that nobody has paid may be found uncancelled, in milliseconds. */
const graceMs = 120_000;
/** How long an order that is being paid may take, in milliseconds. */
export const payingMs = 120_000;

/**
 * Begins the saga of a new order, behind the reservation of its stock, which the same transaction makes.
 * @param options.payment with what it is paid, its row written; null when that is not known yet
 * @param options.lease of whoever drives it from here; null when it waits
 */
export function beginOrderSaga(
  transaction: OrderTransaction,
  options: {
    orderId: string;
    payment: OrderSagaData['payment'];
    expiresAt: Date;
    at: Date;
    lease: { readonly key: string; readonly until: Date } | null;
  },
): Promise<SagaRecord> {
  const { orderId, payment, expiresAt, at, lease } = options;
  const data: OrderSagaData = { payment, expiresAt: expiresAt.toISOString(), cancelled: null };
  const isDriven = lease !== null;
  return transaction.sagas.begin({
    ...{ orderId, step: payStep, data: JSON.stringify(data), at, lease },
    taken: [{ name: reserveStep, result: `until ${expiresAt.toISOString()}` }],
    state: isDriven ? 'running' : 'waiting',
    nextAt: isDriven ? at : expiresAt,
    deadlineAt: isDriven ? new Date(at.getTime() + payingMs) : new Date(expiresAt.getTime() + graceMs),
  });
}
