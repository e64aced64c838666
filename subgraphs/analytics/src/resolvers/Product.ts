import { requireDayRange } from '../domain/day-range.ts';
import { isProductId } from '../domain/ids.ts';
import type { ProductResolvers } from '../generated/resolvers.ts';

export const Product: ProductResolvers = {
  /** The warehouse knows what was sold, not what exists: any id that can be a product's is one here. */
  __resolveReference: ({ id }) => (isProductId(id) ? { id } : null),

  async sales({ id }, args, { loaders }) {
    const range = { from: args.from ?? null, to: args.to ?? null };
    requireDayRange(range);
    return (await loaders.productSales(range).load(id)) ?? { units: 0, orders: 0, revenue: '0' };
  },
};
