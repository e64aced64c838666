import { isSku } from '../domain/ids.ts';
import type { VariantResolvers } from '../generated/resolvers.ts';

export const Variant: VariantResolvers = {
  __resolveReference: ({ sku }) => (isSku(sku) ? { sku } : null),
};
