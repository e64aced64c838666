import type { PromotionResolvers } from '../generated/resolvers.ts';

/** Whoever holds a promotion may read all of it. */
export const Promotion: PromotionResolvers = {
  rule({ rule }, _, { currency }) {
    switch (rule.kind) {
      case 'percentage':
        return { __typename: 'PercentageOff', percent: rule.percent };
      case 'fixed':
        return { __typename: 'AmountOff', amount: { amount: rule.amount, currency } };
      case 'freeShipping':
        return { __typename: 'FreeShipping', free: true };
      case 'buyGet':
        return { __typename: 'BuyGet', ...rule };
    }
  },

  minimum: ({ minimum }, _, { currency }) => (minimum === null ? null : { amount: minimum, currency }),

  async uses({ id }, _, { loaders }) {
    const found = await loaders.promotionUses.load(id);
    return found?.uses ?? 0;
  },
};
