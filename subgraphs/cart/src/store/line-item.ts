import type { CartLine, CartLineKey } from './cart-store.ts';
import { cartLineLifetimeMs, epochSeconds, expirySeconds } from './lifetimes.ts';

/** A line of a cart as it is stored. */
export type LineItem = {
  user_id: string;
  sku: string;
  product_id: string;
  quantity: number;
  /** ISO 8601, UTC, with milliseconds; so are all times but the expiry. */
  added_at: string;
  updated_at: string;
  expires_at: number;
  /** The addition that changed it last: the mark by which the same addition, sent again, is known. */
  last_addition?: string;
  /** Of a line that was taken out: it stays, unseen, for what it has still to tell and to remember. */
  removed_at?: string;
  /** The events of the orders that have taken their units. */
  orders?: Set<string>;
  /** The change of it that is not announced yet. */
  unsent_change?: string;
};

export const isLive = '(expires_at > :now AND attribute_not_exists(removed_at))';
/** A line that was taken out, or has expired and is not deleted yet, gives way. */
export const isFree = `(attribute_not_exists(user_id) OR NOT ${isLive})`;

export function liveAt(now: Date): (item: LineItem) => boolean {
  return ({ expires_at, removed_at }) => expires_at > epochSeconds(now) && removed_at === undefined;
}

export function toKey({ customerId, sku }: CartLineKey): Pick<LineItem, 'user_id' | 'sku'> {
  return { user_id: customerId, sku };
}

/** The times of a change: when it is, when what it leaves is forgotten, and what has expired by then. */
export function timesOf(at: Date) {
  return {
    ':at': at.toISOString(),
    ':expiry': expirySeconds(at, cartLineLifetimeMs),
    ':now': epochSeconds(at),
  };
}

export function toLine(item: LineItem): CartLine {
  return {
    customerId: item.user_id,
    sku: item.sku,
    productId: item.product_id,
    quantity: item.quantity,
    addedAt: new Date(item.added_at),
    updatedAt: new Date(item.updated_at),
  };
}

export function byFirstAdded(one: CartLine, other: CartLine): number {
  return one.addedAt.getTime() - other.addedAt.getTime() || (one.sku < other.sku ? -1 : 1);
}
