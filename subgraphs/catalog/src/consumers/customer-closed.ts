import type { Handler } from '@mosaico/bus';
import type { ReviewStore } from '../store/review-store.ts';

/**
 * What a customer thought of a product stays for others to read; that it was they who thought so goes with their account. To
 * disown twice does no harm, so this needs no inbox.
 */
export function createCustomerClosedHandler({
  reviews,
}: {
  reviews: Pick<ReviewStore, 'disown'>;
}): Handler<'customer.closed'> {
  return ({ data: { customerId } }) => reviews.disown(customerId);
}
