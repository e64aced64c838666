import { describe, expect, test } from '@jest/globals';
import { comparable } from './support/executors.ts';
import { loadSmallGraph, type SmallSubgraph } from './support/small-graph.ts';

const products = [{ id: 'p1' }, { id: 'p2' }, { id: 'p1' }, null];

/** Two ways to products, whose names and prices lie in another subgraph, and their stock in a third. */
const shop: Record<string, SmallSubgraph> = {
  lists: {
    sdl: `type Query { top: [Product] recent: [Product] nothing: [Product] matrix: [[Product]] }
      type Product @key(fields: "id") { id: ID! }`,
    resolvers: {
      Query: {
        top: () => products,
        recent: () => [{ id: 'p3' }, { id: 'p1' }],
        nothing: () => null,
        matrix: () => [[{ id: 'p1' }], [], [null, { id: 'p2' }]],
      },
    },
  },
  catalog: {
    sdl: 'type Product @key(fields: "id") { id: ID! name: String price(in: String): Int maker: Maker } type Maker { name: String }',
    resolvers: {
      Product: {
        name: ({ id }: { id: string }) => {
          if (id === 'p2') throw new Error('no name');
          return `name of ${id}`;
        },
        price: (_: unknown, given: { in?: string }) => (given.in === 'GBP' ? 7 : 8),
        maker: () => ({ name: 'ACME' }),
      },
    },
  },
  stock: {
    sdl: 'type Product @key(fields: "id") { id: ID! price(in: String): Int @external label: String @requires(fields: "price(in: \\"GBP\\")") }',
    resolvers: { Product: { label: ({ price }: { price: number }) => `costs ${price}` } },
  },
};

describe('fetches of entities', () => {
  test('send equal representations once and put what comes in every place', async () => {
    const graph = await loadSmallGraph(shop);
    const answer = await graph.compiled('{ top { id maker { name } } }');
    expect(answer.data).toEqual({
      top: [
        { id: 'p1', maker: { name: 'ACME' } },
        { id: 'p2', maker: { name: 'ACME' } },
        { id: 'p1', maker: { name: 'ACME' } },
        null,
      ],
    });
    expect(graph.sent.map(({ subgraph, variables }) => [subgraph, variables])).toEqual([
      ['lists', {}],
      [
        'catalog',
        {
          representations: [
            { __typename: 'Product', id: 'p1' },
            { __typename: 'Product', id: 'p2' },
          ],
        },
      ],
    ]);
    expect(graph.fetched.map(({ entities, representations }) => [entities, representations])).toEqual([
      [0, 0],
      [3, 2],
    ]);
  });

  test('of one subgraph in one step are one request, in which each has its own alias', async () => {
    const graph = await loadSmallGraph(shop);
    const query = '{ top { name } recent { name price(in: "GBP") } }';
    const answer = comparable(await graph.compiled(query));
    expect(graph.sent).toHaveLength(2);
    expect(graph.sent[1]?.query).toContain('_entities_0: _entities(representations: $representations_0)');
    expect(graph.sent[1]?.variables).toMatchObject({
      representations_0: [{ id: 'p1' }, { id: 'p2' }],
      representations_1: [{ id: 'p3' }, { id: 'p1' }],
    });
    expect(answer).toEqual(comparable(await graph.stock(query)));
    expect(answer.errors).toEqual([expect.stringContaining('["top",1,"name"],"no name"')]);
  });

  test('are separate requests where merging is off', async () => {
    const graph = await loadSmallGraph(shop, { mergeFetches: false });
    await graph.compiled('{ top { name } recent { name } }');
    expect(graph.sent.map(({ subgraph }) => subgraph)).toEqual(['lists', 'catalog', 'catalog']);
  });

  test('are not sent when there is nothing to ask for, and leave the others of their step as the planner wrote them', async () => {
    const graph = await loadSmallGraph(shop);
    expect((await graph.compiled('{ nothing { name } recent { name } }')).data).toEqual({
      nothing: null,
      recent: [{ name: 'name of p3' }, { name: 'name of p1' }],
    });
    expect(graph.sent.map(({ subgraph }) => subgraph)).toEqual(['lists', 'catalog']);
    expect(graph.sent[1]?.query).not.toContain('_entities_');
  });

  test('find entities in lists of lists, and the places of their errors', async () => {
    const graph = await loadSmallGraph(shop);
    const answer = await graph.compiled('{ matrix { name } }');
    expect(answer.data).toEqual({ matrix: [[{ name: 'name of p1' }], [], [null, { name: null }]] });
    expect(answer.errors?.map(({ path }) => path)).toEqual([['matrix', 2, 1, 'name']]);
  });

  test('place an error of one representation wherever it was sent for', async () => {
    const graph = await loadSmallGraph({
      ...shop,
      lists: {
        ...shop['lists'],
        sdl: shop['lists']?.sdl ?? '',
        resolvers: { Query: { top: () => [{ id: 'p2' }, null, { id: 'p2' }] } },
      },
    });
    const answer = await graph.compiled('{ top { name } }');
    expect(answer.errors?.map(({ path }) => path)).toEqual([
      ['top', 0, 'name'],
      ['top', 2, 'name'],
    ]);
  });

  test('send what another subgraph requires', async () => {
    const graph = await loadSmallGraph(shop);
    expect((await graph.compiled('{ recent { label } }')).data).toEqual({
      recent: [{ label: 'costs 7' }, { label: 'costs 7' }],
    });
    expect(graph.sent.map(({ subgraph }) => subgraph)).toEqual(['lists', 'catalog', 'stock']);
  });
});

describe('conditions', () => {
  const query = 'query Q($with: Boolean!) { recent { id name @include(if: $with) label @skip(if: $with) } }';

  test('choose branches of one plan at run time', async () => {
    const graph = await loadSmallGraph(shop);
    const withNames = await graph.compiled({ query, variables: { with: true } });
    const sentWith = graph.sent.splice(0).map(({ subgraph }) => subgraph);
    const withLabels = await graph.compiled({ query, variables: { with: false } });
    expect(withNames.data).toEqual({
      recent: [
        { id: 'p3', name: 'name of p3' },
        { id: 'p1', name: 'name of p1' },
      ],
    });
    expect(withLabels.data).toEqual({
      recent: [
        { id: 'p3', label: 'costs 7' },
        { id: 'p1', label: 'costs 7' },
      ],
    });
    expect(sentWith).toEqual(['lists', 'catalog']);
    expect(graph.sent.map(({ subgraph }) => subgraph)).toEqual(['lists', 'catalog', 'stock']);
    expect(graph.planned).toHaveLength(1);
  });

  test('take the default of a variable that is not given', async () => {
    const graph = await loadSmallGraph(shop);
    const answer = await graph.compiled('query ($no: Boolean! = false) { recent { id @include(if: $no) __typename } }');
    expect(answer.data).toEqual({ recent: [{ __typename: 'Product' }, { __typename: 'Product' }] });
  });
});
