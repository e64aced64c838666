import type { ProductResolvers } from '../generated/resolvers.ts';

export const Product: ProductResolvers = {
  __resolveReference: ({ id }) => (/^[0-9a-f]{24}$/.test(id) ? { id } : null),
  inventory: ({ id }, _, { loaders }) => loaders.stockOfProduct.load(id),
};
