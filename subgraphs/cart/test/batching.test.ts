import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startEmbedded, type TestEngine } from './support/engines.ts';
import { ada, createTestGraph, entities, staff, type TestGraph } from './support/graph.ts';

let engine: TestEngine;
beforeAll(async () => {
  engine = await startEmbedded();
});
afterAll(() => engine.close());

const admin = staff('admin');
const ids = (count: number) => Array.from({ length: count }, (_, index) => String(index + 1));
const customers = (count: number) => ids(count).map((id) => ({ __typename: 'Customer', id }));

async function put(graph: TestGraph, lines: { customerId: string; sku: string; quantity?: number }[]): Promise<void> {
  const at = graph.clock.now();
  await graph.stores.carts.putMissing(
    lines.map((line) => ({ quantity: 1, productId: `product-of-${line.sku}`, addedAt: at, updatedAt: at, ...line })),
  );
}

describe('a batch of customers', () => {
  test.each([1, 101])('is %i carts by one call of the store', async (count) => {
    const graph = await createTestGraph(engine);
    await put(graph, [{ customerId: '1', sku: 'A', quantity: 3 }]);
    const { at, errors } = await graph.ask(
      entities('... on Customer { id cart { id itemCount updatedAt items { sku quantity product { id } } } }'),
      { as: admin, variables: { representations: customers(count) } },
    );
    expect(errors).toEqual([]);
    expect(at('_entities')).toEqual(ids(count).map((id) => expect.objectContaining({ id })));
    expect(at('_entities', 0, 'cart')).toEqual({
      id: '1',
      itemCount: 3,
      updatedAt: '2026-03-01T09:30:00.000Z',
      items: [{ sku: 'A', quantity: 3, product: { id: 'product-of-A' } }],
    });
    expect(at('_entities', 100, 'cart', 'itemCount')).toBe(count === 101 ? 0 : undefined);
    expect(graph.calls).toEqual([['carts.linesOf', ids(count)]]);
  });

  test('of more than a thousand is called for a thousand at a time', async () => {
    const graph = await createTestGraph(engine);
    const { errors } = await graph.ask(entities('... on Customer { cart { itemCount } }'), {
      as: admin,
      variables: { representations: customers(1001) },
    });
    expect(errors).toEqual([]);
    expect(graph.calls).toEqual([
      ['carts.linesOf', ids(1000)],
      ['carts.linesOf', ['1001']],
    ]);
  });

  test('is one call for all sessions, and one for each kind of page of notifications', async () => {
    const graph = await createTestGraph(engine);
    const { errors } = await graph.ask(
      entities(`... on Customer {
        sessions { id }
        notifications(first: 2) { pageInfo { hasNextPage } }
        unread: notifications(first: 2, unreadOnly: true) { pageInfo { hasNextPage } }
        again: notifications(first: 2, after: null) { edges { cursor } } }`),
      { as: admin, variables: { representations: customers(3) } },
    );
    expect(errors).toEqual([]);
    const page = { limit: 3, after: null };
    expect(graph.calls).toEqual([
      ['sessions.sessionsOf', ['1', '2', '3']],
      [
        'notifications.pages',
        ids(3).flatMap((customerId) => [
          { ...page, customerId, unreadOnly: false },
          { ...page, customerId, unreadOnly: true },
        ]),
      ],
    ]);
  });

  test('without a field of the cart subgraph asks the store nothing', async () => {
    const graph = await createTestGraph(engine);
    const { data } = await graph.ask(entities('... on Customer { id cart { id customer { id } } }'), {
      variables: { representations: [{ __typename: 'Customer', id: '1000001' }] },
    });
    expect(data).toEqual({ _entities: [{ id: '1000001', cart: { id: '1000001', customer: { id: '1000001' } } }] });
    expect(graph.calls).toEqual([]);
  });
});

