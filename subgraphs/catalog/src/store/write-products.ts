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
    { projection: { 'category.id': 1, revision: 1 } },
  );
  const thereById = new Map(there.map((product) => [product._id.toHexString(), product]));
  const placed = batch.map((product) => {
    const before = thereById.get(product._id.toHexString());
    return { ...product, from: before?.category.id, update: updateOf(product, before) };
  });
  const [moved, others] = partition(placed, ({ content, from }) => from?.equals(content.category.id) === false);

  const rating = { ...toRatingFields({ count: 0, sum: 0 }), revision: 0 };
  const result = { added: 0, changed: 0 };
  if (others.length > 0) {
    const { upsertedCount, matchedCount, modifiedCount } = await products.bulkWrite(
      others.map(({ _id, content, from, update }) => ({
        updateOne: {
          filter: { _id, 'category.id': content.category.id },
          update: from === undefined ? { ...update, $setOnInsert: { rating, version: 1 } } : update,
          upsert: from === undefined,
        },
      })),
    );
    if (matchedCount + upsertedCount < others.length) throw movedMeanwhile();
    Object.assign(result, { added: upsertedCount, changed: modifiedCount });
  }
  for (const { _id, from, update } of moved) {
    const { matchedCount } = await products.updateOne({ _id, 'category.id': from }, update);
    if (matchedCount === 0) throw movedMeanwhile();
    result.changed += 1;
  }
  return result;
}

/** Equal content has an equal revision, and does not count as a change. */
function updateOf({ content }: PlacedContent, before: { revision: string } | undefined) {
  const isChanged = before !== undefined && before.revision !== content.revision;
  return {
    $set: content,
    ...(before === undefined ? {} : forgetOtherVariants(content.variants.map(({ sku }) => sku))),
    ...(isChanged ? { $inc: { version: 1 } } : {}),
  };
}

/** The part of an update that drops what is known of variants which the product no longer has: nobody keeps it right. */
export function forgetOtherVariants(skus: readonly string[]) {
  return { $pull: { availability: { sku: { $nin: [...skus] } } } };
}

function movedMeanwhile(): Error {
  return new Error('Products were moved to other categories while they were written. Write the records again.');
}

function partition<Item>(items: readonly Item[], isFirst: (item: Item) => boolean): [Item[], Item[]] {
  return [items.filter(isFirst), items.filter((item) => !isFirst(item))];
}
