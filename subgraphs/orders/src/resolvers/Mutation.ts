import type { MutationResolvers } from '../generated/resolvers.ts';
import { accountMutations } from './account-mutations.ts';
import { orderMutations } from './order-mutations.ts';
import { paymentResult } from './payment-results.ts';
import { deliveryMutations } from './delivery-mutations.ts';
import { refundMutations } from './refund-mutations.ts';

export const Mutation: MutationResolvers = {
  ...accountMutations,
  ...orderMutations,
  ...deliveryMutations,
  ...refundMutations,

  async placeOrder(_, { input, idempotencyKey }, { identity, requestId, useCases }) {
    const result = await useCases.placeOrder({
      items: input.items ?? null,
      method: input.payment?.method ?? null,
      idempotencyKey,
      caller: { identity, requestId },
    });
    switch (result.outcome) {
      case 'placed':
        return { __typename: 'Order', ...result.order };
      case 'paid':
      case 'declined':
      case 'pending':
        return paymentResult(result);
      case 'outOfStock':
        return {
          __typename: 'OutOfStock',
          message: 'Fewer units are left than were asked for. Nothing was ordered.',
          lines: result.lines,
        };
      case 'unknownItems':
        return {
          __typename: 'UnknownItems',
          message: 'The shop does not sell all of these items. Nothing was ordered.',
          skus: result.skus,
        };
      case 'emptyCart':
        return { __typename: 'EmptyCart', message: 'The cart is empty. Put something into it, or name the items.' };
      case 'keyConflict':
        return {
          __typename: 'IdempotencyKeyConflict',
          message: 'This idempotency key was used for another order. Nothing was ordered; choose another key.',
        };
    }
  },
};
