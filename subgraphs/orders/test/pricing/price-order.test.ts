import { expect, test } from '@jest/globals';
import { priceOrder, type OrderPrice } from '../../src/domain/pricing/price-order.ts';
import type { Promotion } from '../../src/domain/pricing/promotion.ts';
import { anOrderToPrice, aPromotion, at, inUse } from './records.ts';

const tenPercent = aPromotion();
const coupon = aPromotion({ id: '2', name: 'Five off', code: 'FIVE', rule: { kind: 'fixed', amount: '5.00' } });
const free = aPromotion({ id: '3', name: 'Free delivery', rule: { kind: 'freeShipping' } });

function priced(order: Parameters<typeof priceOrder>[0]): OrderPrice {
  const outcome = priceOrder(order);
  if (outcome.outcome !== 'priced') throw new Error(`not priced: ${JSON.stringify(outcome)}`);
  return outcome.price;
}

function withCoupons(coupons: readonly Promotion[], automatic: readonly Promotion[] = []) {
  return {
    automatic: automatic.map((promotion) => inUse(promotion)),
    coupons: coupons.map((promotion) => ({ code: promotion.code ?? '', offer: inUse(promotion) })),
  };
}

test('an order with neither promotions nor delivery nor tax costs the sum of its lines', () => {
  expect(priced(anOrderToPrice())).toEqual({
    subtotal: '12.00',
    discount: '0.00',
    shipping: '0.00',
    tax: '0.00',
    pricesIncludeTax: false,
    total: '12.00',
    lines: [
      { lineTotal: '9.00', discount: '0.00', tax: '0.00' },
      { lineTotal: '3.00', discount: '0.00', tax: '0.00' },
    ],
    discounts: [],
  });
});

test('percentages come before amounts, and what they take off is divided among the lines', () => {
  const price = priced(anOrderToPrice({ promotions: withCoupons([coupon], [tenPercent, free]), shipping: '4.95' }));
  expect(price).toMatchObject({ subtotal: '12.00', discount: '6.20', shipping: '0.00', total: '5.80' });
  expect(price.lines.map(({ discount }) => discount)).toEqual(['4.65', '1.55']);
  expect(price.discounts).toEqual([
    { promotionId: '1', name: 'Ten percent', code: null, limited: false, target: 'items', amount: '1.20' },
    { promotionId: '2', name: 'Five off', code: 'FIVE', limited: false, target: 'items', amount: '5.00' },
    { promotionId: '3', name: 'Free delivery', code: null, limited: false, target: 'shipping', amount: '4.95' },
  ]);
});

test('nothing becomes cheaper than free', () => {
  const fifty = { ...coupon, rule: { kind: 'fixed' as const, amount: '50.00' } };
  const price = priced(anOrderToPrice({ promotions: withCoupons([fifty]), shipping: '4.95' }));
  expect(price).toMatchObject({ discount: '12.00', shipping: '4.95', total: '4.95' });
});

test.each([
  [1, '0.00'],
  [2, '0.00'],
  [3, '4.50'],
  [5, '4.50'],
  [6, '9.00'],
])('of three for two, %i units are %s cheaper', (quantity, discount) => {
  const rule = { kind: 'buyGet', buySku: 'MUG-1', buyQuantity: 2, getSku: 'MUG-1', getQuantity: 1 } as const;
  const lines = [{ sku: 'MUG-1', quantity, unitPrice: '4.50' }];
  expect(priced(anOrderToPrice({ lines, promotions: withCoupons([], [aPromotion({ rule })]) }))).toMatchObject({
    discount,
  });
});

test('who buys units of one sku gets as many of another free as were ordered and earned', () => {
  const rule = { kind: 'buyGet', buySku: 'MUG-1', buyQuantity: 1, getSku: 'CUP-1', getQuantity: 2 } as const;
  const price = priced(anOrderToPrice({ promotions: withCoupons([], [aPromotion({ rule })]) }));
  expect(price.lines.map(({ discount }) => discount)).toEqual(['0.00', '3.00']);
});

