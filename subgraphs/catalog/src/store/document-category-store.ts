import { ObjectId } from 'mongodb';
import { placeCategories } from '../domain/place-categories.ts';
import { type Category, parentIdOf } from '../domain/category.ts';
import { nameOrder } from '../domain/product-sort.ts';
import type { CatalogCollections } from './catalog-collections.ts';
import { type CategoryDocument, toCategory } from './category-document.ts';
import type { CategoryStore } from './category-store.ts';
import { inBatches } from './in-batches.ts';
import { toCategorySnapshot } from './product-document.ts';

export function createDocumentCategoryStore(options: {
  collections: CatalogCollections;
  /** What lists are read from, which may lag behind. */
  browsing: CatalogCollections;
  newId: () => string;
}): CategoryStore {
  const { categories, products } = options.collections;
  const listed = options.browsing.categories;
  return {
    async byIds(ids) {
      const found = await categories.find({ _id: { $in: ids.map((id) => new ObjectId(id)) } });
      return found.map(toCategory);
    },

    async bySlug(slug) {
      const found = await categories.findOne({ slug });
      return found && toCategory(found);
    },

    async childrenOf(parentIds) {
      const parents = parentIds.map((id) => (id === null ? null : new ObjectId(id)));
      const found = await listed.find({ parent_id: { $in: parents } });
      return found.map(toCategory).sort(byName);
    },

    async upsert(records) {
      const known = (await categories.find({})).map(toCategory);
      const placed = placeCategories(known, records);
      const result = await inBatches(placed, async (batch) => {
        const { upsertedCount, modifiedCount } = await categories.bulkWrite(
          batch.map((category) => {
            const { _id, ...content } = toDocument(category);
            return { updateOne: { filter: { _id }, update: { $set: content }, upsert: true } };
          }),
        );
        return { added: upsertedCount, changed: modifiedCount };
      });
      await refreshProducts(placed);
      return result;
    },
  };

  /**
   * Every time, not only for what changed just now: the last call may have ended between the two writes. The new revision
   * makes a change of the product that began before this one start over.
   */
  async function refreshProducts(placed: readonly Category[]): Promise<void> {
    await inBatches(placed, async (batch) => {
      const { modifiedCount } = await products.bulkWrite(
        batch.map((category) => {
          const { id, slug, name, path, ids } = toCategorySnapshot(category);
          const isBehind = [
            { 'category.slug': { $ne: slug } },
            { 'category.name': { $ne: name } },
            { 'category.path': { $ne: path } },
            { 'category.ids': { $ne: ids } },
          ];
          return {
            updateMany: {
              // The id is one of the path's ids, which are indexed.
              filter: { $and: [{ 'category.ids': id }, { 'category.id': id }, { $or: isBehind }] },
              // Not the category as a whole: its id is the shard key, which a write of many must leave alone.
              update: {
                $set: {
                  'category.slug': slug,
                  'category.name': name,
                  'category.path': path,
                  'category.ids': ids,
                  revision: options.newId(),
                },
                $inc: { version: 1 },
              },
            },
          };
        }),
      );
      return { added: 0, changed: modifiedCount };
    });
  }
}

function byName(one: Category, other: Category): number {
  const [a, b] = [one, other].map(({ name, id }) => `${nameOrder(name)}\n${id}`) as [string, string];
  return a < b ? -1 : Number(a > b);
}

function toDocument(category: Category): CategoryDocument {
  const { id, ...content } = toCategorySnapshot(category);
  const parentId = parentIdOf(category);
  return { _id: id, parent_id: parentId === null ? null : new ObjectId(parentId), ...content };
}
