import { compareAmounts, lineTotal, sumAmounts } from '@mosaico/service';
import type { CouponFault, Promotion, PromotionInUse, RejectedCoupon } from './promotion.ts';
import { savingsOf, type PricedLine, type Savings } from './savings.ts';

/** The promotions that an order may use. */
export interface OfferedPromotions {
  /** Those that apply by themselves. */
  readonly automatic: readonly PromotionInUse[];
  /** Those that the shopper asks for, each code once; null for a code that is none. */
  readonly coupons: readonly { readonly code: string; readonly offer: PromotionInUse | null }[];
}

export interface OrderToPrice {
  readonly lines: readonly PricedLine[];
  /** What delivery costs; null when nothing is delivered. */
  readonly shipping: string | null;
  /** Null for a guest. */
  readonly customerId: string | null;
  readonly at: Date;
}

/**
 * Which promotions an order has. Coupons are the shopper's choice: each must count, or the order is not priced. One that does
 * not stack is the only promotion of its order; those that stack go together with what stacks of the automatic ones. Without a
 * coupon the shopper gets what is best: all that stack together, or one that does not.
 */
export function choosePromotions(
  { automatic, coupons }: OfferedPromotions,
  order: OrderToPrice,
): { outcome: 'chosen'; savings: Savings } | { outcome: 'rejected'; coupons: RejectedCoupon[] } {
  const faulty = coupons.flatMap(({ code, offer }) => {
    const fault = offer === null ? 'unknown' : (faultOf(offer, order) ?? combinationFault(offer, coupons.length));
    return fault === null ? [] : [{ code, fault }];
  });
  if (faulty.length > 0) return { outcome: 'rejected', coupons: faulty };

  const chosen = coupons.flatMap(({ offer }) => (offer === null ? [] : [offer.promotion]));
  const open = automatic.filter((offer) => faultOf(offer, order) === null).map(({ promotion }) => promotion);
  const stacking = open.filter(({ stackable }) => stackable);
  if (chosen.length === 0) {
    const alone = open.filter(({ stackable }) => !stackable).map((promotion) => [promotion]);
    return { outcome: 'chosen', savings: best([stacking, ...alone], order) };
  }
  const savings = savingsOf(chosen.every(({ stackable }) => stackable) ? [...stacking, ...chosen] : chosen, order);
  const saving = new Set(savings.discounts.map(({ promotionId }) => promotionId));
  const idle = chosen.filter(({ id }) => !saving.has(id));
  if (idle.length === 0) return { outcome: 'chosen', savings };
  return { outcome: 'rejected', coupons: idle.map(({ code }) => ({ code: code ?? '', fault: 'notApplicable' })) };
}

/** Why a promotion cannot be used for an order, whatever else applies to it; null when it can. */
function faultOf({ promotion, uses, usesOfCustomer }: PromotionInUse, order: OrderToPrice): CouponFault | null {
  const { validFrom, validUntil, minimum, limit, limitPerCustomer } = promotion;
  if (order.at < validFrom) return 'notYetValid';
  if (validUntil !== null && order.at >= validUntil) return 'expired';
  if (limit !== null && uses >= limit) return 'usedUp';
  if (limitPerCustomer !== null) {
    // Nothing tells one guest from another.
    if (order.customerId === null) return 'loginRequired';
    if (usesOfCustomer >= limitPerCustomer) return 'usedUpByCustomer';
  }
  const subtotal = sumAmounts(order.lines.map(({ quantity, unitPrice }) => lineTotal(quantity, unitPrice)));
  return minimum !== null && compareAmounts(subtotal, minimum) < 0 ? 'belowMinimum' : null;
}

function combinationFault({ promotion }: PromotionInUse, couponCount: number): CouponFault | null {
  return couponCount > 1 && !promotion.stackable ? 'notCombinable' : null;
}

/** The set that saves most; of equal ones the first. */
function best(sets: readonly (readonly Promotion[])[], order: OrderToPrice): Savings {
  const [first, ...others] = sets.map((set) => savingsOf(set, order));
  if (first === undefined) return savingsOf([], order);
  return others.reduce((most, savings) => (compareAmounts(savings.sum, most.sum) > 0 ? savings : most), first);
}
