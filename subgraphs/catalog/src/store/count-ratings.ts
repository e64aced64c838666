import type { ObjectId } from 'mongodb';
import type { CatalogCollections } from './catalog-collections.ts';
import { toRatingFields } from './product-document.ts';

/** Each try that fails means that another count was written meanwhile; this often before it gives up. */
const mostTries = 200;

/**
 * Makes the ratings of the products what their reviews say, and takes the marks of the settled reviews away.
 *
 * A product's rating is counted after its revision was read, and written only if it still has that revision. So of two
 * counts at the same moment the one that began before the other ended is refused and counts again, and a rating never
 * goes back to a state before a review that had been counted.
 */
export async function countRatings(
  { products, reviews }: CatalogCollections,
  productIds: readonly ObjectId[],
  settled: readonly ObjectId[] = [],
): Promise<void> {
  let open = [...productIds];
  for (let tries = 0; tries < mostTries; tries += 1) {
    const before = await products.find({ _id: { $in: open } }, { projection: { rating: 1 } });
    const counted = await reviews.aggregate<{ _id: ObjectId; count: number; sum: number }>([
      { $match: { product_id: { $in: open } } },
      { $group: { _id: '$product_id', count: { $sum: 1 }, sum: { $sum: '$rating' } } },
    ]);
    const summaries = new Map(counted.map(({ _id, count, sum }) => [_id.toHexString(), { count, sum }]));
    const writes = before.flatMap(({ _id, rating }) => {
      const summary = summaries.get(_id.toHexString()) ?? { count: 0, sum: 0 };
      const isRight = rating.count === summary.count && rating.sum === summary.sum;
      if (isRight && settled.length === 0) return [];
      const fields = Object.entries(toRatingFields(summary)).map(([name, value]) => [`rating.${name}`, value]);
      const update = {
        $set: Object.fromEntries(fields) as Record<string, number | null>,
        $inc: { 'rating.revision': 1 },
        ...(settled.length > 0 ? { $pull: { 'rating.pending': { review_id: { $in: [...settled] } } } } : {}),
      };
      return [{ updateOne: { filter: { _id, 'rating.revision': rating.revision }, update } }];
    });
    if (writes.length === 0) return;
    const { matchedCount } = await products.bulkWrite(writes, { ordered: false });
    if (matchedCount === writes.length) return;
    open = writes.map(({ updateOne }) => updateOne.filter._id);
  }
  throw new Error(`The ratings of ${open.length} products changed ${mostTries} times while they were counted.`);
}
