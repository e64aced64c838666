import type { ShippingRateResolvers } from '../generated/resolvers.ts';

export const ShippingRate: ShippingRateResolvers = {
  price: ({ price }, _, { currency }) => ({ amount: price, currency }),
};
