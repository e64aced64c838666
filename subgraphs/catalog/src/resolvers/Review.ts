import type { ReviewResolvers } from '../generated/resolvers.ts';

export const Review = {
  author: ({ customerId }) => (customerId === null ? null : { id: customerId }),
  product: ({ productId }, _args, { loaders }) => loaders.product.load(productId),
} satisfies ReviewResolvers;
