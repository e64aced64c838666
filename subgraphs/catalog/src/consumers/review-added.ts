import type { Handler } from '@mosaico/bus';
import type { Caches } from '../caches.ts';
import type { ReviewStore } from '../store/review-store.ts';

/**
 * Completes what a process that died, or lost its store or a cache, after it had written the review did not come to. The rating
 * is counted from the reviews, so that a count more changes nothing.
 */
export function createReviewAddedHandler(options: {
  reviews: Pick<ReviewStore, 'countAnew'>;
  forget: Caches['forget'];
}): Handler<'review.added'> {
  const { reviews, forget } = options;
  return async ({ data: { productId } }) => {
    await reviews.countAnew(productId);
    await forget({ productIds: [productId] });
  };
}
