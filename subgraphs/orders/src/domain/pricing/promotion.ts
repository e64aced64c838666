/** What a promotion takes off. */
export type PromotionRule =
  /** So many percent of what the items still cost; a decimal string above 0, at most 100. */
  | { readonly kind: 'percentage'; readonly percent: string }
  /** An amount of what the items still cost, or all of it where that is less; two decimals, above zero. */
  | { readonly kind: 'fixed'; readonly amount: string }
  /** What delivery costs. */
  | { readonly kind: 'freeShipping' }
  /** Whoever buys so many units of one sku gets so many of another, or further ones of the same, free. */
  | {
      readonly kind: 'buyGet';
      readonly buySku: string;
      readonly buyQuantity: number;
      readonly getSku: string;
      readonly getQuantity: number;
    };

/** Something the shop gives to whoever orders under its conditions. All but its end never changes. */
export interface Promotion {
  readonly id: string;
  /** For the shopper to read. */
  readonly name: string;
  /** The coupon that asks for it, in capitals; null for one that applies by itself. */
  readonly code: string | null;
  readonly rule: PromotionRule;
  /** What the items must cost at least, before anything is taken off; null for any. */
  readonly minimum: string | null;
  readonly validFrom: Date;
  /** Ended from this instant on; null while no end is known. */
  readonly validUntil: Date | null;
  /** False for one that applies alone or not at all. */
  readonly stackable: boolean;
  /** How many orders may use it in all, and how many of one customer; null for any number. */
  readonly limit: number | null;
  readonly limitPerCustomer: number | null;
}

/** A promotion that an order may use, with how many orders have: only what its limits count is told, else zero. */
export interface PromotionInUse {
  readonly promotion: Promotion;
  readonly uses: number;
  /** Those of the customer who orders. */
  readonly usesOfCustomer: number;
}

/** Why a coupon does not count for an order. */
export type CouponFault =
  | 'unknown'
  | 'notYetValid'
  | 'expired'
  | 'loginRequired'
  | 'usedUp'
  | 'usedUpByCustomer'
  | 'belowMinimum'
  | 'notCombinable'
  /** It would take nothing off this order. */
  | 'notApplicable';

export interface RejectedCoupon {
  readonly code: string;
  readonly fault: CouponFault;
}

/** What one promotion took off an order: of the items, or of their delivery. */
export interface OrderDiscount {
  readonly promotionId: string;
  readonly name: string;
  readonly code: string | null;
  readonly target: 'items' | 'shipping';
  /** Two decimals, above zero. */
  readonly amount: string;
}

export interface AppliedDiscount extends OrderDiscount {
  /** Whether the promotion's uses are counted. */
  readonly limited: boolean;
}

export function isLimited({ limit, limitPerCustomer }: Pick<Promotion, 'limit' | 'limitPerCustomer'>): boolean {
  return limit !== null || limitPerCustomer !== null;
}
