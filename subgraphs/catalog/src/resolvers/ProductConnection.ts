import type { ProductConnectionResolvers } from '../generated/resolvers.ts';

export const ProductConnection = {
  totalCount: ({ countAll }) => countAll(),
} satisfies ProductConnectionResolvers;
