import type { MutationResolvers, OrderNotPayableReason } from '../generated/resolvers.ts';
import { orderStatusNames } from './Order.ts';
import { paymentResult } from './payment-results.ts';

/** What becomes of an order that has been placed. */
export const orderMutations: Pick<MutationResolvers, 'payOrder' | 'cancelOrder'> = {
  async payOrder(_, { orderId, payment, idempotencyKey, placedUnder = null }, { identity, useCases }) {
    const { method } = payment;
    const result = await useCases.payOrder({ orderId, method, idempotencyKey, placedUnder, identity });
    switch (result.outcome) {
      case 'notPayable':
        return { __typename: 'OrderNotPayable', ...notPayable[result.why] };
      case 'keyConflict':
        return {
          __typename: 'IdempotencyKeyConflict',
          message: 'This idempotency key was used for another payment. Nothing was taken; choose another key.',
        };
      default:
        return paymentResult(result);
    }
  },

  async cancelOrder(_, { orderId, reason, idempotencyKey }, { identity, useCases }) {
    const result = await useCases.cancelOrder({ orderId, reason, idempotencyKey, identity });
    switch (result.outcome) {
      case 'cancelled':
        return { __typename: 'Order', ...result.order };
      case 'notCancellable':
        return {
          __typename: 'OrderNotCancellable',
          message: 'The order has come too far to be cancelled. Send it back when it has arrived.',
          status: orderStatusNames[result.status],
        };
      case 'keyConflict':
        return {
          __typename: 'IdempotencyKeyConflict',
          message: 'This idempotency key was used with another reason. Nothing was changed; choose another key.',
        };
    }
  },
};

const notPayable = {
  paid: { reason: 'PAID', message: 'The order is paid already.' },
  cancelled: { reason: 'CANCELLED', message: 'The order is cancelled. Order again.' },
  expired: { reason: 'EXPIRED', message: 'The order was not paid in time and ends now. Order again.' },
  imported: { reason: 'IMPORTED', message: 'The order was not placed here and cannot be paid here.' },
} as const satisfies Record<string, { reason: OrderNotPayableReason; message: string }>;
