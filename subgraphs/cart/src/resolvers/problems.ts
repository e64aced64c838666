import { shortened } from '@mosaico/service';
import type { AddToCartOutcome } from '../domain/add-to-cart.ts';
import type {
  CartItemNotFound,
  CartLimitExceeded,
  NotificationNotFound,
  ProductNotFound,
} from '../generated/resolvers.ts';

/** The expected outcomes that are not a success, as a person reads them. */
export function productNotFound(sku: string): ProductNotFound {
  return { __typename: 'ProductNotFound', message: `The shop has no product with the sku ${shortened(sku)}.` };
}

export function cartLimitExceeded(
  { of, limit }: Extract<AddToCartOutcome, { kind: 'limitExceeded' }>,
  sku: string,
): CartLimitExceeded {
  const message =
    of === 'units'
      ? `A cart holds at most ${limit} units of ${shortened(sku)}: nothing was added.`
      : `A cart holds at most ${limit} different variants: take one out first.`;
  return { __typename: 'CartLimitExceeded', message, limit };
}

export function cartItemNotFound(sku: string): CartItemNotFound {
  return { __typename: 'CartItemNotFound', message: `The cart has no line with the sku ${shortened(sku)}.` };
}

export function notificationNotFound(id: string): NotificationNotFound {
  return { __typename: 'NotificationNotFound', message: `You have no notification with the id ${shortened(id)}.` };
}
