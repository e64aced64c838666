import type { ReviewRecord } from '../records.ts';

export type Review = Readonly<ReviewRecord>;

/** Where a review stands among its product's, newest first: when it was written, in milliseconds, and its id. */
export type ReviewKey = readonly [writtenAt: number, id: string];

export function reviewKey(review: Review): ReviewKey {
  return [review.createdAt.getTime(), review.id];
}