describe('a cart', () => {
  test('reads its lines once in a fetch, and once more when it comes back with prices', async () => {
    const graph = await createTestGraph(engine);
    await put(graph, [{ customerId: '1000001', sku: 'A', quantity: 2 }]);
    await graph.ask('{ cart { __typename id itemCount updatedAt items { variant { __typename sku } } } }');
    expect(graph.calls.splice(0)).toEqual([['carts.linesOf', ['1000001']]]);
    const offer = { sku: 'A', price: { amount: '1.50', currency: 'GBP' } };
    const { data } = await graph.ask(entities('... on Cart { subtotal { amount currency } itemCount }'), {
      variables: { representations: [{ __typename: 'Cart', id: '1000001', items: [{ variant: { offer } }] }] },
    });
    expect(data).toEqual({ _entities: [{ subtotal: { amount: '3.00', currency: 'GBP' }, itemCount: 2 }] });
    expect(graph.calls).toEqual([['carts.linesOf', ['1000001']]]);
  });

  test('shows in one request what each of its mutations has done', async () => {
    const graph = await createTestGraph(engine);
    const { data, errors } = await graph.ask(`mutation {
      a: addToCart(input: { sku: "A", quantity: 2 }) { ...cart }
      b: addToCart(input: { sku: "B" }) { ...cart }
      c: setCartItemQuantity(input: { sku: "A", quantity: 5 }) { ...cart }
      d: setCartItemQuantity(input: { sku: "A", quantity: 0 }) { ...cart }
      e: removeFromCart(input: { sku: "B" }) { ...cart }
      f: addToCart(input: { sku: "C", quantity: 999 }) { ...cart }
      g: clearCart { itemCount items { sku } updatedAt } }
      fragment cart on Cart { itemCount items { sku } }`);
    expect(errors).toEqual([]);
    expect(data).toEqual({
      a: { itemCount: 2, items: [{ sku: 'A' }] },
      b: { itemCount: 3, items: [{ sku: 'A' }, { sku: 'B' }] },
      c: { itemCount: 6, items: [{ sku: 'A' }, { sku: 'B' }] },
      d: { itemCount: 1, items: [{ sku: 'B' }] },
      e: { itemCount: 0, items: [] },
      f: { itemCount: 999, items: [{ sku: 'C' }] },
      g: { itemCount: 0, items: [], updatedAt: null },
    });
    expect(graph.calls.map(([method]) => method).filter((method) => method !== 'carts.linesOf')).toEqual([
      'carts.add',
      'carts.add',
      'carts.setQuantity',
      'carts.remove',
      'carts.remove',
      'carts.add',
      'carts.clear',
    ]);
    expect(graph.calls.filter(([method]) => method === 'carts.linesOf')).toHaveLength(7);
  });
});

describe('a batch of cart lines', () => {
  test.each([101, 1000])('is %i lines by one call of the store, with null in the place of a miss', async (count) => {
    const graph = await createTestGraph(engine);
    const lines = Array.from({ length: count }, (_, index) => ({ customerId: '1000001', sku: `SKU-${index}` }));
    await put(graph, lines.slice(1));
    const representations = lines.map(({ customerId, sku }) => ({ __typename: 'CartItem', cartId: customerId, sku }));
    const { data, errors } = await graph.ask(
      entities('... on CartItem { cartId sku quantity addedAt variant { sku } }'),
      {
        as: ada,
        variables: { representations },
      },
    );
    expect(errors).toEqual([]);
    const found = lines.slice(1).map(({ customerId, sku }) => ({
      ...{ cartId: customerId, sku, quantity: 1, addedAt: '2026-03-01T09:30:00.000Z', variant: { sku } },
    }));
    expect(data).toEqual({ _entities: [null, ...found] });
    expect(graph.calls).toEqual([['carts.linesAt', lines]]);
  });
});

test('A malformed reference is a miss, and takes no other with it', async () => {
  const graph = await createTestGraph(engine);
  await put(graph, [{ customerId: '1000001', sku: 'A' }]);
  const long = 'x'.repeat(10_000);
  const representations = [
    ...['', '0', '-1', '01', '1.5', 'abc', long, "1' OR '1'='1", null, 7, {}].flatMap((id) => [
      { __typename: 'Customer', id },
      { __typename: 'Cart', id },
      { __typename: 'CartItem', cartId: id, sku: 'A' },
    ]),
    ...['', long, 'a\u0000b', null, 7, {}].flatMap((sku) => [
      { __typename: 'CartItem', cartId: '1000001', sku },
      { __typename: 'Variant', sku },
    ]),
  ];
  const right = [
    { __typename: 'CartItem', cartId: '1000001', sku: 'A' },
    { __typename: 'Cart', id: '1000001' },
    { __typename: 'Customer', id: '1000001' },
    { __typename: 'Variant', sku: 'A' },
  ];
  const { data, errors } = await graph.ask(
    entities(
      '__typename ... on CartItem { quantity } ... on Cart { itemCount } ... on Customer { cart { id } } ... on Variant { sku }',
    ),
    { variables: { representations: [...representations, ...right] } },
  );
  expect(errors).toEqual([]);
  expect(data).toEqual({
    _entities: [
      ...representations.map(() => null),
      { __typename: 'CartItem', quantity: 1 },
      { __typename: 'Cart', itemCount: 1 },
      { __typename: 'Customer', cart: { id: '1000001' } },
      { __typename: 'Variant', sku: 'A' },
    ],
  });
});
