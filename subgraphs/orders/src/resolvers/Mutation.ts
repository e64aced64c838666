import type { MutationResolvers } from '../generated/resolvers.ts';
import { requireTerms } from '../domain/order-terms.ts';
import { accountMutations } from './account-mutations.ts';
import { orderMutations } from './order-mutations.ts';
import { paymentResult } from './payment-results.ts';
import { deliveryMutations } from './delivery-mutations.ts';
import { toPlacingProblem } from './placing-problems.ts';
import { pricingMutations } from './pricing-mutations.ts';
import { refundMutations } from './refund-mutations.ts';
import { stockMutations } from './stock-mutations.ts';

export const Mutation: MutationResolvers = {
  ...accountMutations,
  ...orderMutations,
  ...deliveryMutations,
  ...pricingMutations,
  ...refundMutations,
  ...stockMutations,

  async placeOrder(_, { input, idempotencyKey }, { identity, requestId, deadlineAt, useCases }) {
    const result = await useCases.placeOrder({
      items: input.items ?? null,
      method: input.payment?.method ?? null,
      terms: requireTerms(input),
      idempotencyKey,
      caller: { identity, requestId, deadlineAt },
    });
    switch (result.outcome) {
      case 'placed':
        return { __typename: 'Order', ...result.order };
      case 'paid':
      case 'declined':
      case 'pending':
        return paymentResult(result);
      case 'priceChanged':
        return {
          __typename: 'PriceChanged',
          message: 'It costs something else than was expected. Nothing was ordered.',
          expected: { amount: result.expected, currency: result.currency },
          actual: { amount: result.actual, currency: result.currency },
        };
      case 'keyConflict':
        return {
          __typename: 'IdempotencyKeyConflict',
          message: 'This idempotency key was used for another order. Nothing was ordered; choose another key.',
        };
      default:
        return toPlacingProblem(result);
    }
  },
};
