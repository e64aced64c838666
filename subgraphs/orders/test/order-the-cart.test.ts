import { describe, expect, test } from '@jest/globals';
import { openInProcessBus } from '@mosaico/bus';
import { anonymous } from '@mosaico/service';
import { createTestDatabase } from '@mosaico/testing';
import { aCart } from './a-cart.ts';
import { ask, aSubgraph, customer } from './ask.ts';
import { useShop } from './engines.ts';
import { eventsIn } from './events.ts';
import { aCustomer, aSellable, numbers } from './records.ts';

const placeCart = `mutation ($key: ID!) {
  placeOrder(input: {}, idempotencyKey: $key) { __typename ... on Order { id } ... on EmptyCart { message } }
}`;
const now = () => new Date('2026-03-04T05:06:07.089Z');

describe('ordering the cart', () => {
  const shop = useShop(createTestDatabase);

  const open = async (lines = [{ sku: 'MUG-1', quantity: 2 }]) => {
    const { stores } = shop();
    await stores.customers.upsert([aCustomer({ id: '1' })]);
    await stores.stock.upsert([aSellable({ sku: 'MUG-1', onHand: 10 })], { at: now() });
    const cart = aCart(lines);
    const subgraph = aSubgraph({ stores, cart: cart.execute, now });
    const place = (key = 'key-00001', identity = customer('1')) =>
      ask(subgraph, placeCart, { variables: { key }, identity });
    return { cart, subgraph, place, orders: async () => (await stores.orders.counts()).orders };
  };

  test('a guest has no cart to order: UNAUTHENTICATED', async () => {
    const { cart, place, orders } = await open();
    const { data, errors } = await place('key-00001', anonymous);
    expect(data).toEqual({ placeOrder: null });
    expect(errors).toMatchObject([{ code: 'UNAUTHENTICATED', path: 'placeOrder' }]);
    expect(cart.asked).toEqual([]);
    expect(await orders()).toBe(0);
  });

  test('an empty cart is told, and leaves the key free', async () => {
    const { cart, place, orders } = await open([]);
    const emptyCart = {
      __typename: 'EmptyCart',
      message: 'The cart is empty. Put something into it, or name the items.',
    };
    expect((await place()).data).toEqual({ placeOrder: emptyCart });
    expect(cart.asked).toEqual(['OrdersReadCart of 1']);
    expect(await orders()).toBe(0);

    cart.lines = [{ sku: 'MUG-1', quantity: 1 }];
    expect((await place()).data).toMatchObject({ placeOrder: { __typename: 'Order' } });
  });

  test('a cart that cannot be read is SUBGRAPH_UNAVAILABLE, and nothing is ordered', async () => {
    const { cart, place, orders } = await open();
    cart.failure = new Error('connect ECONNREFUSED 127.0.0.1:4003');
    const { data, errors } = await place();
    expect(data).toEqual({ placeOrder: null });
    expect(errors).toEqual([
      {
        code: 'SUBGRAPH_UNAVAILABLE',
        path: 'placeOrder',
        message: 'The cart cannot be reached now; nothing was ordered.',
      },
    ]);
    expect(await orders()).toBe(0);
  });

  test('without a cart subgraph, items can be ordered and carts are SUBGRAPH_UNAVAILABLE', async () => {
    await open();
    const subgraph = aSubgraph({ stores: shop().stores, now });
    const { errors } = await ask(subgraph, placeCart, { variables: { key: 'key-00001' }, identity: customer('1') });
    expect(errors).toMatchObject([{ code: 'SUBGRAPH_UNAVAILABLE', path: 'placeOrder' }]);
  });

  test('when the cart cannot be emptied, then the order stands, and the same request empties it later', async () => {
    const { cart, place, orders } = await open();
    cart.beforeAnswer = () => {
      if (cart.asked.at(-1) === 'OrdersClearCart of 1') cart.failure = new Error('gone');
      return Promise.resolve();
    };
    const first = await place();
    expect(first).toMatchObject({ data: { placeOrder: { __typename: 'Order' } }, errors: [] });
    expect(cart.lines).toHaveLength(1);

    // As unreachable as before: still the same order, still no error.
    expect(await place()).toEqual(first);
    cart.failure = null;
    cart.beforeAnswer = () => Promise.resolve();
    expect(await place()).toEqual(first);
    expect(cart.lines).toEqual([]);
    expect(await orders()).toBe(1);
  });

  test('a request that comes again leaves alone what was put into the cart after its order', async () => {
    const { cart, place, orders } = await open();
    const first = await place();
    cart.lines = [{ sku: 'MUG-1', quantity: 7 }];
    cart.updatedAt = new Date(now().getTime() + 1);
    cart.asked = [];

    expect(await place()).toEqual(first);
    expect(cart.asked).toEqual(['OrdersReadCart of 1']);
    expect(cart.lines).toHaveLength(1);
    expect(await orders()).toBe(1);
  });

  test('when another request with the same key orders the cart before this one reads it, then this one finds that order', async () => {
    const { cart, place, orders } = await open();
    let other: Awaited<ReturnType<typeof place>> | undefined;
    cart.beforeAnswer = async () => {
      cart.beforeAnswer = () => Promise.resolve();
      other = await place();
    };
    const answer = await place();
    expect(answer).toMatchObject({ data: { placeOrder: { __typename: 'Order' } } });
    expect(answer).toEqual(other);
    expect(cart.asked).toEqual(['OrdersReadCart of 1', 'OrdersReadCart of 1', 'OrdersClearCart of 1']);
    expect(await orders()).toBe(1);
  });

  describe('where a bus tells the cart', () => {
    /** Nobody listens: the cart hears of its order as late as the test says. */
    const openHeard = async () => {
      const { stores } = shop();
      await stores.customers.upsert([aCustomer({ id: '1' })]);
      await stores.stock.upsert([aSellable({ sku: 'MUG-1', onHand: 10 })], { at: now() });
      const cart = aCart([{ sku: 'MUG-1', quantity: 2 }]);
      const bus = openInProcessBus({ groups: ['orders'] });
      const subgraph = aSubgraph({
        stores: { ...stores, close: () => Promise.resolve() },
        cart: cart.execute,
        bus,
        now,
      });
      const place = async (key: string) => {
        const { data } = await ask(subgraph, placeCart, { variables: { key }, identity: customer('1') });
        return (data?.['placeOrder'] as { __typename: string }).__typename;
      };
      const close = async () => {
        await subgraph.close();
        await bus.close();
      };
      return { cart, place, close, orders: async () => (await stores.orders.counts()).orders };
    };

    test('the cart is asked once and left alone, and is not ordered again before it has changed', async () => {
      const { cart, place, close, orders } = await openHeard();
      expect(await place('key-00001')).toBe('Order');
      expect(cart.asked).toEqual(['OrdersReadCart of 1']);
      expect(cart.lines).toHaveLength(1);
      expect((await eventsIn(shop()))[0]).toMatchObject({
        type: 'order.created',
        data: { customerId: '1', fromCart: true, items: [{ sku: 'MUG-1', quantity: 2 }] },
      });
      expect(await place('key-00002')).toBe('EmptyCart');
      expect(await place('key-00001')).toBe('Order');
      expect(await orders()).toBe(1);

      cart.updatedAt = new Date(cart.updatedAt.getTime() + 1);
      expect(await place('key-00002')).toBe('Order');
      expect(await orders()).toBe(2);
      await close();
    });

    test('when ten requests with keys of their own order one cart at once, then one order is placed', async () => {
      const { place, close, orders } = await openHeard();
      const names = await Promise.all(numbers(10).map((number) => place(`key-of-${number}`)));
      expect(names.toSorted()).toEqual([...numbers(9).map(() => 'EmptyCart'), 'Order']);
      expect(await orders()).toBe(1);
      await close();
    });

    test('a cart that could not be ordered can be later, as it is', async () => {
      const { cart, place, close } = await openHeard();
      cart.lines = [{ sku: 'MUG-1', quantity: 11 }];
      expect(await place('key-00001')).toBe('OutOfStock');
      cart.lines = [{ sku: 'MUG-1', quantity: 10 }];
      expect(await place('key-00001')).toBe('Order');
      await close();
    });
  });
});
