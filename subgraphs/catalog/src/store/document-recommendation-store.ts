import { ObjectId } from 'mongodb';
import type { CatalogCollections } from './catalog-collections.ts';
import { inBatches } from './in-batches.ts';
import type { RecommendationStore } from './recommendation-store.ts';

export function createDocumentRecommendationStore(options: {
  collections: CatalogCollections;
  /** What they are read from, which may lag behind. */
  browsing: CatalogCollections;
}): RecommendationStore {
  const { recommendations } = options.collections;
  return {
    async byProductIds(productIds) {
      const found = await options.browsing.recommendations.find({
        _id: { $in: productIds.map((id) => new ObjectId(id)) },
      });
      return found.map(({ _id, related_ids }) => ({
        productId: _id.toHexString(),
        relatedIds: related_ids.map((id) => id.toHexString()),
      }));
    },

    upsert(records) {
      return inBatches(records, async (batch) => {
        const { upsertedCount, modifiedCount } = await recommendations.bulkWrite(
          batch.map(({ productId, relatedIds }) => ({
            updateOne: {
              filter: { _id: new ObjectId(productId) },
              update: { $set: { related_ids: relatedIds.map((id) => new ObjectId(id)) } },
              upsert: true,
            },
          })),
        );
        return { added: upsertedCount, changed: modifiedCount };
      });
    },
  };
}
