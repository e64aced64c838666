import type { QuoteLineResolvers } from '../generated/resolvers.ts';

export const QuoteLine: QuoteLineResolvers = {
  unitPrice: ({ unitPrice, currency }) => ({ amount: unitPrice, currency }),
  lineTotal: ({ lineTotal, currency }) => ({ amount: lineTotal, currency }),
  discount: ({ discount, currency }) => ({ amount: discount, currency }),
  tax: ({ tax, currency }) => ({ amount: tax, currency }),
};
