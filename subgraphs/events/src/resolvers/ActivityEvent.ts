import type { ActivityEventResolvers } from '../generated/resolvers.ts';

export const ActivityEvent: ActivityEventResolvers = {
  product: ({ productId }) => (productId === null ? null : { id: productId }),
};
