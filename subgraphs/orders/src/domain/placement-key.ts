import { createHash } from 'node:crypto';
import type { PlacementKey } from '../store/order-store.ts';
import { isDeepStrictEqual } from 'node:util';
import { requireActionKey } from './action-key.ts';
import type { OrderLine } from './order-lines.ts';
import { plainTerms, type OrderTerms } from './order-terms.ts';

/**
 * What a request to place an order is known by when it comes again. A customer's keys are that customer's own; guests share
 * theirs, since nothing tells one from another: their clients choose keys that nobody guesses, such as UUIDs.
 *
 * The order of lines, and of coupons, does not matter. The cart is fingerprinted as such and not by its lines: after the order it is empty,
 * and the same request must still find the same order.
 *
 * @throws BAD_USER_INPUT when the key cannot be one.
 */
export function placementKey(options: {
  customerId: string | null;
  key: string;
  /** Null for the cart. */
  lines: readonly OrderLine[] | null;
  /** With what it is paid; null for later. */
  method: string | null;
  terms: OrderTerms;
}): PlacementKey {
  const { customerId, key, lines, method, terms } = options;
  requireActionKey(key);
  const items = lines === null ? 'cart' : JSON.stringify(lines.map(({ sku, quantity }) => [sku, quantity]).sort());
  const { couponCodes, deliverTo, shippingMethod, expectedTotal } = terms;
  // Without terms as it was before there were any: keys outlive a release.
  const wanted = isDeepStrictEqual(terms, plainTerms)
    ? items
    : JSON.stringify([items, couponCodes.toSorted(), deliverTo, shippingMethod, expectedTotal]);
  return {
    ...(customerId === null ? guestKey(key) : { scope: `placeOrder:customer:${customerId}`, key }),
    fingerprint: createHash('sha256')
      .update(method === null ? wanted : `${wanted} ${method}`)
      .digest('hex'),
  };
}

/** By which an order that a guest placed is known: nobody but that guest knows the key. */
export function guestKey(key: string): Omit<PlacementKey, 'fingerprint'> {
  return { scope: 'placeOrder:guest', key };
}

/** By which an order of a cart in one of its states is known: each state is ordered once, under whichever key of the client's. */
export function cartKey({ customerId, updatedAt }: { customerId: string; updatedAt: Date }): PlacementKey {
  return { scope: `cart:customer:${customerId}`, key: updatedAt.toISOString(), fingerprint: '' };
}
