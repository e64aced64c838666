import { describe, expect, test } from '@jest/globals';
import { encodeCursor } from '@mosaico/service';
import { id, productRecord, reviewRecord, shelves } from './support/records.ts';
import { type ShopGraph, withShopGraph } from './support/shop-graph.ts';
import { smallShop } from './support/small-shop.ts';

function withShop(run: (graph: ShopGraph) => Promise<void>): Promise<void> {
  return withShopGraph(async (graph) => {
    await graph.stores.products.upsert(smallShop);
    await graph.stores.reviews.upsert([
      reviewRecord(1, { productId: id(1), rating: 5 }),
      reviewRecord(2, { productId: id(2), rating: 3 }),
      reviewRecord(3, { productId: id(2), rating: 4 }),
    ]);
    await run(graph);
  });
}

describe('a product', () => {
  test('is found by its id and by the sku of any of its variants', () =>
    withShop(async ({ ask, stores }) => {
      await stores.products.upsert([
        productRecord(50, {
          variants: [
            { sku: 'MUG BLUE', price: '3.125', attributes: [{ name: 'colour', value: 'blue' }] },
            { sku: 'MUG RED', price: '4', attributes: [{ name: 'colour', value: 'red' }] },
          ],
          specifications: [{ name: 'Capacity', value: '0.3 l' }],
          tags: ['mug'],
          images: [{ url: '/images/mug.svg', alt: 'A mug' }],
        }),
      ]);
      const fields = `id sku name brand description price { amount } variants { sku attributes { name value } }
        specifications { name value } tags images { url alt } rating { average count } createdAt updatedAt`;
      const { at, errors } = await ask(
        `query ($id: ID!) {
        byId: product(id: $id) { ${fields} } bySku: product(sku: "MUG RED") { ${fields} }
        nobody: product(id: "${id(0xdead)}") { id } nothing: product(sku: "mug red") { id } }`,
        { id: id(50) },
      );
      expect(errors).toEqual([]);
      expect(at('byId')).toEqual({
        id: id(50),
        sku: 'MUG BLUE',
        name: 'Product 50',
        brand: 'Northwind',
        description: '',
        price: { amount: '3.125' },
        variants: [
          { sku: 'MUG BLUE', attributes: [{ name: 'colour', value: 'blue' }] },
          { sku: 'MUG RED', attributes: [{ name: 'colour', value: 'red' }] },
        ],
        specifications: [{ name: 'Capacity', value: '0.3 l' }],
        tags: ['mug'],
        images: [{ url: '/images/mug.svg', alt: 'A mug' }],
        rating: { average: null, count: 0 },
        createdAt: '2026-03-01T00:00:50.000Z',
        updatedAt: '2026-03-01T00:00:50.000Z',
      });
      expect(at('bySku')).toEqual(at('byId'));
      expect([at('nobody'), at('nothing')]).toEqual([null, null]);
    }));
});

describe('a category', () => {
  test('is found by its id and by its slug', () =>
    withShop(async ({ ask }) => {
      const { at } = await ask(`{ byId: category(id: "${shelves.coffee.id}") { id name parent { slug parent { id } } }
        bySlug: category(slug: "coffee-and-tea") { id name parent { slug parent { id } } } none: category(slug: "none") { id } }`);
      expect(at('byId')).toEqual({
        id: shelves.coffee.id,
        name: 'Coffee & Tea',
        parent: { slug: 'kitchen', parent: null },
      });
      expect(at('bySlug')).toEqual(at('byId'));
      expect(at('none')).toBeNull();
    }));
});

describe('a list of products', () => {
  test('is walked to its end by its cursors', () =>
    withShop(async ({ ask }) => {
      for (const sort of ['NEWEST', 'NAME', 'PRICE_ASC', 'PRICE_DESC', 'RATING']) {
        const names: string[] = [];
        let after: string | null = null;
        do {
          const { at, errors } = await ask(
            `query ($sort: ProductSort, $after: String) { products(first: 3, sort: $sort, after: $after) {
              edges { cursor node { name } } pageInfo { hasNextPage endCursor } } }`,
            { sort, after },
          );
          expect(errors).toEqual([]);
          names.push(...(at('products.edges.*.node.name') as string[]));
          expect(at('products.pageInfo.endCursor')).toBe((at('products.edges.*.cursor') as string[]).at(-1));
          after = at('products.pageInfo.hasNextPage') === true ? String(at('products.pageInfo.endCursor')) : null;
        } while (after !== null);
        expect(names.toSorted()).toEqual(smallShop.map(({ name }) => name).sort());
        if (sort === 'NAME') expect(names).toEqual(names.toSorted());
        if (sort === 'RATING') expect(names.slice(0, 2)).toEqual(['Cafetière French Press', 'Coffee Grinder']);
      }
    }));

  test('takes every condition of its filter', () =>
    withShop(async ({ ask }) => {
      const { at, errors } =
        await ask(`{ products(filter: { categoryId: "${shelves.kitchen.id}", brands: ["Hearth & Oak"],
        minPrice: "6", maxPrice: "89.0000", minRating: 3.5, tags: ["brewing"] }) { totalCount edges { node { name } } }
        all: products(filter: { brands: [], tags: [], minPrice: null }) { totalCount } }`);
      expect(errors).toEqual([]);
      expect(at('products')).toEqual({ totalCount: 1, edges: [{ node: { name: 'Coffee Grinder' } }] });
      expect(at('all.totalCount')).toBe(smallShop.length);
    }));
});

