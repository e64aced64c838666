import { operationKeys, type PaymentAnswer } from '../../payments/payment-provider.ts';
import type { ShopEvent } from '@mosaico/bus';
import type { SagaStep } from '../../saga/saga-step.ts';
import type { PaymentRecord, RefundRecord } from '../../store/payment-store.ts';
import { orderRefunded } from '../order-events.ts';
import { addRefunds, isOfCancellation } from './add-refunds.ts';
import type { OrderSagaData } from './data.ts';
import type { OrderSagaTools } from './tools.ts';

const deadlineMs = 300_000;

interface Given {
  readonly voids: readonly { readonly payment: PaymentRecord; readonly answer: PaymentAnswer }[];
  readonly refunds: readonly { readonly refund: RefundRecord; readonly answer: PaymentAnswer }[];
}

/** Gives back the money of a cancelled order: what was set aside is voided, what was taken refunded. */
export function giveBack({ provider, payments, createEvent }: OrderSagaTools): SagaStep<OrderSagaData, Given> {
  return {
    name: 'giveBack',
    deadlineMs,

    async act({ orderId }) {
      const own = (await payments.paymentsOf([orderId])).flatMap((one) => one.payments);
      const asked = (await payments.refundsOf([orderId])).flatMap((one) => one.refunds);
      const voids = [];
      for (const payment of own) {
        const { status, reference } = payment;
        if (status !== 'authorized' || reference === null) continue;
        voids.push({ payment, answer: await provider.void({ key: operationKeys(payment.key).void, reference }) });
      }
      const refunds = [];
      for (const refund of asked) {
        const { key, amount, currency } = refund;
        if (refund.status !== 'unknown' || !isOfCancellation(key, orderId)) continue;
        const reference = own.find(({ id }) => id === refund.paymentId)?.reference ?? '';
        refunds.push({ refund, answer: await provider.refund({ key, reference, amount, currency }) });
      }
      return { voids, refunds };
    },

    async record({ transaction, order, saga, at }, { voids, refunds }) {
      const { data } = saga;
      const events: ShopEvent[] = [];
      for (const { payment, answer } of voids) {
        // What the provider says was captured meanwhile has to be refunded.
        const status = answer.outcome === 'captured' ? 'captured' : 'voided';
        await transaction.recordPayment(payment.id, { status, at, askAt: null });
      }
      for (const { refund, answer } of refunds) {
        const { reference } = answer;
        if (answer.outcome === 'declined') {
          await transaction.recordRefund(refund.id, {
            status: 'declined',
            declineCode: answer.code,
            reference,
            at,
            askAt: null,
          });
          continue;
        }
        await transaction.recordRefund(refund.id, { status: 'refunded', reference, at, askAt: null });
        events.push(orderRefunded(createEvent, { order, refund, at }));
      }
      const result = `${voids.length} voided, ${events.length} refunded`;
      // What the provider refused, or captured meanwhile.
      const left = await addRefunds({ transaction, order, saga, at });
      if (left === 0) return { is: 'taken', result, data, events };
      return { is: 'failed', result: `${result}; ${left} to be refunded yet`, data, events };
    },
  };
}
