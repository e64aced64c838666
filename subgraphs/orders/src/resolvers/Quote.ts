import { formatUnitPrice } from '@mosaico/service';
import type { QuoteResolvers } from '../generated/resolvers.ts';

export const Quote: QuoteResolvers = {
  items: ({ lines, price, currency }) =>
    lines.map(({ sellable: { sku, name, price: unitPrice }, quantity }, index) => {
      const costs = price.lines[index];
      if (costs === undefined) throw new Error(`The line of ${sku} has no price.`);
      return { sku, name, quantity, unitPrice: formatUnitPrice(unitPrice), ...costs, currency };
    }),
  subtotal: ({ price, currency }) => ({ amount: price.subtotal, currency }),
  discount: ({ price, currency }) => ({ amount: price.discount, currency }),
  shipping: ({ price, currency }) => ({ amount: price.shipping, currency }),
  tax: ({ price, currency }) => ({ amount: price.tax, currency }),
  pricesIncludeTax: ({ price }) => price.pricesIncludeTax,
  total: ({ price, currency }) => ({ amount: price.total, currency }),
  discounts: ({ price, currency }) => price.discounts.map((discount) => ({ ...discount, currency })),
  shippingMethod: ({ method }) => method,
};