describe('a search', () => {
  const query = `query ($query: String!, $filter: ProductFilter, $first: Int, $after: String) {
    search(query: $query, filter: $filter, first: $first, after: $after) { totalCount
      facets { field buckets { value label count } } edges { node { name } } pageInfo { hasNextPage endCursor } } }`;

  test('tells how to narrow it', () =>
    withShop(async ({ ask }) => {
      const { at } = await ask(query, { query: 'oak' });
      expect(at('search.totalCount')).toBe(5);
      expect(at('search.facets')).toEqual([
        {
          field: 'category',
          buckets: [
            { value: shelves.kitchen.id, label: 'Kitchen', count: 4 },
            { value: shelves.coffee.id, label: 'Coffee & Tea', count: 2 },
            { value: shelves.garden.id, label: 'Garden', count: 1 },
            { value: shelves.knives.id, label: 'Knives', count: 1 },
          ],
        },
        {
          field: 'brand',
          buckets: [
            { value: 'Hearth & Oak', label: 'Hearth & Oak', count: 4 },
            { value: 'Sheffield & Sons', label: 'Sheffield & Sons', count: 1 },
          ],
        },
        {
          field: 'price',
          buckets: [
            { value: '0-10', label: 'Under £10', count: 1 },
            { value: '10-25', label: '£10 to £25', count: 1 },
            { value: '25-50', label: '£25 to £50', count: 1 },
            { value: '50-100', label: '£50 to £100', count: 1 },
            { value: '100-250', label: '£100 to £250', count: 1 },
          ],
        },
        {
          field: 'rating',
          buckets: [
            { value: '3', label: '3 stars and up', count: 1 },
            { value: '2', label: '2 stars and up', count: 1 },
            { value: '1', label: '1 star and up', count: 1 },
          ],
        },
      ]);
    }));

  test('leaves, when it is narrowed by a bucket, as many as the bucket counts', () =>
    withShop(async ({ ask }) => {
      const { at } = await ask(query, { query: 'oak' });
      const narrowings: Record<string, (value: string) => object> = {
        category: (value) => ({ categoryId: value }),
        brand: (value) => ({ brands: [value] }),
        price: (value) => {
          const [from, to] = value.split('-');
          return { minPrice: from, ...(to ? { maxPrice: String(Number(to) - 0.0001) } : {}) };
        },
        rating: (value) => ({ minRating: Number(value) }),
      };
      for (const { field, buckets } of at('search.facets') as {
        field: string;
        buckets: { value: string; count: number }[];
      }[]) {
        for (const { value, count } of buckets) {
          const { at: narrowed, errors } = await ask(query, { query: 'oak', filter: narrowings[field]?.(value) });
          expect(errors).toEqual([]);
          expect(narrowed('search.totalCount')).toBe(count);
        }
      }
    }));

  test('is walked to its end by its cursors, also when only most words match', () =>
    withShop(async ({ ask }) => {
      for (const [typed, total] of [
        ['oak', 5],
        ['oak coffee submarine', 2],
        ['coffee submarine', 3],
      ] as const) {
        const names: string[] = [];
        let after: string | null = null;
        do {
          const { at, errors } = await ask(query, { query: typed, first: 1, after });
          expect(errors).toEqual([]);
          expect(at('search.totalCount')).toBe(total);
          names.push(...(at('search.edges.*.node.name') as string[]));
          after = at('search.pageInfo.hasNextPage') === true ? String(at('search.pageInfo.endCursor')) : null;
        } while (after !== null);
        expect(new Set(names).size).toBe(total);
        expect(names).toHaveLength(total);
      }
    }));

  test('for signs alone finds nothing and asks no store', () =>
    withShop(async ({ ask, calls }) => {
      const { at, errors } = await ask(query, { query: '!?' });
      expect(errors).toEqual([]);
      expect(at('search')).toMatchObject({
        totalCount: 0,
        edges: [],
        pageInfo: { hasNextPage: false, endCursor: null },
      });
      expect(calls).toEqual([]);
    }));
});

