import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startEmbedded, type TestEngine } from './support/engines.ts';
import { createTestGraph } from './support/graph.ts';
import { add, markRead, remove, set } from './support/operations.ts';

let engine: TestEngine;
beforeAll(async () => {
  engine = await startEmbedded();
});
afterAll(() => engine.close());

const long = 'x'.repeat(10_000);
const skuRule = /^sku must have 1 to 40 characters, none of them a control character; got ".{0,60}\.$/;
const idRule = /^id must be the id of a notification, as the graph gives it out; got ".{0,60}\.$/;

const mutations: { name: string; query: string; inputs: { variables: Record<string, unknown>; message: RegExp }[] }[] =
  [
    {
      name: 'addToCart',
      query: add,
      inputs: [
        ...[0, -1, 1000, 2 ** 31 - 1].map((quantity) => ({
          variables: { sku: 'A', quantity },
          message: /^quantity must be a whole number from 1 to 999; got -?\d+\.$/,
        })),
        { variables: { sku: 'A', quantity: 1.5 }, message: /Int cannot represent non-integer value: 1\.5/ },
        { variables: { sku: 'A', quantity: 'two' }, message: /Int cannot represent non-integer value: "two"/ },
        { variables: { sku: 'A', quantity: 2 ** 31 }, message: /Int cannot represent non 32-bit signed integer value/ },
        { variables: { sku: 1.5 }, message: /String cannot represent a non string value: 1\.5/ },
        ...badSkus(),
      ],
    },
    {
      name: 'setCartItemQuantity',
      query: set,
      inputs: [
        ...[-1, 1000].map((quantity) => ({
          variables: { sku: 'A', quantity },
          message: /^quantity must be a whole number from 0 to 999; got -?\d+\.$/,
        })),
        ...badSkus(),
      ],
    },
    { name: 'removeFromCart', query: remove, inputs: badSkus() },
    {
      name: 'markNotificationRead',
      query: markRead,
      inputs: ['', 'abc', long, '2026-03-01', '2026-03-01T09:30:00.000Z~', `2026-03-01T09:30:00.000Z~${long}`].map(
        (id) => ({
          variables: { id },
          message: idRule,
        }),
      ),
    },
  ];

function badSkus() {
  return ['', long, 'x'.repeat(41), 'a\nb', '\u0000'].map((sku) => ({
    variables: { sku, quantity: 1 },
    message: skuRule,
  }));
}

describe.each(mutations)('$name', ({ name, query, inputs }) => {
  test('refuses bad input with a code and a rule, and neither asks nor writes anything', async () => {
    const graph = await createTestGraph(engine);
    for (const { variables, message } of inputs) {
      const { data, errors } = await graph.ask(query, { variables });
      // A value that is not of its type is refused before the field is reached.
      expect([null, { [name]: null }]).toContainEqual(data);
      expect(errors).toEqual([expect.objectContaining({ code: 'BAD_USER_INPUT' })]);
      expect(errors[0]?.message).toMatch(message);
    }
    expect([graph.calls, graph.asked]).toEqual([[], []]);
  });
});
