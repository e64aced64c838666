import type { OrderDiscountResolvers } from '../generated/resolvers.ts';

export const OrderDiscount: OrderDiscountResolvers = {
  target: ({ target }) => (target === 'items' ? 'ITEMS' : 'SHIPPING'),
  amount: ({ amount, currency }) => ({ amount, currency }),
};
