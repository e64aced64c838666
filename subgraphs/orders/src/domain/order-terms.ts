import type { AddressRecord } from '../store/accounts/address-book-store.ts';
import { requireAddress } from './address.ts';
import { requireAmount, requireText } from './input-rules.ts';
import { requireCodes } from './pricing/coupon-codes.ts';

/** On which terms somebody orders. */
export interface OrderTerms {
  /** In capitals, each once. */
  readonly couponCodes: readonly string[];
  /** Null for an order that is not delivered. */
  readonly deliverTo: AddressRecord | null;
  /** Null for the cheapest that delivers there. */
  readonly shippingMethod: string | null;
  /** What it must cost in all; null for whatever it costs. */
  readonly expectedTotal: string | null;
}

export const plainTerms: OrderTerms = { couponCodes: [], deliverTo: null, shippingMethod: null, expectedTotal: null };

/** The terms that a client gives. @throws BAD_USER_INPUT for those that cannot be */
export function requireTerms(input: {
  couponCodes?: readonly string[] | null;
  deliverTo?: Parameters<typeof requireAddress>[0] | null;
  shippingMethod?: string | null;
  expectedTotal?: string | null;
}): OrderTerms {
  const { deliverTo, expectedTotal } = input;
  return {
    couponCodes: requireCodes(input.couponCodes ?? []),
    deliverTo: isAbsent(deliverTo) ? null : requireAddress(deliverTo, { argument: 'deliverTo' }),
    shippingMethod: requireMethodId(input.shippingMethod),
    expectedTotal: isAbsent(expectedTotal)
      ? null
      : requireAmount(expectedTotal, { argument: 'expectedTotal', least: '0' }),
  };
}

/** What may be the id of a shipping method, whether there is one or not; null for none. @throws BAD_USER_INPUT for a long text */
export function requireMethodId(id: string | null | undefined): string | null {
  return isAbsent(id) ? null : requireText(id, { argument: 'shippingMethod', most: 40 });
}

function isAbsent(value: unknown): value is null | undefined {
  return value === null || value === undefined;
}
