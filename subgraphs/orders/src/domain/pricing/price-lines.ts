import type { PricingTerms } from '../../store/pricing-store.ts';
import type { WantedLine } from '../wanted-lines.ts';
import { priceOrder, type OrderPrice } from './price-order.ts';
import type { RejectedCoupon } from './promotion.ts';
import { priceShipping, weightOf, type ShippingFault, type ShippingMethod } from './shipping.ts';

export type LinesOutcome =
  | { outcome: 'priced'; price: OrderPrice; method: ShippingMethod | null }
  | { outcome: 'addressRequired' }
  | { outcome: 'shippingUnavailable'; fault: ShippingFault }
  | { outcome: 'couponRejected'; coupons: readonly RejectedCoupon[] };

/**
 * What an order of the lines costs, with their delivery and tax where there is a destination. The one way to a price: quoting
 * and placing an order differ in what they lock, not in what they count.
 */
export function priceLines(
  lines: readonly WantedLine[],
  order: {
    /** Null for an order that is not delivered. */
    country: string | null;
    /** Null for the cheapest that delivers there. */
    shippingMethod: string | null;
    customerId: string | null;
    at: Date;
    terms: PricingTerms;
  },
): LinesOutcome {
  const { country, shippingMethod, customerId, at, terms } = order;
  if (country === null && shippingMethod !== null) return { outcome: 'addressRequired' };
  const weightGrams = weightOf(lines.map(({ sellable, quantity }) => ({ ...sellable, quantity })));
  const delivery =
    country === null ? null : priceShipping(terms.methods, { methodId: shippingMethod, country, weightGrams });
  if (delivery?.outcome === 'shippingUnavailable') return delivery;
  const priced = priceOrder({
    lines: lines.map(({ sellable: { sku, price }, quantity }) => ({ sku, quantity, unitPrice: price })),
    promotions: terms.promotions,
    shipping: delivery?.price ?? null,
    tax: terms.tax,
    customerId,
    at,
  });
  return priced.outcome === 'priced' ? { ...priced, method: delivery?.method ?? null } : priced;
}
