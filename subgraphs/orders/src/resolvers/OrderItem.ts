import type { OrderItemResolvers } from '../generated/resolvers.ts';

export const OrderItem: OrderItemResolvers = {
  unitPrice: ({ unitPrice, currency }) => ({ amount: unitPrice, currency }),
  lineTotal: ({ lineTotal, currency }) => ({ amount: lineTotal, currency }),
  discount: ({ discount, currency }) => ({ amount: discount, currency }),
  tax: ({ tax, currency }) => ({ amount: tax, currency }),
  variant: ({ sku }) => ({ sku }),
  product: ({ catalogId }) => (catalogId === null ? null : { id: catalogId }),
};
