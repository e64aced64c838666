import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startEmbedded, type TestEngine } from './support/engines.ts';
import { createTestGraph, entities } from './support/graph.ts';

let engine: TestEngine;
beforeAll(async () => {
  engine = await startEmbedded();
});
afterAll(() => engine.close());

type Variant = { offer: unknown } | null;
const sold = (amount: string, sku: string, currency = 'GBP') => ({ offer: { sku, price: { amount, currency } } });

/** A cart of these quantities by sku, as the gateway asks for it after it has asked the catalog for the variants. */
async function priced(quantities: Record<string, number>, items: { variant: Variant }[] | null | undefined) {
  const graph = await createTestGraph(engine);
  const now = graph.clock.now();
  await graph.stores.carts.putMissing(
    Object.entries(quantities).map(([sku, quantity], index) => ({
      ...{ customerId: '1000001', sku, productId: 'p', quantity, updatedAt: now },
      addedAt: new Date(now.getTime() + index),
    })),
  );
  const cart = { __typename: 'Cart', id: '1000001', ...(items === undefined ? {} : { items }) };
  const lines = Object.keys(quantities).map((sku, index) => ({
    ...{ __typename: 'CartItem', cartId: '1000001', sku },
    ...(items?.[index] ?? {}),
  }));
  const money = '{ amount currency }';
  const { at, errors } = await graph.ask(
    entities(`... on Cart { subtotal ${money} } ... on CartItem { lineTotal ${money} }`),
    { variables: { representations: [cart, ...lines] } },
  );
  expect(errors).toEqual([]);
  type Entity = { subtotal?: unknown; lineTotal?: { amount: string } | null };
  const [{ subtotal }, ...rest] = at('_entities') as [Entity, ...Entity[]];
  return { subtotal, lineTotals: rest.map(({ lineTotal }) => lineTotal && lineTotal.amount) };
}

const pounds = (amount: string) => ({ amount, currency: 'GBP' });

describe('the price of a cart', () => {
  test('is the sum of quantity times price', async () => {
    expect(await priced({ A: 2, B: 3 }, [{ variant: sold('12.50', 'A') }, { variant: sold('0.99', 'B') }])).toEqual({
      subtotal: pounds('27.97'),
      lineTotals: ['25.00', '2.97'],
    });
  });

  test('joins prices to lines by sku, in whatever order they come', async () => {
    const { subtotal } = await priced({ A: 1, B: 10 }, [
      { variant: sold('5.00', 'B') },
      { variant: sold('7.00', 'A') },
    ]);
    expect(subtotal).toEqual(pounds('57.00'));
  });

  test('rounds each line half-even, once, so that the lines add up to it', async () => {
    const prices = { A: '0.125', B: '0.375', C: '0.0650', D: '1.005' };
    const items = Object.entries(prices).map(([sku, price]) => ({ variant: sold(price, sku) }));
    expect(await priced({ A: 1, B: 1, C: 3, D: 7 }, items)).toEqual({
      subtotal: pounds('7.74'),
      // 0.125, 0.375, 0.195 and 7.035: to the even neighbour where both are as near.
      lineTotals: ['0.12', '0.38', '0.20', '7.04'],
    });
  });

  test('is exact where binary fractions are not', async () => {
    expect(await priced({ A: 999 }, [{ variant: sold('99999.9999', 'A') }])).toEqual({
      subtotal: pounds('99899999.90'),
      lineTotals: ['99899999.90'],
    });
    const dimes = Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`S${index}`, 1]));
    const items = Object.keys(dimes).map((sku) => ({ variant: sold('0.1', sku) }));
    expect((await priced(dimes, items)).subtotal).toEqual(pounds('3.00'));
  });

  test('leaves out what is not for sale', async () => {
    const unsold: Variant[] = [
      null,
      { offer: null },
      { offer: { sku: 'B', price: null } },
      sold('3.00', 'B', 'USD'),
      sold('3.00', 'ANOTHER'),
    ];
    for (const variant of unsold) {
      expect(await priced({ A: 2, B: 3 }, [{ variant: sold('1.00', 'A') }, { variant }])).toEqual({
        subtotal: pounds('2.00'),
        lineTotals: ['2.00', null],
      });
    }
  });

  test('is nothing when nothing in it is for sale, or when it is empty', async () => {
    expect(await priced({ A: 2 }, [{ variant: { offer: null } }])).toEqual({
      subtotal: pounds('0.00'),
      lineTotals: [null],
    });
    expect(await priced({}, [])).toEqual({ subtotal: pounds('0.00'), lineTotals: [] });
  });

  test('is not known, rather than nothing, when no price could be learnt', async () => {
    expect(await priced({ A: 2, B: 1 }, [{ variant: null }, { variant: null }])).toEqual({
      subtotal: null,
      lineTotals: [null, null],
    });
    expect((await priced({ A: 2 }, null)).subtotal).toBeNull();
    expect((await priced({ A: 2 }, undefined)).subtotal).toBeNull();
    expect((await priced({ A: 2 }, [{ variant: sold('1e3', 'A') }])).subtotal).toBeNull();
  });

  test('counts a line that came after the prices only with the next', async () => {
    expect((await priced({ A: 2, B: 3 }, [{ variant: sold('1.00', 'A') }])).subtotal).toEqual(pounds('2.00'));
  });
});

test('A cart that nobody has sent prices for has no price', async () => {
  const graph = await createTestGraph(engine);
  await graph.ask('mutation { addToCart(input: { sku: "A" }) { __typename } }');
  const { data } = await graph.ask('{ cart { subtotal { amount } items { lineTotal { amount } } } }');
  expect(data).toEqual({ cart: { subtotal: null, items: [{ lineTotal: null }] } });
});
