import type { StepContext } from '../../saga/saga-step.ts';
import type { OrderSagaData } from './data.ts';
import { refundable } from './refundable.ts';

/** When the provider is asked about a refund that nobody has completed. */
const askAfterMs = 60_000;

/**
 * Writes a refund for each payment of a cancelled order that has been captured and is neither given back nor about to be, before
 * the provider hears of it. @returns how many
 */
export async function addRefunds({ transaction, order, saga, at }: StepContext<OrderSagaData>): Promise<number> {
  const { reason, actor } = saga.data.cancelled ?? { reason: 'The order was cancelled.', actor: 'system' };
  const refunds = await transaction.refundsOfOrder(order.id);
  let added = 0;
  for (const payment of await transaction.paymentsOfOrder(order.id)) {
    const own = refunds.filter(({ paymentId }) => paymentId === payment.id);
    const amount = refundable(payment, own);
    if (amount === null) continue;
    // After a refusal it is another refund.
    const key = `${keysBeginWith(order.id)}${payment.id}:${own.length + 1}`;
    const { id: paymentId, currency } = payment;
    const refund = { orderId: order.id, paymentId, key, amount, currency, reason, actor };
    await transaction.addRefund(refund, { at, askAt: new Date(at.getTime() + askAfterMs) });
    added += 1;
  }
  return added;
}

/** Whether a refund is one of those by which the money of a cancelled order goes back. */
export function isOfCancellation(refundKey: string, orderId: string): boolean {
  return refundKey.startsWith(keysBeginWith(orderId));
}

function keysBeginWith(orderId: string): string {
  return `order:${orderId}:cancelled:`;
}
