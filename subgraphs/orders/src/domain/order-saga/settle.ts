import { operationKeys, type PaymentAnswer } from '../../payments/payment-provider.ts';
import type { SagaStep } from '../../saga/saga-step.ts';
import type { PaymentChange, PaymentRecord } from '../../store/payment-store.ts';
import type { OrderSagaData } from './data.ts';
import { addRefunds, isOfCancellation } from './add-refunds.ts';
import type { OrderSagaTools } from './tools.ts';

/** With which the way back begins. */
export const settleStep = { name: 'settle', deadlineMs: 120_000 };

type Found = readonly { readonly payment: PaymentRecord; readonly answer: PaymentAnswer | null }[];

/**
 * The way back begins with finding out what there is to give back: the provider is asked about each payment that may have been
 * taken. What was captured gets a row for its refund, before the provider hears of that.
 */
export function settle({ provider, payments }: OrderSagaTools): SagaStep<OrderSagaData, Found> {
  return {
    ...settleStep,

    async act({ orderId }) {
      const own = (await payments.paymentsOf([orderId])).flatMap((one) => one.payments);
      const found: { payment: PaymentRecord; answer: PaymentAnswer | null }[] = [];
      for (const payment of own.filter(({ status }) => !['captured', 'declined', 'voided'].includes(status))) {
        const { key, reference } = payment;
        found.push({ payment, answer: await provider.find(operationKeys(key).authorize, { reference }) });
      }
      return found;
    },

    async record({ transaction, order, saga, at }, found) {
      const { data } = saga;
      for (const { payment, answer } of found) await transaction.recordPayment(payment.id, changeBy(answer, at));

      const underWay = (await transaction.refundsOfOrder(order.id)).filter(
        ({ status, key }) => status === 'unknown' && !isOfCancellation(key, order.id),
      );
      const waits = `${underWay.length} other refunds are under way.`;
      if (underWay.length > 0) return { is: 'failed', result: waits, data, events: [] };
      await addRefunds({ transaction, order, saga, at });
      return { is: 'taken', result: `${found.length} payments looked after`, data, events: [] };
    },
  };
}

function changeBy(answer: PaymentAnswer | null, at: Date): PaymentChange {
  const change = { reference: answer?.reference ?? null, redirectUrl: null, at, askAt: null };
  switch (answer?.outcome) {
    case undefined:
      return { ...change, status: 'declined', declineCode: 'neverArrived' };
    case 'declined':
      return { ...change, status: 'declined', declineCode: answer.code };
    case 'captured':
    case 'refunded':
      return { ...change, status: 'captured' };
    case 'voided':
      return { ...change, status: 'voided' };
    default:
      return { ...change, status: 'authorized' };
  }
}
