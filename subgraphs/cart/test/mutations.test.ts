import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { codedError, ErrorCode } from '@mosaico/service';
import { startEmbedded, type TestEngine } from './support/engines.ts';
import { ada, createTestGraph, grace } from './support/graph.ts';
import { add, markRead, remove, set } from './support/operations.ts';

let engine: TestEngine;
beforeAll(async () => {
  engine = await startEmbedded();
});
afterAll(() => engine.close());

describe('addToCart', () => {
  test('asks the catalog for the product in the name of the caller', async () => {
    const graph = await createTestGraph(engine);
    const { at } = await graph.ask(add, { variables: { sku: 'BANK CHARGES', quantity: 2 } });
    expect(at('addToCart')).toEqual({
      __typename: 'Cart',
      itemCount: 2,
      items: [{ sku: 'BANK CHARGES', quantity: 2, product: { id: 'product-of-BANK CHARGES' } }],
    });
    expect(graph.asked).toEqual([
      {
        query: 'query CartFindVariant($sku: String!) { product(sku: $sku) { id } }',
        variables: { sku: 'BANK CHARGES' },
        identity: ada,
        requestId: 'request-1',
      },
    ]);
  });

  test('When the catalog has no such sku, then it says so and adds nothing', async () => {
    const graph = await createTestGraph(engine);
    const { at } = await graph.ask(add, { variables: { sku: 'UNKNOWN' } });
    expect(at('addToCart')).toEqual({
      __typename: 'ProductNotFound',
      message: 'The shop has no product with the sku "UNKNOWN".',
    });
    expect(graph.calls).toEqual([]);
  });

  test('When the cart has no room, then it says what the limit is', async () => {
    const graph = await createTestGraph(engine);
    const at = graph.clock.now();
    await graph.stores.carts.putMissing(
      Array.from({ length: 100 }, (_, index) => ({
        ...{ customerId: '1000001', sku: `S${index}`, productId: 'p', quantity: 998, addedAt: at, updatedAt: at },
      })),
    );
    const limits = [];
    for (const variables of [{ sku: 'S1', quantity: 2 }, { sku: 'NEW' }]) {
      limits.push((await graph.ask(add, { variables })).at('addToCart'));
    }
    expect(limits).toEqual([
      {
        __typename: 'CartLimitExceeded',
        message: 'A cart holds at most 999 units of "S1": nothing was added.',
        limit: 999,
      },
      {
        __typename: 'CartLimitExceeded',
        message: 'A cart holds at most 100 different variants: take one out first.',
        limit: 100,
      },
    ]);
    const { data } = await graph.ask('{ cart { itemCount } }');
    expect(data).toEqual({ cart: { itemCount: 100 * 998 } });
  });

  test.each([
    ['is away', () => Promise.reject(codedError(ErrorCode.subgraphUnavailable, 'away')), 'SUBGRAPH_UNAVAILABLE'],
    [
      'has lost its store',
      () => refusal('STORE_UNAVAILABLE', 'The catalog store does not answer.'),
      'STORE_UNAVAILABLE',
    ],
    ['fails', () => refusal('INTERNAL_SERVER_ERROR', 'SELECT failed at 10.0.0.1'), 'INTERNAL_SERVER_ERROR'],
  ])('When the catalog %s, then it is a coded error and nothing is added', async (_what, catalog, code) => {
    const graph = await createTestGraph(engine, { catalog });
    const { data, errors } = await graph.ask(add, { variables: { sku: 'A' } });
    expect(data).toEqual({ addToCart: null });
    expect(errors.map((error) => error.code)).toEqual([code]);
    expect(errors[0]?.message).not.toMatch(/SELECT|10\.0/);
    expect(graph.calls).toEqual([]);
  });

  function refusal(code: string, message: string) {
    return Promise.resolve({ data: { product: null }, errors: [{ message, extensions: { code } }] });
  }
});

describe('setCartItemQuantity', () => {
  test('When the cart has no such line, then it says so and makes none', async () => {
    const graph = await createTestGraph(engine);
    for (const quantity of [0, 5]) {
      const { at } = await graph.ask(set, { variables: { sku: 'A', quantity } });
      expect(at('setCartItemQuantity')).toEqual({
        __typename: 'CartItemNotFound',
        message: 'The cart has no line with the sku "A".',
      });
    }
    expect((await graph.ask('{ cart { itemCount } }')).data).toEqual({ cart: { itemCount: 0 } });
  });
});

test('Removing a variant that is not in the cart is no error', async () => {
  const graph = await createTestGraph(engine);
  const { data, errors } = await graph.ask(remove, { variables: { sku: 'A' } });
  expect(errors).toEqual([]);
  expect(data).toEqual({ removeFromCart: { __typename: 'Cart', itemCount: 0 } });
});

describe('markNotificationRead', () => {
  test('keeps the time of the first reading, and is for the own notifications only', async () => {
    const graph = await createTestGraph(engine);
    const createdAt = graph.clock.now();
    await graph.stores.notifications.putMissing([
      {
        ...{ customerId: '1000001', key: 'shipped', type: 'ORDER', title: 't', body: 'b' },
        ...{ orderId: '1000007', createdAt, readAt: null },
      },
    ]);
    const id = '2026-03-01T09:30:00.000Z~shipped';
    const answers = [];
    for (const as of [grace, ada, ada]) {
      answers.push((await graph.ask(markRead, { as, variables: { id } })).at('markNotificationRead'));
      graph.clock.advance(1000);
    }
    const read = { __typename: 'Notification', id, readAt: '2026-03-01T09:30:01.000Z', order: { id: '1000007' } };
    expect(answers).toEqual([
      { __typename: 'NotificationNotFound', message: `You have no notification with the id "${id}".` },
      read,
      read,
    ]);
  });
});
