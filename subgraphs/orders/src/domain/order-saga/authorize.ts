import { operationKeys, type PaymentAnswer } from '../../payments/payment-provider.ts';
import type { SagaStep, StepContext, StepVerdict } from '../../saga/saga-step.ts';
import { expiresAt, type OrderSagaData } from './data.ts';
import { expired } from './end-expired.ts';
import { endOrder } from './end-order.ts';
import { requirePayment } from './require-payment.ts';
import type { OrderSagaTools } from './tools.ts';

const deadlineMs = 120_000;
/** How often a shopper who is to confirm a payment is looked after, should no notice come. */
const confirmationMs = 20_000;

/**
 * Has the money set aside. Waits, until the reservation ends, for somebody to say with what to pay; then the order is cancelled.
 * A payment that is being asked for is waited for, however long ago the reservation should have ended.
 */
export function authorize({
  provider,
  payments,
  createEvent,
}: OrderSagaTools): SagaStep<OrderSagaData, PaymentAnswer | null> {
  return {
    name: 'authorize',
    deadlineMs,

    async act({ orderId, tries, data }) {
      if (data.payment === null) return null;
      const { key, method } = data.payment;
      const payment = await payments.findPayment({ key });
      if (payment === null) throw new Error(`There is no payment ${key} of the order ${orderId}.`);
      const operation = operationKeys(key).authorize;
      // Asked before, by us or by a process that is no more.
      if (tries > 0 || payment.reference !== null) {
        const answer = await provider.find(operation, { reference: payment.reference });
        if (answer !== null) return answer;
      }
      const { amount, currency } = payment;
      return provider.authorize({ key: operation, orderId, amount, currency, method });
    },

    async record(context, answer) {
      const { transaction, order, saga, at } = context;
      const { data } = saga;
      if (answer === null && Number(order.total) === 0) {
        return { is: 'taken', result: 'There is nothing to be paid.', data, events: [] };
      }
      if (answer === null) return wait(context, { result: 'There is no payment yet.' });
      const payment = await requirePayment(transaction, saga);
      const change = { reference: answer.reference, at, askAt: null };
      switch (answer.outcome) {
        case 'authorized':
        case 'captured':
          await transaction.recordPayment(payment.id, { ...change, status: 'authorized', redirectUrl: null });
          return { is: 'taken', result: `${payment.amount} ${payment.currency} authorized`, data, events: [] };
        case 'actionRequired': {
          const { redirectUrl } = answer;
          await transaction.recordPayment(payment.id, { ...change, status: 'actionRequired', redirectUrl });
          const result = 'The customer has to confirm the payment.';
          if (at >= expiresAt(data)) return end(context, { result });
          const until = new Date(Math.min(at.getTime() + confirmationMs, expiresAt(data).getTime()));
          return { is: 'waiting', until, result, data, events: [] };
        }
        case 'declined':
          await transaction.recordPayment(payment.id, {
            ...change,
            status: 'declined',
            declineCode: answer.code,
            redirectUrl: null,
          });
          return wait(context, { result: `declined: ${answer.code}` });
        case 'voided':
          await transaction.recordPayment(payment.id, { ...change, status: 'voided', redirectUrl: null });
          return wait(context, { result: 'voided' });
        case 'refunded':
          throw new Error(`The order ${order.id} was refunded before it was paid.`);
      }
    },
  };

  /** For another payment, or for the end of the reservation. */
  function wait(
    context: StepContext<OrderSagaData>,
    { result }: { result: string },
  ): Promise<StepVerdict<OrderSagaData>> | StepVerdict<OrderSagaData> {
    const data = { ...context.saga.data, payment: null };
    if (context.at >= expiresAt(data)) return end(context, { result });
    return { is: 'waiting', until: expiresAt(data), result, data, events: [] };
  }

  async function end(
    { transaction, order, saga, at }: StepContext<OrderSagaData>,
    { result }: { result: string },
  ): Promise<StepVerdict<OrderSagaData>> {
    const events = (await endOrder(transaction, { ...{ order, at, createEvent }, ...expired })) ?? [];
    return { is: 'turned', result, data: { ...saga.data, payment: null, cancelled: expired }, events };
  }
}
