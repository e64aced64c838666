import { describe, expect, test } from '@jest/globals';
import { everyProduct } from '../src/domain/product-filter.ts';
import { id, productRecord, reviewRecord, shelves } from './support/records.ts';
import { type ShopGraph, withShopGraph } from './support/shop-graph.ts';

const entities = `query ($representations: [_Any!]!) { _entities(representations: $representations) {
  __typename ... on Product { id name } ... on Variant { sku product { id } } ... on Category { id name } } }`;

/** Six products of two variants; the first three in Coffee & Tea, the others among Knives. */
function withProducts(run: (graph: ShopGraph) => Promise<void>): Promise<void> {
  return withShopGraph(async (graph) => {
    await graph.stores.products.upsert(
      [1, 2, 3, 4, 5, 6].map((n) =>
        productRecord(n, {
          categoryId: n <= 3 ? shelves.coffee.id : shelves.knives.id,
          variants: [
            { sku: `A${n}`, price: `${n}`, attributes: [] },
            { sku: `B${n}`, price: `${n}.5`, attributes: [{ name: 'colour', value: 'oak' }] },
          ],
        }),
      ),
    );
    await graph.stores.reviews.upsert([
      reviewRecord(1, { productId: id(2), rating: 5 }),
      reviewRecord(2, { productId: id(2), rating: 4 }),
      reviewRecord(3, { productId: id(3), rating: 3 }),
    ]);
    await run(graph);
  });
}

