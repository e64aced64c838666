import type { ObjectId } from 'mongodb';
import type { CatalogCollections } from './catalog-collections.ts';
import { countRatings } from './count-ratings.ts';

/**
 * Counts the rating of a product anew after each review, as few times as will do: while a count is under way, those who come
 * wait, and one count that begins after it serves them all.
 */
export function createRatingCounter(collections: CatalogCollections) {
  const running = new Map<string, Promise<void>>();
  const waiting = new Map<string, { settled: ObjectId[]; done: Promise<void> }>();

  /** Resolves when the rating counts every review that was there before the call; takes away the review's mark. */
  return function countAfter(productId: ObjectId, reviewId: ObjectId): Promise<void> {
    const key = productId.toHexString();
    const joined = waiting.get(key);
    if (joined) {
      joined.settled.push(reviewId);
      return joined.done;
    }
    const settled = [reviewId];
    const before = running.get(key) ?? Promise.resolve();
    const done = before
      .catch(() => undefined)
      .then(() => {
        waiting.delete(key);
        return countRatings(collections, [productId], settled);
      })
      .finally(() => {
        if (running.get(key) === done) running.delete(key);
      });
    waiting.set(key, { settled, done });
    running.set(key, done);
    return done;
  };
}
