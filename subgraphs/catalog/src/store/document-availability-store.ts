import type { AvailabilityStore } from './availability-store.ts';
import type { CatalogCollections } from './catalog-collections.ts';
import { inBatches } from './in-batches.ts';

export function createDocumentAvailabilityStore({ products }: Pick<CatalogCollections, 'products'>): AvailabilityStore {
  return {
    async put({ sku, available, movement }) {
      const found = await products.findOne({ 'variants.sku': sku }, { projection: { _id: 1 } });
      if (!found) return null;
      const isThere = { _id: found._id, 'variants.sku': sku };
      const change = () =>
        products.updateOne(
          { ...isThere, availability: { $elemMatch: { sku, movement: { $lt: movement } } } },
          { $set: { 'availability.$[known].available': available, 'availability.$[known].movement': movement } },
          { arrayFilters: [{ 'known.sku': sku }] },
        );
      const productId = found._id.toHexString();
      if ((await change()).matchedCount === 1) return { productId };
      const { matchedCount } = await products.updateOne(
        { ...isThere, 'availability.sku': { $ne: sku } },
        { $push: { availability: { sku, available, movement } } },
      );
      // Where something is known by now, other news have come in between, which may be older.
      if (matchedCount === 0) await change();
      return { productId };
    },

    putMissing(records) {
      return inBatches(records, async (batch) => {
        const { modifiedCount } = await products.bulkWrite(
          batch.map(({ sku, available }) => ({
            updateMany: {
              filter: { 'variants.sku': sku, 'availability.sku': { $ne: sku } },
              update: { $push: { availability: { sku, available, movement: 0 } } },
            },
          })),
          { ordered: false },
        );
        return { added: modifiedCount, changed: 0 };
      });
    },
  };
}
