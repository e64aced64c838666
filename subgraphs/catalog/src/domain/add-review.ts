import type { CreateEvent, ShopEvent } from '@mosaico/bus';
import { badUserInput } from '@mosaico/service';
import type { ReviewStore } from '../store/review-store.ts';
import type { AfterCommit } from './after-commit.ts';
import { checkText } from './checks.ts';
import { requireDocumentId } from './ids.ts';
import type { NewReview, Review } from './review.ts';

export type AddReviewOutcome =
  | { outcome: 'added'; review: Review }
  | { outcome: 'alreadyReviewed'; review: Review }
  | { outcome: 'productNotFound'; productId: string };

/**
 * Adds a customer's review of a product, whose rating counts it from then on.
 * @throws BAD_USER_INPUT for a field that breaks a limit; nothing is written then.
 */
export async function addReview(options: {
  given: { productId: string; rating: number; title: string; body: string };
  customerId: string;
  reviews: ReviewStore;
  now: () => Date;
  newId: () => string;
  createEvent: CreateEvent;
  afterCommit: AfterCommit;
}): Promise<AddReviewOutcome> {
  const { given, customerId, reviews, now, newId, afterCommit } = options;
  const productId = requireDocumentId(given.productId, 'productId');
  if (given.rating < 1 || given.rating > 5) throw badUserInput(`rating must be from 1 to 5; got ${given.rating}.`);
  const title = checkText('title', given.title, { least: 1, most: 120 });
  const body = checkText('body', given.body, { least: 1, most: 4_000, lines: true });
  const review: NewReview = { id: newId(), productId, customerId, rating: given.rating, title, body, createdAt: now() };
  const written = await reviews.add(review, [reviewAdded(review, options)]);
  // A review that was there before may have been counted only now.
  if (written.outcome !== 'productNotFound') await afterCommit({ productIds: [productId] });
  switch (written.outcome) {
    case 'added':
      return { outcome: 'added', review };
    case 'alreadyReviewed':
      return written;
    case 'productNotFound':
      return { outcome: 'productNotFound', productId };
  }
}

function reviewAdded(review: NewReview, { createEvent }: { createEvent: CreateEvent }): ShopEvent<'review.added'> {
  const { id, productId, customerId, rating, createdAt } = review;
  return createEvent('review.added', {
    aggregate: { kind: 'review', id },
    at: createdAt,
    data: { reviewId: id, productId, customerId, rating, addedAt: createdAt.toISOString() },
  });
}
