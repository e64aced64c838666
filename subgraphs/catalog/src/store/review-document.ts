import { ObjectId } from 'mongodb';
import type { NewReview, Review } from '../domain/review.ts';
import type { OutboxFields } from './outbox-document.ts';

/** A review as it lies in the collection `reviews`. */
export interface ReviewDocument {
  _id: ObjectId;
  product_id: ObjectId;
  /** Who wrote it; of a review whose author is gone what `nobodys` makes of its id, since a product has one for each. */
  customer_id: string;
  rating: number;
  title: string;
  body: string;
  created_at: Date;
  outbox?: OutboxFields;
}

export function toReviewDocument(review: NewReview): ReviewDocument {
  const { id, productId, customerId, rating, title, body, createdAt } = review;
  return {
    _id: new ObjectId(id),
    product_id: new ObjectId(productId),
    customer_id: customerId,
    rating,
    title,
    body,
    created_at: createdAt,
  };
}

/** What stands for the author of a review that is nobody's any more. */
export function nobodys(reviewId: ObjectId): string {
  return `${nobodysPrefix}${reviewId.toHexString()}`;
}

const nobodysPrefix = 'nobody:';

export function toReview(document: ReviewDocument): Review {
  const { _id, product_id, customer_id, rating, title, body, created_at } = document;
  return {
    id: _id.toHexString(),
    productId: product_id.toHexString(),
    customerId: customer_id.startsWith(nobodysPrefix) ? null : customer_id,
    rating,
    title,
    body,
    createdAt: created_at,
  };
}
