import type { OrderItemResolvers } from '../generated/resolvers.ts';

export const OrderItem: OrderItemResolvers = {
  unitPrice: ({ unitPrice, currency }) => ({ amount: unitPrice, currency }),
  lineTotal: ({ lineTotal, currency }) => ({ amount: lineTotal, currency }),
  variant: ({ sku }) => ({ sku }),
  product: ({ catalogId }) => (catalogId === null ? null : { id: catalogId }),
};
