import type { LinesOutcome } from '../domain/pricing/price-lines.ts';
import type { CouponFault } from '../domain/pricing/promotion.ts';
import type { ShippingFault } from '../domain/pricing/shipping.ts';
import type { WantedOutcome } from '../domain/wanted-lines.ts';
import type { CouponFault as GraphCouponFault, ShippingFault as GraphShippingFault } from '../generated/resolvers.ts';

const couponFaults: Record<CouponFault, GraphCouponFault> = {
  unknown: 'UNKNOWN',
  notYetValid: 'NOT_YET_VALID',
  expired: 'EXPIRED',
  loginRequired: 'LOGIN_REQUIRED',
  usedUp: 'USED_UP',
  usedUpByCustomer: 'USED_UP_BY_CUSTOMER',
  belowMinimum: 'BELOW_MINIMUM',
  notCombinable: 'NOT_COMBINABLE',
  notApplicable: 'NOT_APPLICABLE',
};
const shippingFaults: Record<ShippingFault, GraphShippingFault> = {
  unknownMethod: 'UNKNOWN_METHOD',
  destination: 'DESTINATION',
  tooHeavy: 'TOO_HEAVY',
};

type PlacingProblem =
  | Exclude<WantedOutcome, { outcome: 'forSale' }>
  | Exclude<LinesOutcome, { outcome: 'priced' }>
  | { outcome: 'emptyCart' };

/** What stands in the way of an order, whether it was to be placed or only to be quoted. */
export function toPlacingProblem(problem: PlacingProblem) {
  switch (problem.outcome) {
    case 'outOfStock':
      return {
        __typename: 'OutOfStock' as const,
        message: 'Fewer units are left than were asked for. Nothing was ordered.',
        lines: problem.lines,
      };
    case 'unknownItems':
      return {
        __typename: 'UnknownItems' as const,
        message: 'The shop does not sell all of these items. Nothing was ordered.',
        skus: problem.skus,
      };
    case 'emptyCart':
      return {
        __typename: 'EmptyCart' as const,
        message: 'The cart is empty. Put something into it, or name the items.',
      };
    case 'couponRejected':
      return {
        __typename: 'CouponRejected' as const,
        message: 'Not all of these coupons count for this order. Nothing was ordered.',
        coupons: problem.coupons.map(({ code, fault }) => ({ code, reason: couponFaults[fault] })),
      };
    case 'addressRequired':
      return {
        __typename: 'AddressRequired' as const,
        message: 'A shipping method needs a destination: say where to deliver. Nothing was ordered.',
      };
    case 'shippingUnavailable':
      return {
        __typename: 'ShippingUnavailable' as const,
        message: 'This cannot be delivered there by this method. Nothing was ordered.',
        reason: shippingFaults[problem.fault],
      };
  }
}
