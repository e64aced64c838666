import type { Saga } from '../../saga/saga-step.ts';
import type { OrderTransaction } from '../../store/order-store.ts';
import type { PaymentRecord } from '../../store/payment-store.ts';
import type { OrderSagaData } from './data.ts';

/** The row of the payment that the saga is at. @throws when there is none */
export async function requirePayment(
  transaction: OrderTransaction,
  { orderId, data }: Saga<OrderSagaData>,
): Promise<PaymentRecord> {
  const all = await transaction.paymentsOfOrder(orderId);
  const payment = all.find(({ key }) => key === data.payment?.key);
  if (payment === undefined) throw new Error(`The order ${orderId} has no payment ${data.payment?.key ?? 'at all'}.`);
  return payment;
}
