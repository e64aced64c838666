import type { TopProductResolvers } from '../generated/resolvers.ts';

export const TopProduct: TopProductResolvers = {
  product: ({ catalogId }) => (catalogId === null ? null : { id: catalogId }),
  revenue: ({ revenue }, _args, { money }) => money(revenue),
};
