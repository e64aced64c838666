import { requireRole } from '@mosaico/service';
import type { MutationResolvers } from '../generated/resolvers.ts';

/** What staff set about prices. */
export const pricingMutations = {
  async createPromotion(_, { input, idempotencyKey }, { identity, useCases }) {
    requireRole(identity, 'merchandiser', 'admin');
    const result = await useCases.createPromotion({ input, idempotencyKey });
    switch (result.outcome) {
      case 'created':
        return { __typename: 'Promotion', ...result.promotion };
      case 'codeTaken':
        return {
          __typename: 'CouponCodeTaken',
          message: 'Another promotion has this code, or had it. Choose another.',
        };
      case 'keyConflict':
        return {
          __typename: 'IdempotencyKeyConflict',
          message: 'This idempotency key was used for another promotion. Nothing was begun; choose another key.',
        };
    }
  },

  endPromotion(_, { id }, { identity, useCases }) {
    requireRole(identity, 'merchandiser', 'admin');
    return useCases.endPromotion(id);
  },

  setShippingMethod(_, { input }, { identity, useCases }) {
    requireRole(identity, 'merchandiser', 'admin');
    return useCases.setShippingMethod(input);
  },

  setTaxRate(_, { input }, { identity, useCases }) {
    requireRole(identity, 'merchandiser', 'admin');
    return useCases.setTaxRate(input);
  },
} satisfies MutationResolvers;
