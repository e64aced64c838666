import type { Handler } from '@mosaico/bus';
import { shopTypes } from '../domain/shop-types.ts';
import type { UserEventStore } from '../store/user-event-store.ts';
import { rowIdOf } from './row-id.ts';

/** A review is activity of its customer; its stars are summed in the measure of reviews. */
export function createReviewAddedHandler({ userEvents }: { userEvents: UserEventStore }): Handler<'review.added'> {
  return async (event) => {
    const { customerId, addedAt, reviewId, productId, rating } = event.data;
    await userEvents.append([
      {
        id: rowIdOf(event),
        visitor: { kind: 'customer', id: customerId },
        type: shopTypes.reviewAdded,
        at: new Date(addedAt),
        sessionId: null,
        productId,
        value: rating,
        properties: [{ name: 'review', value: reviewId }],
      },
    ]);
  };
}
