import { expect, test } from '@jest/globals';
import { everyProduct } from '../src/domain/product-filter.ts';
import { parseSearchQuery } from '../src/search/search-query.ts';
import { catalogCollections } from '../src/store/catalog-collections.ts';
import { createDocumentStores } from '../src/store/document-stores.ts';
import { embedded } from './support/engines.ts';
import { hookedDatabase } from './support/hooked-database.ts';
import { id, productRecord, reviewRecord, shelves, time } from './support/records.ts';
import { countingIds, storesOver } from './support/stores.ts';

/** Which questions the stores ask of the primary, and which of what may lag behind. */
async function asked(): Promise<Record<string, string[]>> {
  const { database, drop } = await embedded.open();
  let reads: string[] = [];
  const recording = (who: string) =>
    catalogCollections(
      hookedDatabase(database, (question) => {
        reads.push(`${who} ${question}`);
        return Promise.resolve();
      }),
    );
  const stores = createDocumentStores({
    collections: recording('primary'),
    browsing: recording('any'),
    now: () => time(1),
    newId: countingIds(),
    isSharded: () => false,
  });
  try {
    const filled = await storesOver(database);
    await filled.categories.upsert(Object.values(shelves));
    await filled.products.upsert([productRecord(1), productRecord(2)]);
    const [product] = await filled.products.byIds([id(1)]);
    if (!product) throw new Error('The product is missing.');
    const page = { limit: 1, after: null };
    const search = { query: parseSearchQuery('product'), required: 1, filter: everyProduct };
    const questions: Record<string, () => Promise<unknown>> = {
      'products.byIds': () => stores.products.byIds([id(1)]),
      'products.bySkus': () => stores.products.bySkus(['SKU-1']),
      'products.ownersOf': () => stores.products.ownersOf(['SKU-1']),
      'products.page': () => stores.products.page({ ...page, sort: 'NAME', filter: everyProduct }),
      'products.count': () => stores.products.count(everyProduct),
      'products.pageOfEach': () => stores.products.pageOfEach([shelves.coffee.id], { ...page, sort: 'NAME' }),
      'products.countOfEach': () => stores.products.countOfEach([shelves.coffee.id]),
      'products.create': () => stores.products.create({ ...product, id: id(9) }),
      'products.replace': () => stores.products.replace({ ...product, name: 'Other' }, product),
      'products.upsert': () => stores.products.upsert([productRecord(3)]),
      'search.hits': () => stores.search.hits(search, page),
      'search.counts': () => stores.search.counts(search),
      'categories.byIds': () => stores.categories.byIds([shelves.coffee.id]),
      'categories.bySlug': () => stores.categories.bySlug('garden'),
      'categories.childrenOf': () => stores.categories.childrenOf([null]),
      'reviews.pageOfEach': () => stores.reviews.pageOfEach([id(1)], page),
      'reviews.add': () => stores.reviews.add(reviewRecord(1)),
      'reviews.countAnew': () => stores.reviews.countAnew(id(1)),
      'reviews.repairRatings': () => stores.reviews.repairRatings(time(0)),
      'recommendations.byProductIds': () => stores.recommendations.byProductIds([id(1)]),
      'availability.put': () => stores.availability.put({ sku: 'SKU-1', available: 1, movement: 1 }),
    };
    const found: Record<string, string[]> = {};
    for (const [name, ask] of Object.entries(questions)) {
      reads = [];
      await ask();
      found[name] = reads;
    }
    return found;
  } finally {
    await drop();
  }
}

test('what is found by key, checked before a write or written is asked of the primary, and what is browsed of any', async () => {
  expect(await asked()).toEqual({
    'products.byIds': ['primary products.find'],
    'products.bySkus': ['primary products.find'],
    'products.ownersOf': ['primary products.find'],
    'products.page': ['any products.find'],
    'products.count': ['any products.countDocuments'],
    'products.pageOfEach': ['any products.find'],
    'products.countOfEach': ['any products.countDocuments'],
    // The sku is taken, and whoever has it is looked for.
    'products.create': ['primary products.insertOne', 'primary products.find'],
    'products.replace': ['primary products.updateOne'],
    'products.upsert': ['primary categories.find', 'primary products.find', 'primary products.bulkWrite'],
    'search.hits': ['any products.aggregate'],
    'search.counts': ['any products.aggregate'],
    'categories.byIds': ['primary categories.find'],
    'categories.bySlug': ['primary categories.findOne'],
    'categories.childrenOf': ['any categories.find'],
    'reviews.pageOfEach': ['any reviews.find'],
    'reviews.add': [
      ...['primary reviews.findOne', 'primary products.updateOne', 'primary reviews.insertOne'],
      ...['primary products.find', 'primary reviews.aggregate', 'primary products.bulkWrite'],
    ],
    'reviews.countAnew': ['primary products.find', 'primary reviews.aggregate'],
    'reviews.repairRatings': ['primary products.find'],
    'recommendations.byProductIds': ['any recommendations.find'],
    // Nothing is known of the variant yet.
    'availability.put': ['primary products.findOne', 'primary products.updateOne', 'primary products.updateOne'],
  });
});
