import type { Offers } from './domain/offers.ts';
import type { CartLine } from './store/cart-store.ts';
import type { Notification } from './store/notification-store.ts';
import type { UserSession } from './store/session-store.ts';

/** Every customer has a cart, and its id is the customer's; its lines are loaded when they are asked for. */
export interface CartModel {
  readonly __typename: 'Cart';
  readonly id: string;
  /** What the gateway sent of today's prices; null when it could not learn them, absent when it did not ask for any. */
  readonly offers?: Offers | null;
}

export interface CartItemModel extends CartLine {
  /** As in the cart. */
  readonly offers?: Offers | null;
}

export interface CustomerModel {
  readonly id: string;
}

export interface VariantModel {
  readonly sku: string;
}

export type UserSessionModel = UserSession;

export interface NotificationModel extends Notification {
  readonly __typename: 'Notification';
}

export interface NotificationConnectionModel {
  readonly edges: { cursor: string; node: NotificationModel }[];
  readonly pageInfo: { hasNextPage: boolean; endCursor: string | null };
}
