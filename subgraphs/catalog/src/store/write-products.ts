import type { ObjectId } from 'mongodb';
import type { BulkResult } from './bulk-result.ts';
import type { CatalogCollections } from './catalog-collections.ts';
import { type ProductContent, toRatingFields } from './product-document.ts';

export interface PlacedContent {
  readonly _id: ObjectId;
  readonly content: ProductContent;
}

/**
 * Adds the products that are missing and makes the others as given but for their rating. Each write names the category in
 * which the product lies: on a sharded cluster that is where it is, and one that moves to another has a write of its own.
 * @throws when a product's category changes meanwhile: the batch is to be written again
 */
export async function writeBatch(
  products: CatalogCollections['products'],
  batch: readonly PlacedContent[],
): Promise<BulkResult> {
  const there = await products.find(
    { _id: { $in: batch.map(({ _id }) => _id) } },
    { projection: { 'category.id': 1 } },
  );
  const categoryOf = new Map(there.map(({ _id, category }) => [_id.toHexString(), category.id]));
  const placed = batch.map((product) => ({ ...product, from: categoryOf.get(product._id.toHexString()) }));
  const [moved, others] = partition(placed, ({ content, from }) => from?.equals(content.category.id) === false);

  const rating = { ...toRatingFields({ count: 0, sum: 0 }), revision: 0 };
  const result = { added: 0, changed: 0 };
  if (others.length > 0) {
    const { upsertedCount, matchedCount, modifiedCount } = await products.bulkWrite(
      others.map(({ _id, content, from }) => ({
        updateOne: {
          filter: { _id, 'category.id': content.category.id },
          update: { $set: content, $setOnInsert: { rating } },
          upsert: from === undefined,
        },
      })),
    );
    if (matchedCount + upsertedCount < others.length) throw movedMeanwhile();
    Object.assign(result, { added: upsertedCount, changed: modifiedCount });
  }
  for (const { _id, content, from } of moved) {
    const { matchedCount } = await products.updateOne({ _id, 'category.id': from }, { $set: content });
    if (matchedCount === 0) throw movedMeanwhile();
    result.changed += 1;
  }
  return result;
}

function movedMeanwhile(): Error {
  return new Error('Products were moved to other categories while they were written. Write the records again.');
}

function partition<Item>(items: readonly Item[], isFirst: (item: Item) => boolean): [Item[], Item[]] {
  return [items.filter(isFirst), items.filter((item) => !isFirst(item))];
}
