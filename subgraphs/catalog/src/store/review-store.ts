import type { ShopEvent } from '@mosaico/bus';
import type { PageRequest } from '@mosaico/service';
import type { NewReview, Review, ReviewKey } from '../domain/review.ts';
import type { ReviewRecord } from '../records.ts';
import type { BulkResult } from './bulk-result.ts';

/**
 * What customers wrote about products, at most one review for each customer and product. The reviews are the truth; the
 * rating that a product carries is counted from them, never added to. Pages may be behind, as lists of products.
 */
export interface ReviewStore {
  /**
   * Adds the review, in one atomic write with its events, and brings the product's rating up to date: once it resolves, the rating counts the review. Of any number
   * of calls for one customer and product at most one ever adds a review; the others get the review that is there.
   * A crash in the middle leaves the review absent or there, and the rating, if it is behind, is mended by the next `add` for
   * the product or by `repairRatings`.
   */
  add(
    review: NewReview,
    events?: readonly ShopEvent[],
  ): Promise<{ outcome: 'added' } | { outcome: 'alreadyReviewed'; review: Review } | { outcome: 'productNotFound' }>;
  /**
   * Takes the customer out of their reviews, which stay: nobody is their author. Can be repeated; what fails midway is to be.
   */
  disown(customerId: string): Promise<void>;
  /** Makes the rating of a product what its reviews say. */
  countAnew(productId: string): Promise<void>;
  /**
   * The same page of the reviews of each product: newest first, ties by id, at most `limit` after the key. Products without
   * reviews may be left out. Asks as many bounded questions as there are products, at once.
   */
  pageOfEach(productIds: readonly string[], page: PageRequest<ReviewKey>): Promise<ProductReviews[]>;
  /**
   * Adds the reviews that are missing, makes the others as given, and counts the ratings of their products anew. Interrupted,
   * it is to be repeated.
   * @throws when a customer's review of a product is there under another id.
   */
  upsert(records: readonly ReviewRecord[]): Promise<BulkResult>;
  /**
   * Counts anew the ratings of products at which an `add` that began at or before the time never ended; resolves to the ids of
   * those. Harmless while reviews are added; a time at which no living `add` began makes it complete.
   */
  repairRatings(begunUntil: Date): Promise<readonly string[]>;
}

interface ProductReviews {
  readonly productId: string;
  readonly reviews: readonly Review[];
}