describe('one store call', () => {
  test('serves all products that are referred to, in their order, with null for a miss', () =>
    withProducts(async ({ ask, calls }) => {
      const ids = [id(3), id(0xdead), id(1), 'not an id', id(3), '$gt'];
      const { at, errors } = await ask(entities, {
        representations: ids.map((key) => ({ __typename: 'Product', id: key })),
      });
      expect(errors).toEqual([]);
      const third = { __typename: 'Product', id: id(3), name: 'Product 3' };
      const first = { __typename: 'Product', id: id(1), name: 'Product 1' };
      expect(at('_entities')).toEqual([third, null, first, null, third, null]);
      expect(calls).toEqual([['products.byIds', [id(3), id(0xdead), id(1)]]]);
    }));

  test('serves all variants that are referred to', () =>
    withProducts(async ({ ask, calls }) => {
      const skus = ['B2', 'nothing', 'A2', 'x'.repeat(10_000), 'A1'];
      const { at, errors } = await ask(entities, {
        representations: skus.map((sku) => ({ __typename: 'Variant', sku })),
      });
      expect(errors).toEqual([]);
      expect(at('_entities')).toEqual([
        { __typename: 'Variant', sku: 'B2', product: { id: id(2) } },
        null,
        { __typename: 'Variant', sku: 'A2', product: { id: id(2) } },
        null,
        { __typename: 'Variant', sku: 'A1', product: { id: id(1) } },
      ]);
      expect(calls).toEqual([['products.bySkus', ['B2', 'nothing', 'A2', 'A1']]]);
    }));

  test('serves all categories that are referred to', () =>
    withProducts(async ({ ask, calls }) => {
      const ids = [shelves.garden.id, 'kitchen', shelves.coffee.id];
      const { at } = await ask(entities, {
        representations: ids.map((key) => ({ __typename: 'Category', id: key })),
      });
      expect(at('_entities.*.name')).toEqual(['Garden', undefined, 'Coffee & Tea']);
      expect(calls).toEqual([['categories.byIds', [shelves.garden.id, shelves.coffee.id]]]);
    }));

  test('serves a page of products with all that lies in them', () =>
    withProducts(async ({ ask, calls }) => {
      const { at, errors } = await ask(`{ products(first: 3, sort: PRICE_ASC) { pageInfo { hasNextPage }
        edges { node { id sku price { amount currency } category { id slug name path } rating { average count }
        variants { sku price { amount } offer { sku price { amount } } product { name } } } } } }`);
      expect(errors).toEqual([]);
      expect(at('products.pageInfo.hasNextPage')).toBe(true);
      expect(at('products.edges.1.node')).toEqual({
        id: id(2),
        sku: 'A2',
        price: { amount: '2.00', currency: 'GBP' },
        category: {
          id: shelves.coffee.id,
          slug: 'coffee-and-tea',
          name: 'Coffee & Tea',
          path: ['Kitchen', 'Coffee & Tea'],
        },
        rating: { average: 4.5, count: 2 },
        variants: [
          {
            sku: 'A2',
            price: { amount: '2.00' },
            offer: { sku: 'A2', price: { amount: '2.00' } },
            product: { name: 'Product 2' },
          },
          {
            sku: 'B2',
            price: { amount: '2.50' },
            offer: { sku: 'B2', price: { amount: '2.50' } },
            product: { name: 'Product 2' },
          },
        ],
      });
      expect(calls).toEqual([['products.page', { filter: everyProduct, sort: 'PRICE_ASC', limit: 4, after: null }]]);
    }));

  test('serves the reviews of all products of a page, and none their number', () =>
    withProducts(async ({ ask, calls }) => {
      const { at } = await ask(`{ products(first: 6, sort: PRICE_ASC) { edges { node {
        reviews(first: 1) { totalCount pageInfo { hasNextPage } edges { node { rating author { id } product { id } } } } } } } }`);
      expect(at('products.edges.1.node.reviews')).toEqual({
        totalCount: 2,
        pageInfo: { hasNextPage: true },
        edges: [{ node: { rating: 4, author: { id: '1000002' }, product: { id: id(2) } } }],
      });
      expect(at('products.edges.0.node.reviews')).toEqual({
        totalCount: 0,
        pageInfo: { hasNextPage: false },
        edges: [],
      });
      expect(calls.slice(1)).toEqual([
        ['reviews.pageOfEach', [1, 2, 3, 4, 5, 6].map(id), { limit: 2, after: null }],
        ['products.byIds', [id(2), id(3)]],
      ]);
    }));

  test('of each kind serves what is related to all products of a page', () =>
    withProducts(async ({ ask, calls, stores }) => {
      await stores.recommendations.upsert([
        { productId: id(1), relatedIds: [id(6), id(0xdead), id(1), id(5)] },
        { productId: id(4), relatedIds: [id(6)] },
      ]);
      const { at } = await ask(
        `{ products(first: 5, sort: PRICE_ASC) { edges { node { related(first: 2) { id } } } } }`,
      );
      expect(at('products.edges.*.node.related.*.id')).toEqual([
        [id(6), id(5)],
        [id(3), id(1)],
        [id(2), id(1)],
        [id(6)],
        [id(6), id(4)],
      ]);
      expect(calls.slice(1)).toEqual([
        ['recommendations.byProductIds', [1, 2, 3, 4, 5].map(id)],
        ['products.byIds', [id(6), id(0xdead), id(1), id(5)]],
        ['products.pageOfEach', [shelves.coffee.id, shelves.knives.id], { sort: 'RATING', limit: 21, after: null }],
      ]);
    }));

  test('of each kind serves each level of the category tree, its parents, its products and their number', () =>
    withProducts(async ({ ask, calls }) => {
      const { at } = await ask(`{ categories { name children { name parent { name } children { name }
        products(first: 2, sort: PRICE_DESC) { totalCount edges { node { id } } } } } }`);
      expect(at('categories.*.name')).toEqual(['Garden', 'Kitchen']);
      expect(at('categories.1.children')).toEqual([
        {
          name: 'Coffee & Tea',
          parent: { name: 'Kitchen' },
          children: [],
          products: { totalCount: 3, edges: [{ node: { id: id(3) } }, { node: { id: id(2) } }] },
        },
        {
          name: 'Knives',
          parent: { name: 'Kitchen' },
          children: [],
          products: { totalCount: 3, edges: [{ node: { id: id(6) } }, { node: { id: id(5) } }] },
        },
      ]);
      expect(calls).toEqual([
        ['categories.childrenOf', [null]],
        ['categories.childrenOf', [shelves.garden.id, shelves.kitchen.id]],
        ['categories.byIds', [shelves.kitchen.id]],
        ['categories.childrenOf', [shelves.coffee.id, shelves.knives.id]],
        ['products.pageOfEach', [shelves.coffee.id, shelves.knives.id], { sort: 'PRICE_DESC', limit: 3, after: null }],
        ['products.countOfEach', [shelves.coffee.id, shelves.knives.id]],
      ]);
    }));

  test('counts a list, and only when somebody asks', () =>
    withProducts(async ({ ask, calls }) => {
      const { at } = await ask(`{ products(first: 1, filter: { maxPrice: "3" }) { totalCount } }`);
      expect(at('products.totalCount')).toBe(3);
      expect(calls.map(([question]) => question)).toEqual(['products.page', 'products.count']);
    }));

  test('finds the page of a search, one its products, and one counts it for total and facets', () =>
    withProducts(async ({ ask, calls }) => {
      await ask(`{ search(query: "product") { edges { node { id } } } }`);
      expect(calls.map(([question]) => question)).toEqual(['search.hits', 'products.byIds']);
      await ask(
        `{ search(query: "product", first: 2) { totalCount facets { field buckets { value } } edges { node { id } } } }`,
      );
      expect(calls.map(([question]) => question)).toEqual([
        'search.hits',
        'products.byIds',
        'search.counts',
        'categories.byIds',
      ]);
      expect(calls[1]?.[1]).toHaveLength(2);
    }));
});
