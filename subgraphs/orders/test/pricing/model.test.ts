import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { priceOrder } from '../../src/domain/pricing/price-order.ts';
import type { PromotionRule } from '../../src/domain/pricing/promotion.ts';
import { modelPrice, scaled } from './model.ts';
import { anOrderToPrice, aPromotion, inUse } from './records.ts';

const skus = ['A', 'B', 'C', 'D', 'E'];
const decimal = (max: number, decimals: number) =>
  fc.integer({ min: 0, max }).map((count) => (count / 10 ** decimals).toFixed(decimals));
const sku = fc.constantFrom(...skus);
const few = fc.integer({ min: 1, max: 4 });
const lines = fc.uniqueArray(
  fc.record({ sku, quantity: fc.integer({ min: 1, max: 60 }), unitPrice: decimal(500_000, 4) }),
  { minLength: 1, selector: (line) => line.sku },
);
const rule: fc.Arbitrary<PromotionRule> = fc.oneof(
  decimal(1_000_000, 4).map((percent) => ({ kind: 'percentage' as const, percent })),
  decimal(20_000, 2).map((amount) => ({ kind: 'fixed' as const, amount })),
  fc.constant({ kind: 'freeShipping' as const }),
  fc
    .record({ buySku: sku, buyQuantity: few, getSku: sku, getQuantity: few })
    .map((terms) => ({ kind: 'buyGet' as const, ...terms })),
);
const promotions = fc
  .array(rule, { maxLength: 5 })
  .map((rules) => rules.map((each, index) => aPromotion({ id: String(index + 1), rule: each })));
const tax = fc.option(fc.record({ percent: decimal(1_000_000, 4), included: fc.boolean() }));
const order = fc.record({ lines, promotions, shipping: fc.option(decimal(5_000, 2)), tax });

test('whatever is ordered under whichever promotions costs what the model says, and adds up by its lines', () => {
  fc.assert(
    fc.property(order, (given) => {
      const outcome = priceOrder(
        anOrderToPrice({
          ...given,
          promotions: { automatic: given.promotions.map((promotion) => inUse(promotion)), coupons: [] },
        }),
      );
      if (outcome.outcome !== 'priced') throw new Error(outcome.outcome);
      const { price } = outcome;
      const cents = (amount: string) => scaled(amount, 2);
      const add = (amounts: readonly string[]) => amounts.reduce((total, amount) => total + cents(amount), 0n);
      const model = modelPrice(given);
      expect({
        subtotal: cents(price.subtotal),
        discounts: price.lines.map(({ discount }) => cents(discount)),
        saved: add(price.discounts.map(({ amount }) => amount)),
        shipping: cents(price.shipping),
        tax: cents(price.tax),
        total: cents(price.total),
      }).toEqual(model);

      expect(cents(price.discount)).toBe(add(price.lines.map(({ discount }) => discount)));
      expect(cents(price.subtotal)).toBe(add(price.lines.map(({ lineTotal }) => lineTotal)));
      for (const line of price.lines) {
        expect(cents(line.discount) >= 0n && cents(line.discount) <= cents(line.lineTotal)).toBe(true);
      }
    }),
  );
});
