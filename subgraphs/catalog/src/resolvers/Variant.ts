import { isSku } from '../domain/ids.ts';
import { isInStock } from '../domain/product.ts';
import type { VariantResolvers } from '../generated/resolvers.ts';

export const Variant = {
  __resolveReference({ sku }, { loaders }) {
    return isSku(sku) ? loaders.variant.load(sku) : null;
  },

  sku: ({ variant }) => variant.sku,
  attributes: ({ variant }) => [...variant.attributes],
  price: ({ variant }, _args, { currency }) => ({ amount: variant.price, currency }),
  weightGrams: ({ variant }) => variant.weightGrams ?? null,
  inStock: ({ variant, product }) => isInStock(product, variant.sku),
  offer: ({ variant }, _args, { currency }) => ({ sku: variant.sku, price: { amount: variant.price, currency } }),
} satisfies VariantResolvers;
