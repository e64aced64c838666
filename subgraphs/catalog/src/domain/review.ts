import type { ReviewRecord } from '../records.ts';

/** A review as it is read: its author may be gone. */
export type Review = Readonly<Omit<ReviewRecord, 'customerId'>> & {
  /** Null where the author's account is closed. */
  readonly customerId: string | null;
};

/** A review as it is written. */
export type NewReview = Readonly<ReviewRecord>;

/** Where a review stands among its product's, newest first: when it was written, in milliseconds, and its id. */
export type ReviewKey = readonly [writtenAt: number, id: string];

export function reviewKey(review: Review): ReviewKey {
  return [review.createdAt.getTime(), review.id];
}
