import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Document, ObjectId } from 'mongodb';
import {
  type EmbeddedCollection,
  type EmbeddedDatabase,
  type FindOptions,
  openEmbeddedDatabase,
} from '../src/index.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** The collection is written once and then only read. */
describe('With 5,000 documents, an index narrows what is examined', () => {
  const folder = temporaryFolder();
  let database: EmbeddedDatabase;
  let products: EmbeddedCollection<Document>;

  beforeAll(async () => {
    database = await openEmbeddedDatabase({ path: join(folder.path, 'shop.sqlite') });
    products = database.collection('products');
    await products.insertMany(Array.from({ length: 5000 }, (_, at) => product(at)));
    await products.createIndex({ 'variants.sku': 1 }, { name: 'sku', unique: true });
    await products.createIndex({ terms: 1 }, { name: 'terms' });
    await products.createIndex({ brand: 1, price: -1 }, { name: 'brand_price' });
    await products.createIndex({ createdAt: -1, _id: -1 }, { name: 'newest' });
    await products.createIndex({ category: 1, createdAt: -1, _id: -1 }, { name: 'category_newest' });
    await products.createIndex({ categories: 1, price: 1, _id: 1 }, { name: 'categories_price' });
    await products.createIndex({ discontinued: 1 }, { name: 'discontinued', sparse: true });
    await products.createIndex(
      { 'outbox.id': 1 },
      { name: 'outbox', partialFilterExpression: { 'outbox.0': { $exists: true } } },
    );
  });
  afterAll(async () => {
    await database.close();
    folder.remove();
  });

  const sort = { createdAt: -1, _id: -1 } as const;
  const cases: [name: string, filter: Document, options: FindOptions, expected: Document][] = [
    ['an _id', { _id: idOf(77) }, {}, { plan: 'index', indexes: ['_id_'], examined: 1, returned: 1 }],
    [
      'many _ids, those that are there',
      { _id: { $in: [idOf(1), idOf(2), idOf(9999)] } },
      {},
      { plan: 'index', indexes: ['_id_'], examined: 2, returned: 2 },
    ],
    ['a unique key', { 'variants.sku': 'sku-40-b' }, {}, { plan: 'index', indexes: ['sku'], examined: 1, returned: 1 }],
    [
      'a unique key among other conditions',
      { brand: 'brand-40', 'variants.sku': 'sku-40-b' },
      {},
      { plan: 'index', indexes: ['sku'], examined: 1, returned: 1 },
    ],
    [
      'several keys',
      { 'variants.sku': { $in: ['sku-1-a', 'sku-1-b', 'sku-2-a', 'none'] } },
      {},
      { plan: 'index', indexes: ['sku'], examined: 2, returned: 2 },
    ],
    [
      'a prefix',
      { 'variants.sku': /^sku-49[0-9]-/ },
      {},
      { plan: 'index', indexes: ['sku'], examined: 111, returned: 10 },
    ],
    [
      'a prefix as a string',
      { 'variants.sku': { $regex: '^sku-490' } },
      {},
      { plan: 'index', indexes: ['sku'], examined: 11, returned: 11 },
    ],
    [
      'an element that matches',
      { variants: { $elemMatch: { sku: 'sku-3-a', qty: 3 } } },
      {},
      { plan: 'index', indexes: ['sku'], examined: 1, returned: 1 },
    ],
    [
      'equality and a range in one index',
      { brand: 'brand-7', price: { $gte: 4800 } },
      {},
      { plan: 'index', indexes: ['brand_price'], examined: 2, returned: 2 },
    ],
    [
      'a range within both ends',
      { brand: 'brand-7', price: { $gt: 107, $lt: 507 } },
      {},
      { plan: 'index', indexes: ['brand_price'], examined: 3, returned: 3 },
    ],
    [
      'several values and a range',
      { brand: { $in: ['brand-7', 'brand-8'] }, price: { $lt: 200 } },
      {},
      { plan: 'index', indexes: ['brand_price'], examined: 4, returned: 4 },
    ],
    [
      'the rarest of several terms',
      { terms: { $all: ['every', 'rare-7', 'tenth-7'] } },
      {},
      { plan: 'index', indexes: ['terms'], examined: 5, returned: 5 },
    ],
    [
      'terms in $and',
      { $and: [{ terms: 'every' }, { terms: 'rare-7' }] },
      {},
      { plan: 'index', indexes: ['terms'], examined: 5, returned: 5 },
    ],
    [
      'the documents that two frequent terms share',
      { terms: { $all: ['tenth-7', 'seventh-3'] } },
      {},
      { plan: 'index', indexes: ['terms'], examined: 72, returned: 72 },
    ],
    [
      'what two indexes share',
      { terms: 'tenth-7', category: 'category-17' },
      {},
      { plan: 'index', indexes: ['category_newest', 'terms'], examined: 250, returned: 250 },
    ],
    [
      'a value in an array',
      { categories: 'category-3' },
      {},
      { plan: 'index', indexes: ['categories_price'], examined: 250, returned: 250 },
    ],
    [
      'each branch of an $or by its own index',
      { $or: [{ _id: idOf(3) }, { 'variants.sku': 'sku-40-b' }, { terms: 'rare-1' }] },
      {},
      { plan: 'union', indexes: ['_id_', 'sku', 'terms'], examined: 7, returned: 7 },
    ],
    [
      'nothing, for contradictory conditions',
      { brand: 'brand-1', $and: [{ brand: 'brand-2' }] },
      {},
      { examined: 0, returned: 0 },
    ],
    ['nothing, for an empty $in', { brand: { $in: [] } }, {}, { plan: 'index', examined: 0, returned: 0 }],
    [
      'those that have a sparse path',
      { discontinued: { $exists: true } },
      {},
      { plan: 'index', indexes: ['discontinued'], examined: 5, returned: 5 },
    ],
    [
      'those in a partial index',
      { 'outbox.0': { $exists: true } },
      {},
      { plan: 'index', indexes: ['outbox'], examined: 3, returned: 3 },
    ],
    [
      'the first page of a sort',
      {},
      { sort, limit: 20 },
      { plan: 'ordered', indexes: ['newest'], examined: 20, returned: 20 },
    ],
    [
      'the first page backwards',
      {},
      { sort: { createdAt: 1, _id: 1 }, limit: 20, skip: 5 },
      { plan: 'ordered', indexes: ['newest'], examined: 25, returned: 20 },
    ],
    [
      'a page by its key',
      { $or: [{ createdAt: { $lt: dateOf(2500) } }, { createdAt: dateOf(2500), _id: { $lt: idOf(2500) } }] },
      { sort, limit: 20 },
      { plan: 'ordered', indexes: ['newest'], examined: 20, returned: 20 },
    ],
    [
      'a page of a category by its key',
      {
        category: 'category-3',
        $or: [{ createdAt: { $lt: dateOf(2503) } }, { createdAt: dateOf(2503), _id: { $lt: idOf(2503) } }],
      },
      { sort, limit: 20 },
      { plan: 'ordered', indexes: ['category_newest'], examined: 20, returned: 20 },
    ],
    [
      'a page of an array value, sorted by another path',
      { categories: 'category-3', price: { $gte: 103 } },
      { sort: { price: 1, _id: 1 }, limit: 5 },
      { plan: 'ordered', indexes: ['categories_price'], examined: 5, returned: 5 },
    ],
    [
      'a page of an array value by its key',
      { categories: 'category-3', $or: [{ price: { $gt: 2003 } }, { price: 2003, _id: { $gt: idOf(2003) } }] },
      { sort: { price: 1, _id: 1 }, limit: 5 },
      { plan: 'ordered', indexes: ['categories_price'], examined: 5, returned: 5 },
    ],
    [
      'few documents, which are then sorted',
      { terms: 'rare-7' },
      { sort, limit: 2 },
      { plan: 'index', indexes: ['terms'], examined: 5, returned: 2 },
    ],
    [
      'a sort by a path that holds arrays, not by its index',
      { categories: 'category-3' },
      { sort: { categories: 1 }, limit: 2 },
      { plan: 'index', indexes: ['categories_price'], examined: 250, returned: 2 },
    ],
    ['everything, when no index helps', { price: 7 }, {}, { plan: 'scan', indexes: [], examined: 5000, returned: 1 }],
    [
      'everything, for a pattern without a prefix',
      { 'variants.sku': /-40-b$/ },
      {},
      { plan: 'scan', indexes: [], examined: 5000, returned: 1 },
    ],
    [
      'everything, for what is null in a sparse index',
      { discontinued: null },
      {},
      { plan: 'scan', indexes: [], examined: 5000, returned: 4995 },
    ],
    [
      'everything, when only part is in a partial index',
      { 'outbox.id': { $gte: 0 } },
      {},
      { plan: 'scan', indexes: [], examined: 5000, returned: 3 },
    ],
  ];
  for (const [name, filter, options, expected] of cases) {
    test(`to ${name}.`, async () => {
      expect(await products.explain(filter, options)).toMatchObject(expected);
    });
  }

  test('to what the first stages of a pipeline ask for.', async () => {
    const pipeline = [
      { $match: { category: 'category-3' } },
      { $match: { price: { $gte: 0 } } },
      { $sort: sort },
      { $skip: 1 },
      { $limit: 4 },
      { $group: { _id: '$category', ids: { $push: '$_id' } } },
    ];
    expect(await products.explainAggregate(pipeline)).toEqual({
      plan: 'ordered',
      indexes: ['category_newest'],
      examined: 5,
      returned: 4,
    });
    const newest = [4983, 4963, 4943, 4923, 4903].slice(1).map(idOf);
    expect(await products.aggregate(pipeline)).toEqual([{ _id: 'category-3', ids: newest }]);
  });

  test('and a $lookup asks once, by the index of the other collection.', async () => {
    const carts = database.collection('carts');
    await carts.insertMany([{ lines: ['sku-1-a', 'sku-2-b'] }, { lines: ['sku-2-b'] }]);
    const joined = await carts.aggregate([
      { $lookup: { from: 'products', localField: 'lines', foreignField: 'variants.sku', as: 'products' } },
      { $project: { _id: 0, found: '$products._id' } },
    ]);
    expect(joined).toEqual([{ found: [idOf(1), idOf(2)] }, { found: [idOf(2)] }]);
  });
});

function product(at: number): Document {
  return {
    _id: idOf(at),
    brand: `brand-${at % 100}`,
    price: at,
    category: `category-${at % 20}`,
    categories: [`category-${at % 20}`, 'all'],
    variants: ['a', 'b'].map((letter) => ({ sku: `sku-${at}-${letter}`, qty: at })),
    terms: ['every', `seventh-${at % 7}`, `tenth-${at % 10}`, `rare-${at % 1000}`],
    createdAt: dateOf(at),
    ...(at % 1000 === 0 ? { discontinued: true } : {}),
    ...(at < 3 ? { outbox: [{ id: at }] } : {}),
  };
}

/** Two documents share each moment. */
function dateOf(at: number): Date {
  return new Date(1_700_000_000_000 + Math.floor(at / 2) * 1000);
}

function idOf(at: number): ObjectId {
  return new ObjectId(at.toString(16).padStart(24, '0'));
}
