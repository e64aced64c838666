import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { waitFor } from '@mosaico/testing/wait-for';
import { createGraphQLClient } from '../support/graphql-client.ts';
import { startSixProcesses, type Mosaico } from '../../ops/distributed/six-processes.ts';
import { startStandalone } from '../support/mosaico.ts';
import { savedOperation } from '../support/saved-operations.ts';
import { loggedIn, savedQueries } from '../support/saved-queries.ts';
import { createTimeoutMs, shopData } from '../support/shop-data.ts';

describe('the saved operations', () => {
  const home = shopData();
  const answers = new Map<string, string>();
  let shop: Mosaico;
  beforeAll(() => home.create(), createTimeoutMs);
  afterAll(() => home.remove(), 180_000);

  describe('in one process', () => {
    beforeAll(async () => {
      shop = await startStandalone(home);
    }, 180_000);
    afterAll(async () => {
      expect(await shop.stop()).toEqual([0]);
    }, 180_000);

    test.each(savedQueries)('%s answers whole when %s asks', async (name, caller, variables = {}) => {
      const callers = await loggedIn(shop.origin, home);
      const { status, text } = await callers[caller].askText(savedOperation(name, variables));
      answers.set(`${name} ${caller}`, text);
      const { data, errors } = JSON.parse(text) as {
        data: Record<string, unknown>;
        errors?: { extensions: unknown }[];
      };
      expect(status).toBe(200);
      expect(Object.values(data).filter((value) => value === null)).toEqual([]);
      // Of what everybody may ask, only the revenue is not for everybody.
      const forbidden = name === 'Shop' && caller === 'nobody' ? 3 : 0;
      expect((errors ?? []).map(({ extensions }) => extensions)).toEqual(
        Array.from({ length: forbidden }, () => ({ code: 'FORBIDDEN' })),
      );
    });

    test('Me answers from all five stores', async () => {
      const { ada } = await loggedIn(shop.origin, home);
      const { data } = await ada.ask(savedOperation('Me'));
      expect(data?.['me']).toMatchObject({
        id: '1000001',
        name: 'Ada Lovelace',
        email: 'ada@mosaico.example',
        segment: { name: expect.any(String) },
        lifetimeValue: { amount: expect.stringMatching(/^\d+\.\d{2}$/) },
        cart: { subtotal: { amount: expect.stringMatching(/^\d+\.\d{2}$/) }, items: { length: 3 } },
        orders: { edges: [{ node: { auditTrail: { edges: { 0: { node: { action: expect.any(String) } } } } } }, {}] },
        activity: { edges: { length: 3 } },
        notifications: { edges: { length: 2 } },
      });
    });
  });

  describe('in six processes', () => {
    beforeAll(async () => {
      shop = await startSixProcesses(home);
    }, 180_000);
    afterAll(async () => {
      expect(await shop.stop()).toEqual([0, 0, 0, 0, 0, 0]);
    }, 180_000);

    test.each(savedQueries)('%s gives byte for byte the same when %s asks', async (name, caller, variables = {}) => {
      const callers = await loggedIn(shop.origin, home);
      const { text } = await callers[caller].askText(savedOperation(name, variables));
      expect(text).toBe(answers.get(`${name} ${caller}`));
    });

    test('the whole way of a customer works: register, find, fill the cart, order it', async () => {
      const nobody = createGraphQLClient(shop.origin);
      const email = 'alan@mosaico.example';
      const registered = await nobody.ask(
        savedOperation('Register', { input: { email, password: 'a long enough one', name: 'Alan' } }),
      );
      expect(registered.data?.['register']).toMatchObject({ __typename: 'Session' });
      const alan = await nobody.login(email, 'a long enough one');

      const add = savedOperation('Add', { sku: 'COF-FRP-1L' });
      expect((await alan.ask(add)).data?.['addToCart']).toEqual({ __typename: 'Cart', itemCount: 1 });
      expect((await alan.ask(add)).data?.['addToCart']).toEqual({ __typename: 'Cart', itemCount: 2 });
      const stock = async () => (await nobody.ask(savedOperation('ProductAndStock', { sku: 'COF-FRP-1L' }))).data;
      const before = await stock();

      const place = savedOperation('Place', { key: 'alan-order-1' });
      const placed = (await alan.ask(place)).data?.['placeOrder'];
      expect(placed).toMatchObject({ __typename: 'Order', total: { amount: '68.00' } });
      expect((await alan.ask(place)).data?.['placeOrder']).toEqual(placed);
      expect((await alan.ask(savedOperation('Place', { key: 'alan-order-2' }))).data?.['placeOrder']).toMatchObject({
        __typename: 'EmptyCart',
      });
      const cart = async () => (await alan.ask(savedOperation('MyCart'))).data?.['cart'] as { itemCount: number };
      // It hears of the order a moment later.
      await waitFor(async () => (await cart()).itemCount === 0, { deadlineMs: 60_000, describe: 'an empty cart' });
      expect(await cart()).toMatchObject({ itemCount: 0, items: [] });
      expect(availableIn(await stock())).toBe(availableIn(before) - 2);
    });
  });
});

function availableIn(data: unknown): number {
  return (data as { product: { inventory: { available: number } } }).product.inventory.available;
}