test('tax that comes on top is of what each line costs after discounts, and of delivery', () => {
  const tax = { percent: '20', included: false };
  const price = priced(anOrderToPrice({ promotions: withCoupons([], [tenPercent]), shipping: '5.00', tax }));
  expect(price).toMatchObject({ discount: '1.20', shipping: '5.00', tax: '3.16', pricesIncludeTax: false });
  expect(price.lines.map((line) => line.tax)).toEqual(['1.62', '0.54']);
  expect(price.total).toBe('18.96');
});

test('tax that prices hold is told and changes no total', () => {
  const tax = { percent: '20', included: true };
  expect(priced(anOrderToPrice({ shipping: '5.00', tax }))).toMatchObject({
    shipping: '5.00',
    tax: '2.83',
    pricesIncludeTax: true,
    total: '17.00',
  });
});

test('without a coupon the shopper gets what is best: all that stack, or the one that does not', () => {
  const alone = (percent: string) =>
    aPromotion({ id: '9', stackable: false, rule: { kind: 'percentage', percent }, name: 'Alone' });
  const names = (promotions: Promotion[]) =>
    priced(anOrderToPrice({ promotions: withCoupons([], promotions) })).discounts.map(({ name }) => name);
  expect(names([tenPercent, alone('11')])).toEqual(['Alone']);
  expect(names([tenPercent, alone('10')])).toEqual(['Ten percent']);
});

test('a coupon that does not stack is the only promotion of its order', () => {
  const price = priced(anOrderToPrice({ promotions: withCoupons([{ ...coupon, stackable: false }], [tenPercent]) }));
  expect(price.discounts.map(({ code }) => code)).toEqual(['FIVE']);
});

test('an automatic promotion that is over, used up or not reached takes nothing off', () => {
  const automatic = [
    inUse({ ...tenPercent, validUntil: at }),
    inUse({ ...tenPercent, minimum: '12.01' }),
    inUse({ ...tenPercent, limit: 3 }, 3),
    inUse({ ...tenPercent, limitPerCustomer: 1 }),
  ];
  expect(priced(anOrderToPrice({ promotions: { automatic, coupons: [] } }))).toMatchObject({ total: '12.00' });
});

test('every coupon that does not count is told, with why', () => {
  const soon = new Date(at.getTime() + 1);
  const offers = {
    LATER: inUse({ ...coupon, validFrom: soon }),
    OVER: inUse({ ...coupon, validUntil: at }),
    GONE: inUse({ ...coupon, limit: 1 }, 1),
    MINE: inUse({ ...coupon, limitPerCustomer: 2 }, 5, 2),
    MORE: inUse({ ...coupon, minimum: '12.01' }),
    LONELY: inUse({ ...coupon, stackable: false }),
    FINE: inUse(coupon),
  };
  const coupons = [
    { code: 'NEVER', offer: null },
    ...Object.entries(offers).map(([code, { promotion, ...uses }]) => ({
      code,
      offer: { promotion: { ...promotion, code }, ...uses },
    })),
  ];
  expect(priceOrder(anOrderToPrice({ customerId: '1', promotions: { automatic: [], coupons } }))).toEqual({
    outcome: 'couponRejected',
    coupons: [
      { code: 'NEVER', fault: 'unknown' },
      { code: 'LATER', fault: 'notYetValid' },
      { code: 'OVER', fault: 'expired' },
      { code: 'GONE', fault: 'usedUp' },
      { code: 'MINE', fault: 'usedUpByCustomer' },
      { code: 'MORE', fault: 'belowMinimum' },
      { code: 'LONELY', fault: 'notCombinable' },
    ],
  });
});

test('a coupon that is counted by customer needs one, and one that takes nothing off is not used up', () => {
  const each = { code: 'FIVE', offer: inUse({ ...coupon, limitPerCustomer: 1 }) };
  expect(priceOrder(anOrderToPrice({ promotions: { automatic: [], coupons: [each] } }))).toEqual({
    outcome: 'couponRejected',
    coupons: [{ code: 'FIVE', fault: 'loginRequired' }],
  });
  const nothing = withCoupons([{ ...free, code: 'FREE' }]);
  expect(priceOrder(anOrderToPrice({ promotions: nothing }))).toEqual({
    outcome: 'couponRejected',
    coupons: [{ code: 'FREE', fault: 'notApplicable' }],
  });
});