describe('a question that cannot be meant', () => {
  const long = 'x'.repeat(10_000);
  const cases: [question: string, fields: string, message: RegExp][] = [
    ['a malformed product id', 'product(id: "42") { id }', /^id must be an id that this shop gave out; got "42"\.$/],
    ['an id of upper-case digits', `product(id: "${'A'.repeat(24)}") { id }`, /^id must be an id/],
    ['a long id', `product(id: "${long}") { id }`, /^id must be an id/],
    ['a malformed sku', 'product(sku: "a/b") { id }', /^sku must be 1 to 40 letters/],
    ['a long sku', `product(sku: "${long}") { id }`, /^sku must be 1 to 40 letters/],
    ['neither id nor sku', 'product { id }', /^Exactly one of id and sku must be given; got 0 of them\.$/],
    ['both id and sku', `product(id: "${id(1)}", sku: "A") { id }`, /^Exactly one of id and sku must be given; got 2/],
    ['a malformed category id', 'category(id: "kitchen") { id }', /^id must be an id/],
    ['an empty slug', 'category(slug: "") { id }', /^slug must be 1 to 100 characters; got 0\.$/],
    ['neither id nor slug', 'category { id }', /^Exactly one of id and slug/],
    ['a page of none', 'products(first: 0) { edges { cursor } }', /^first must be from 1 to 100; got 0\.$/],
    ['a page of too many', 'products(first: 101) { edges { cursor } }', /^first must be from 1 to 100; got 101\.$/],
    ['a cursor that is none', 'products(after: "nothing") { edges { cursor } }', /^after must be a cursor/],
    [
      'the cursor of another order',
      `products(sort: NAME, after: "${encodeCursor(['NEWEST', 1, id(1)])}") { edges { cursor } }`,
      /^after must be a cursor/,
    ],
    [
      'a cursor that holds an operator',
      `products(sort: NAME, after: "${encodeCursor(['NAME', { $gt: '' }, id(1)])}") { edges { cursor } }`,
      /^after must be a cursor/,
    ],
    [
      'a cursor beyond all time',
      `products(after: "${encodeCursor(['NEWEST', Number.MAX_SAFE_INTEGER, id(1)])}") { edges { cursor } }`,
      /^after must be a cursor/,
    ],
    [
      'a malformed category to filter by',
      'products(filter: { categoryId: "x" }) { totalCount }',
      /^filter\.categoryId/,
    ],
    ['a negative price', 'products(filter: { minPrice: "-1" }) { totalCount }', /^filter\.minPrice must be 0 or more/],
    ['a price too exact', 'products(filter: { maxPrice: "1.00001" }) { totalCount }', /^filter\.maxPrice must be/],
    [
      'prices the wrong way round',
      'products(filter: { minPrice: "2", maxPrice: "1" }) { totalCount }',
      /^filter\.minPrice must not be above filter\.maxPrice; got 2 and 1\.$/,
    ],
    ['a rating of six', 'products(filter: { minRating: 6 }) { totalCount }', /^filter\.minRating must be from 1 to 5/],
    [
      'a long brand',
      `products(filter: { brands: ["${long}"] }) { totalCount }`,
      /^filter\.brands\[0\] must be 1 to 100/,
    ],
    [
      'many brands',
      `products(filter: { brands: [${'"a",'.repeat(51)}] }) { totalCount }`,
      /^filter\.brands must hold 1 to 50 items; got 51\.$/,
    ],
    ['an empty search', 'search(query: "  ") { totalCount }', /^query must be 1 to 200 characters; got 0\.$/],
    ['a long search', `search(query: "${long}") { totalCount }`, /^query must be 1 to 200 characters; got 10000\.$/],
    [
      'the cursor of another search',
      `search(query: "oak", after: "${encodeCursor([3, 1, id(1)])}") { totalCount }`,
      /^after must be a cursor/,
    ],
  ];

  test.each(cases)('gets BAD_USER_INPUT and no store is asked: %s', (_question, fields, message) =>
    withShopGraph(async ({ ask, calls }) => {
      const { errors } = await ask(`{ ${fields} }`);
      expect(errors).toEqual([
        { message: expect.stringMatching(message), code: 'BAD_USER_INPUT', path: expect.any(String) },
      ]);
      expect(errors[0]?.message.length).toBeLessThan(200);
      expect(calls).toEqual([]);
    }),
  );

  test.each([
    ['an unknown order', '{ products(sort: WORST) { totalCount } }'],
    ['a number for a price', '{ products(filter: { minPrice: 1 }) { totalCount } }'],
    ['a price that is none', '{ products(filter: { minPrice: "NaN" }) { totalCount } }'],
    ['an unknown field', '{ products { total } }'],
  ])('does not even run: %s', (_question, query) =>
    withShopGraph(async ({ ask, calls }) => {
      const { errors } = await ask(query);
      expect(errors).toHaveLength(1);
      expect(calls).toEqual([]);
    }),
  );

  test.each([
    ['reviews(first: 0) { totalCount }', /^first must be from 1 to 100/],
    ['reviews(after: "x") { totalCount }', /^after must be a cursor/],
    ['related(first: 21) { id }', /^first must be from 1 to 20; got 21\.$/],
    ['related(first: 0) { id }', /^first must be from 1 to 20; got 0\.$/],
    ['category { products(first: -1) { totalCount } }', /^first must be from 1 to 100/],
  ])('inside a product nulls that field alone: %s', (field, message) =>
    withShop(async ({ ask }) => {
      const { at, errors } = await ask(`{ product(id: "${id(1)}") { id ${field} } }`);
      expect(errors).toMatchObject([{ message: expect.stringMatching(message), code: 'BAD_USER_INPUT' }]);
      expect(at('product.id')).toBe(id(1));
    }),
  );
});
