import { DuplicateKeyError } from '@mosaico/documents';
import { type Document, ObjectId } from 'mongodb';
import type { ReviewKey } from '../domain/review.ts';
import type { CatalogCollections } from './catalog-collections.ts';
import { countRatings } from './count-ratings.ts';
import { createRatingCounter } from './rating-counter.ts';
import { firstAnnouncement } from './outbox-document.ts';
import { inBatches } from './in-batches.ts';
import { nobodys, toReview, toReviewDocument } from './review-document.ts';
import type { ReviewStore } from './review-store.ts';

export function createDocumentReviewStore(options: {
  collections: CatalogCollections;
  /** What pages are read from, which may lag behind. */
  browsing: CatalogCollections;
  now: () => Date;
}): ReviewStore {
  const { collections, browsing, now } = options;
  const { products, reviews } = collections;
  const countAfter = createRatingCounter(collections);
  return {
    async add(review, events = []) {
      const document = toReviewDocument(review);
      const { _id: reviewId, product_id: productId, customer_id: customerId } = document;
      const found = await reviews.findOne({ product_id: productId, customer_id: customerId });
      if (found) {
        await countRatings(collections, [productId]);
        return { outcome: 'alreadyReviewed', review: toReview(found) };
      }
      // The mark goes first: a review that is there while its product's rating misses it can always be found by it.
      const mark = { review_id: reviewId, since: now() };
      const { matchedCount } = await products.updateOne({ _id: productId }, { $push: { 'rating.pending': mark } });
      if (matchedCount === 0) return { outcome: 'productNotFound' };
      const other = await insertUnlessThere();
      await countAfter(productId, reviewId);
      return other ? { outcome: 'alreadyReviewed', review: toReview(other) } : { outcome: 'added' };

      async function insertUnlessThere() {
        try {
          await reviews.insertOne({ ...document, ...firstAnnouncement(events) });
          return null;
        } catch (error) {
          if (!(error instanceof DuplicateKeyError)) throw error;
          const there = await reviews.findOne({ product_id: productId, customer_id: customerId });
          if (!there) throw error;
          return there;
        }
      }
    },

    async disown(customerId) {
      const theirs = await reviews.find({ customer_id: customerId }, { projection: { product_id: 1 } });
      await inBatches(theirs, async (batch) => {
        const { modifiedCount } = await reviews.bulkWrite(
          batch.map(({ _id, product_id }) => ({
            updateOne: {
              filter: { _id, product_id, customer_id: customerId },
              update: { $set: { customer_id: nobodys(_id) } },
            },
          })),
        );
        return { added: 0, changed: modifiedCount };
      });
    },

    countAnew: (productId) => countRatings(collections, [new ObjectId(productId)]),

    pageOfEach(productIds, { limit, after }) {
      return Promise.all(
        productIds.map(async (productId) => {
          const conditions = [{ product_id: new ObjectId(productId) }, ...afterConditions(after)];
          const found = await browsing.reviews.find(
            { $and: conditions },
            { sort: { created_at: -1, _id: -1 }, limit, projection: { outbox: 0 } },
          );
          return { productId, reviews: found.map(toReview) };
        }),
      );
    },

    async upsert(records) {
      const result = await inBatches(records, async (batch) => {
        const { upsertedCount, modifiedCount } = await reviews.bulkWrite(
          batch.map((record) => {
            const { _id, product_id, ...content } = toReviewDocument(record);
            return { updateOne: { filter: { _id, product_id }, update: { $set: content }, upsert: true } };
          }),
        );
        return { added: upsertedCount, changed: modifiedCount };
      });
      const productIds = [...new Set(records.map(({ productId }) => productId))];
      await inBatches(productIds, async (batch) => {
        await countRatings(
          collections,
          batch.map((id) => new ObjectId(id)),
        );
        return { added: 0, changed: 0 };
      });
      return result;
    },

    async repairRatings(begunUntil) {
      const left = await products.find({ 'rating.pending.since': { $lte: begunUntil } }, { projection: { rating: 1 } });
      for (const { _id, rating } of left) {
        const dead = (rating.pending ?? []).filter(({ since }) => since <= begunUntil);
        await countRatings(
          collections,
          [_id],
          dead.map(({ review_id }) => review_id),
        );
      }
      return left.map(({ _id }) => _id.toHexString());
    },
  };
}

function afterConditions(after: ReviewKey | null): Document[] {
  if (after === null) return [];
  const [writtenAt, id] = after;
  const at = new Date(writtenAt);
  return [
    { created_at: { $lte: at } },
    { $or: [{ created_at: { $lt: at } }, { created_at: at, _id: { $lt: new ObjectId(id) } }] },
  ];
}
