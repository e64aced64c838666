import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import {
  type DocumentDatabase,
  type EmbeddedDatabase,
  type Explanation,
  type FindOptions,
  openEmbeddedDatabase,
} from '@mosaico/documents';
import type { Document } from 'mongodb';
import { everyProduct } from '../src/domain/product-filter.ts';
import { productKey, type ProductSort } from '../src/domain/product-sort.ts';
import { reviewKey } from '../src/domain/review.ts';
import { parseSearchQuery } from '../src/search/search-query.ts';
import { hookedDatabase } from './support/hooked-database.ts';
import { id, productRecord, reviewRecord, shelves, time } from './support/records.ts';
import { storesOver, type TestStores } from './support/stores.ts';

test('every question reads as many documents as it answers with, or nearly so, among six hundred', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'mosaico-catalog-'));
  const database = await openEmbeddedDatabase({ path: join(folder, 'catalog.sqlite') });
  const explained: { question: string; explanation: Explanation }[] = [];
  try {
    const stores = await storesOver(explaining(database, explained));
    await writeShop(stores);
    for (const [name, ask, most] of await questions(stores)) {
      explained.splice(0);
      await ask();
      const reads = explained.map(({ question, explanation: { plan, examined } }) => ({ question, plan, examined }));
      expect({ name, reads, scans: reads.filter(({ plan }) => plan === 'scan') }).toMatchObject({ scans: [] });
      expect({ name, reads, examined: Math.max(...reads.map(({ examined }) => examined)) <= most }).toMatchObject({
        examined: true,
      });
    }
  } finally {
    await database.close();
    await rm(folder, { recursive: true });
  }
});

/** Six hundred products, one in three in Coffee & Tea and one in twenty a kettle; every review is of the first ten. */
async function writeShop({ categories, products, reviews }: TestStores): Promise<void> {
  await categories.upsert(Object.values(shelves));
  const categoryIds = [shelves.coffee.id, shelves.knives.id, shelves.garden.id];
  await products.upsert(
    Array.from({ length: 600 }, (_, n) =>
      productRecord(n + 1, {
        name: n % 20 === 0 ? `Kettle ${n}` : `Teapot ${n}`,
        price: `${n}.50`,
        categoryId: categoryIds[n % 3] ?? '',
      }),
    ),
  );
  await reviews.upsert(Array.from({ length: 600 }, (_, n) => reviewRecord(n, { productId: id(1 + (n % 10)) })));
}

type Question = [name: string, ask: () => Promise<unknown>, most: number];

async function questions(stores: TestStores): Promise<Question[]> {
  const { products, search, categories, reviews, availability, outbox } = stores;
  const sorts: ProductSort[] = ['NEWEST', 'NAME', 'PRICE_ASC', 'PRICE_DESC', 'RATING'];
  const [middle] = await products.byIds([id(300)]);
  if (!middle) throw new Error('The product is missing.');
  const inCoffee = { ...everyProduct, categoryId: shelves.coffee.id };
  const kettles = { query: parseSearchQuery('kettles'), required: 1, filter: everyProduct };
  const firstPage = { limit: 10, after: null };
  return [
    ['by ids', () => products.byIds([id(1), id(2)]), 2],
    ['owners of skus', () => products.ownersOf(['SKU-1', 'SKU-2']), 2],
    ['by skus', () => products.bySkus(['SKU-1', 'SKU-2']), 2],
    ...sorts.flatMap((sort): Question[] => [
      [sort, () => products.page({ ...firstPage, sort, filter: everyProduct }), 10],
      [
        `${sort}, later`,
        () => products.page({ limit: 10, sort, filter: everyProduct, after: productKey(middle, sort) }),
        11,
      ],
      [`${sort} of a category`, () => products.page({ ...firstPage, sort, filter: inCoffee }), 10],
    ]),
    ['number of a category', () => products.count(inCoffee), 200],
    ['hits', () => search.hits(kettles, firstPage), 30],
    ['counts', () => search.counts(kettles), 30],
    ['by slug', () => categories.bySlug('garden'), 1],
    ['children', () => categories.childrenOf([shelves.kitchen.id]), 2],
    ['reviews', () => reviews.pageOfEach([id(1), id(2)], firstPage), 10],
    ['reviews, later', () => reviews.pageOfEach([id(1)], { limit: 10, after: reviewKey(reviewRecord(300)) }), 11],
    // Its count reads the product's sixty reviews.
    ['add a review', () => reviews.add(reviewRecord(1_000)), 61],
    ['repair', () => reviews.repairRatings(time(0)), 0],
    ['put availability', () => availability.put({ sku: 'SKU-1', available: 1, movement: 1 }), 1],
    ['relay, when nothing waits', () => outbox.relay(() => Promise.reject(new Error('Nothing waits.'))), 0],
    ['what waits', () => outbox.backlog(), 0],
    ['forget', () => outbox.forget(time(0)), 0],
    ['resend', () => outbox.resend('another'), 0],
  ];
}

/** The database, which tells of each question how it was answered. */
function explaining(
  database: EmbeddedDatabase,
  explained: { question: string; explanation: Explanation }[],
): DocumentDatabase {
  return hookedDatabase(database, async (question, [asked, options]) => {
    const [name = '', method = ''] = question.split('.');
    const collection = database.collection<Document>(name);
    if (['find', 'findOne', 'countDocuments'].includes(method)) {
      explained.push({ question, explanation: await collection.explain(asked as Document, options as FindOptions) });
    }
    if (method === 'aggregate') {
      explained.push({ question, explanation: await collection.explainAggregate(asked as Document[]) });
    }
  });
}
