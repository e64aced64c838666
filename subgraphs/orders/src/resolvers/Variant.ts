import { isSku } from '../domain/sku.ts';
import type { VariantResolvers } from '../generated/resolvers.ts';

export const Variant: VariantResolvers = {
  __resolveReference: ({ sku }) => (isSku(sku) ? { sku } : null),
  inventory: ({ sku }, _, { loaders }) => loaders.stockOfSku.load(sku),
};
