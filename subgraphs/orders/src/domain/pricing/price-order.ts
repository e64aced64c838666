import { lineTotal, percentOf, percentWithin, subtractAmounts, sumAmounts } from '@mosaico/service';
import { choosePromotions, type OfferedPromotions, type OrderToPrice } from './choose-promotions.ts';
import type { AppliedDiscount, RejectedCoupon } from './promotion.ts';

/** The tax of a destination, on what is delivered there and on its delivery. */
export interface TaxRate {
  /** A decimal string from 0 to 100. */
  readonly percent: string;
  /** True where the shop's prices hold the tax; false where it comes on top. */
  readonly included: boolean;
}

/** What an order costs. Decimal strings with two decimals, none below zero. */
export interface OrderPrice {
  /** The sum of the line totals. */
  readonly subtotal: string;
  /** What promotions take off the items: the sum of the lines' discounts. */
  readonly discount: string;
  /** What delivery costs, after what promotions take off it. */
  readonly shipping: string;
  /** The sum of the lines' taxes and of delivery's. */
  readonly tax: string;
  /** True when the other amounts hold the tax. */
  readonly pricesIncludeTax: boolean;
  /** Subtotal less discount, and shipping, and the tax unless the prices hold it. */
  readonly total: string;
  /** In the order of the lines. */
  readonly lines: readonly { readonly lineTotal: string; readonly discount: string; readonly tax: string }[];
  readonly discounts: readonly AppliedDiscount[];
}

export type PricingOutcome =
  | { readonly outcome: 'priced'; readonly price: OrderPrice }
  | { readonly outcome: 'couponRejected'; readonly coupons: readonly RejectedCoupon[] };

/**
 * What an order costs, to the cent. Whatever is rounded is rounded half-even to two decimals, once: a line total, a percentage
 * of the items, and the tax of each line and of delivery, which is of what they cost after discounts. All else are sums of
 * those, so an order adds up by its lines.
 *
 * @param order.tax null where none is known for the destination, or nothing is delivered
 */
export function priceOrder(
  order: OrderToPrice & { readonly promotions: OfferedPromotions; readonly tax: TaxRate | null },
): PricingOutcome {
  const choice = choosePromotions(order.promotions, order);
  if (choice.outcome === 'rejected') return { outcome: 'couponRejected', coupons: choice.coupons };
  const { savings } = choice;

  const lines = order.lines.map(({ quantity, unitPrice }, index) => {
    const total = lineTotal(quantity, unitPrice);
    const discount = savings.ofLines[index] ?? '0.00';
    return { lineTotal: total, discount, tax: taxOn(subtractAmounts(total, discount), order.tax) };
  });
  const subtotal = sumAmounts(lines.map((line) => line.lineTotal));
  const discount = sumAmounts(lines.map((line) => line.discount));
  const shipping = subtractAmounts(order.shipping ?? '0.00', savings.ofShipping);
  const tax = sumAmounts([...lines.map((line) => line.tax), taxOn(shipping, order.tax)]);
  const pricesIncludeTax = order.tax?.included ?? false;
  const total = sumAmounts([subtractAmounts(subtotal, discount), shipping, pricesIncludeTax ? '0.00' : tax]);
  const { discounts } = savings;
  return {
    outcome: 'priced',
    price: { subtotal, discount, shipping, tax, pricesIncludeTax, total, lines, discounts },
  };
}

function taxOn(amount: string, rate: TaxRate | null): string {
  if (rate === null) return '0.00';
  return rate.included ? percentWithin(amount, rate.percent) : percentOf(amount, rate.percent);
}
