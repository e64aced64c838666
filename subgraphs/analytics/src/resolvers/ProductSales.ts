import { requireAnalyst } from '../domain/who-may-read.ts';
import type { ProductSalesResolvers } from '../generated/resolvers.ts';

export const ProductSales: ProductSalesResolvers = {
  revenue({ revenue }, _args, { identity, money }) {
    requireAnalyst(identity);
    return money(revenue);
  },
};
