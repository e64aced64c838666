import { operationKeys, type PaymentAnswer } from '../../payments/payment-provider.ts';
import type { SagaStep } from '../../saga/saga-step.ts';
import { expiresAt, type OrderSagaData } from './data.ts';
import { markPaid } from './mark-paid.ts';
import { requirePayment } from './require-payment.ts';
import type { OrderSagaTools } from './tools.ts';

const deadlineMs = 120_000;

/** Takes the money: the pivot. From here on the order is paid, whatever becomes of what follows from that. */
export function capture({
  provider,
  payments,
  createEvent,
}: OrderSagaTools): SagaStep<OrderSagaData, PaymentAnswer | null> {
  return {
    name: 'capture',
    deadlineMs,

    async act({ orderId, data }) {
      // Of an order that costs nothing.
      if (data.payment === null) return null;
      const payment = await payments.findPayment({ key: data.payment.key });
      const reference = payment?.reference ?? null;
      if (payment === null || reference === null) throw new Error(`The order ${orderId} has no authorized payment.`);
      const keys = operationKeys(payment.key);
      // Some providers take the money with the authorization, or took it when nobody heard.
      const now = await provider.find(keys.authorize, { reference });
      if (now?.outcome === 'captured') return now;
      const { amount, currency } = payment;
      const answer = await provider.capture({ key: keys.capture, reference, amount, currency });
      if (answer.outcome !== 'declined') return answer;
      // What cannot be taken must not stay set aside.
      const given = await provider.void({ key: keys.void, reference });
      return given.outcome === 'captured' ? given : answer;
    },

    async record({ transaction, order, saga, at }, answer) {
      const { data } = saga;
      if (answer === null) {
        const events = await markPaid(transaction, { order, at, createEvent });
        return { is: 'taken', result: 'There is nothing to be paid.', data, events };
      }
      const payment = await requirePayment(transaction, saga);
      if (answer.outcome === 'captured') {
        await transaction.recordPayment(payment.id, { status: 'captured', at, askAt: null });
        const events = await markPaid(transaction, { order, at, createEvent });
        return { is: 'taken', result: `${payment.amount} ${payment.currency} captured`, data, events };
      }
      if (answer.outcome !== 'declined')
        throw new Error(`A capture must be captured or declined; got ${answer.outcome}.`);
      await transaction.recordPayment(payment.id, { status: 'declined', declineCode: answer.code, at, askAt: null });
      const result = `declined: ${answer.code}`;
      return {
        is: 'waiting',
        step: 'authorize',
        until: expiresAt(data),
        result,
        data: { ...data, payment: null },
        events: [],
      };
    },
  };
}
