import type { OfferedPromotions, OrderToPrice } from '../../src/domain/pricing/choose-promotions.ts';
import type { TaxRate } from '../../src/domain/pricing/price-order.ts';
import type { Promotion, PromotionInUse } from '../../src/domain/pricing/promotion.ts';

export const at = new Date('2026-03-04T05:06:07.089Z');

/** A promotion of ten percent for everybody, for tests to change what they are about. */
export function aPromotion(changes: Partial<Promotion> = {}): Promotion {
  return {
    id: '1',
    name: 'Ten percent',
    code: null,
    rule: { kind: 'percentage', percent: '10' },
    minimum: null,
    validFrom: new Date('2026-01-01T00:00:00.000Z'),
    validUntil: null,
    stackable: true,
    limit: null,
    limitPerCustomer: null,
    ...changes,
  };
}

export function inUse(promotion: Promotion, uses = 0, usesOfCustomer = 0): PromotionInUse {
  return { promotion, uses, usesOfCustomer };
}

/** An order of two mugs at 4.50 and a cup at 3.00, by a guest, of which nothing is delivered or taxed. */
export function anOrderToPrice(
  changes: Partial<OrderToPrice & { promotions: OfferedPromotions; tax: TaxRate | null }> = {},
): OrderToPrice & { promotions: OfferedPromotions; tax: TaxRate | null } {
  return {
    lines: [
      { sku: 'MUG-1', quantity: 2, unitPrice: '4.50' },
      { sku: 'CUP-1', quantity: 1, unitPrice: '3.00' },
    ],
    shipping: null,
    tax: null,
    customerId: null,
    at,
    promotions: { automatic: [], coupons: [] },
    ...changes,
  };
}
