import { turned } from '../../saga/advance.ts';
import type { OrderTransaction } from '../../store/order-store.ts';
import type { SagaRecord } from '../../store/saga-store.ts';
import type { OrderSagaData } from './data.ts';
import { settleStep } from './settle.ts';

/**
 * Sends the saga of a locked order that has been cancelled back; whoever is at it sees that when the step is done.
 * @returns null for an order that has none
 */
export async function turnSaga(
  transaction: OrderTransaction,
  options: { orderId: string; cancelled: NonNullable<OrderSagaData['cancelled']>; at: Date },
): Promise<SagaRecord | null> {
  const { orderId, cancelled, at } = options;
  const saga = await transaction.sagas.lock(orderId);
  if (saga === null) return null;
  const data: OrderSagaData = { ...(JSON.parse(saga.data) as OrderSagaData), payment: null, cancelled };
  const back = turned({ ...saga, data: JSON.stringify(data) }, { step: settleStep, at });
  await transaction.sagas.save(back, { lease: 'as it is' });
  return back;
}
