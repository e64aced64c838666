import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { anonymous, staffRoles, type Identity } from '@mosaico/service';
import { startEmbedded, type TestEngine } from './support/engines.ts';
import { ada, createTestGraph, entities, grace, staff } from './support/graph.ts';

let engine: TestEngine;
beforeAll(async () => {
  engine = await startEmbedded();
});
afterAll(() => engine.close());

const questions = {
  cart: entities('... on Customer { cart { id } }'),
  sessions: entities('... on Customer { sessions { id } }'),
  notifications: entities('... on Customer { notifications { edges { cursor } } }'),
};
const customer = { __typename: 'Customer', id: '1000001' };
const references = [
  { __typename: 'Cart', id: '1000001' },
  { __typename: 'CartItem', cartId: '1000001', sku: 'A' },
];

async function graphWithLine() {
  const graph = await createTestGraph(engine);
  const at = graph.clock.now();
  const line = { customerId: '1000001', sku: 'A', productId: 'p', quantity: 1, addedAt: at, updatedAt: at };
  await graph.stores.carts.putMissing([line]);
  return graph;
}

const allowed: [string, Identity][] = [
  ['the customer', ada],
  ['support', staff('support')],
  ['an admin', staff('admin')],
];
const refused: [string, Identity][] = [
  ['a caller without a login', anonymous],
  ['another customer', grace],
  ['a merchandiser', staff('merchandiser')],
  ['an analyst', staff('analyst')],
];

describe("a customer's cart, sessions and notifications", () => {
  test.each(allowed)('are for %s', async (_who, as) => {
    const graph = await graphWithLine();
    for (const [field, query] of Object.entries(questions)) {
      const { at, errors } = await graph.ask(query, { as, variables: { representations: [customer] } });
      expect(errors).toEqual([]);
      expect(at('_entities', 0, field)).toEqual(expect.any(Object));
    }
    const { data, errors } = await graph.ask(entities('... on Cart { itemCount } ... on CartItem { quantity }'), {
      as,
      variables: { representations: references },
    });
    expect(errors).toEqual([]);
    expect(data).toEqual({ _entities: [{ itemCount: 1 }, { quantity: 1 }] });
  });

  test.each(refused)('are not for %s, whichever way they are reached', async (_who, as) => {
    const graph = await graphWithLine();
    for (const [field, query] of Object.entries(questions)) {
      const { data, errors } = await graph.ask(query, { as, variables: { representations: [customer] } });
      expect(data).toEqual({ _entities: [{ [field]: null }] });
      expect(errors).toEqual([
        {
          message: 'This is for the customer it belongs to, and for the role support or admin.',
          code: 'FORBIDDEN',
          path: ['_entities', 0, field],
        },
      ]);
    }
    const { data, errors } = await graph.ask(entities('... on Cart { itemCount } ... on CartItem { quantity }'), {
      as,
      variables: { representations: references },
    });
    expect(data).toEqual({ _entities: [null, null] });
    expect(errors.map(({ code, path }) => [code, path])).toEqual([
      ['FORBIDDEN', ['_entities', 0]],
      ['FORBIDDEN', ['_entities', 1]],
    ]);
    expect(graph.calls).toEqual([]);
  });

  test('are refused for one reference and given for the next of the same batch', async () => {
    const graph = await graphWithLine();
    const { data, errors } = await graph.ask(entities('... on Cart { itemCount }'), {
      as: grace,
      variables: { representations: [references[0], { __typename: 'Cart', id: '1000002' }] },
    });
    expect(data).toEqual({ _entities: [null, { itemCount: 0 }] });
    expect(errors).toHaveLength(1);
    expect(graph.calls).toEqual([['carts.linesOf', ['1000002']]]);
  });
});

const owned = [
  '{ answer: cart { id } }',
  'mutation { answer: addToCart(input: { sku: "A" }) { __typename } }',
  'mutation { answer: setCartItemQuantity(input: { sku: "A", quantity: 1 }) { __typename } }',
  'mutation { answer: removeFromCart(input: { sku: "A" }) { __typename } }',
  'mutation { answer: clearCart { id } }',
  'mutation { answer: markNotificationRead(id: "2026-03-01T09:30:00.000Z~a") { __typename } }',
];

test.each(owned)('%s needs a login', async (query) => {
  const graph = await graphWithLine();
  const { data, errors } = await graph.ask(query, { as: anonymous });
  expect(data).toEqual({ answer: null });
  expect(errors).toEqual([
    { message: 'This needs a login: send an access token.', code: 'UNAUTHENTICATED', path: ['answer'] },
  ]);
  expect([graph.calls, graph.asked]).toEqual([[], []]);
});

test.each(owned)('%s is about the caller alone, whatever the role', async (query) => {
  const graph = await graphWithLine();
  for (const as of [grace, ...staffRoles.map((role) => staff(role))]) {
    expect((await graph.ask(query, { as })).errors).toEqual([]);
    const lines = await graph.stores.carts.linesOf(['1000001']);
    expect(lines.get('1000001')).toHaveLength(1);
  }
});
