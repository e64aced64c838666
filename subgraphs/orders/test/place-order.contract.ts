import { expect, test } from '@jest/globals';
import { aCart } from './a-cart.ts';
import { ask, aSubgraph, customer, type Answer } from './ask.ts';
import type { TestShop } from './engines.ts';
import { aCustomer, aSellable, numbers } from './records.ts';

const placeOrder = `mutation ($input: PlaceOrderInput!, $key: ID!) {
  placeOrder(input: $input, idempotencyKey: $key) {
    __typename
    ... on Order {
      id number status placedAt customer { id }
      subtotal { amount currency } total { amount currency }
      items { sku name quantity unitPrice { amount currency } lineTotal { amount } variant { sku } product { id } }
      statusHistory { status at reason }
    }
    ... on OutOfStock { message lines { sku requested available } }
    ... on UnknownItems { message skus }
    ... on EmptyCart { message }
    ... on IdempotencyKeyConflict { message }
  }
}`;
const now = () => new Date('2026-03-04T05:06:07.089Z');
const mug = aSellable({ sku: 'MUG-1', name: 'Blue mug', price: '4.125', onHand: 10 });
const cup = aSellable({ sku: 'CUP-1', name: 'Cup', price: '3', onHand: 5, catalogId: '65a000000000000000000002' });

/** Placing orders through the graph, as it is on every engine. */
export function placeOrderContract(shop: () => TestShop): void {
  const subgraphWith = (cart = aCart([])) => aSubgraph({ stores: shop().stores, cart: cart.execute, now });
  const stockUp = async () => {
    await shop().stores.stock.upsert([mug, cup], { at: now() });
    await shop().stores.customers.upsert([aCustomer({ id: '1' }), aCustomer({ id: '2' })]);
  };
  const available = async (sku: string) => {
    const [stock] = await shop().stores.stock.stockOfSkus([sku]);
    return stock === undefined ? null : stock.onHand - stock.reserved;
  };

  /** Whatever happened, no unit is lost or doubled and every order is whole. */
  const expectConsistency = async (orders: number) => {
    const { stores, database } = shop();
    expect(await stores.violations()).toEqual([]);
    expect((await stores.orders.counts()).orders).toBe(orders);
    const rows = async (table: string) => database.knex(table).countDistinct({ count: 'order_id' }).first();
    expect(Number((await rows('order_items'))?.count)).toBe(orders);
    expect(Number((await rows('order_status_history'))?.count)).toBe(orders);
    expect(Number((await rows('stock_movements'))?.count)).toBe(orders);
    expect(Number((await rows('stock_reservations'))?.count)).toBe(orders);
    expect(Number((await rows('idempotency_keys'))?.count)).toBe(orders);
  };

  test('when items are ordered, then their stock is reserved for a quarter of an hour and the order tells all of it', async () => {
    await stockUp();
    const input = {
      items: [
        { sku: 'MUG-1', quantity: 3 },
        { sku: 'CUP-1', quantity: 5 },
      ],
    };
    const { data, errors } = await ask(subgraphWith(), placeOrder, {
      variables: { input, key: 'key-00001' },
      identity: customer('1'),
    });

    expect(errors).toEqual([]);
    expect(data).toEqual({
      placeOrder: {
        __typename: 'Order',
        id: '100000001',
        number: '100000001',
        status: 'PENDING',
        placedAt: '2026-03-04T05:06:07.089Z',
        customer: { id: '1' },
        // 3 × 4.125 is 12.375, half-even 12.38.
        subtotal: { amount: '27.38', currency: 'GBP' },
        total: { amount: '27.38', currency: 'GBP' },
        items: [
          {
            sku: 'MUG-1',
            name: 'Blue mug',
            quantity: 3,
            unitPrice: { amount: '4.125', currency: 'GBP' },
            lineTotal: { amount: '12.38' },
            variant: { sku: 'MUG-1' },
            product: { id: mug.catalogId },
          },
          {
            sku: 'CUP-1',
            name: 'Cup',
            quantity: 5,
            unitPrice: { amount: '3.00', currency: 'GBP' },
            lineTotal: { amount: '15.00' },
            variant: { sku: 'CUP-1' },
            product: { id: cup.catalogId },
          },
        ],
        statusHistory: [{ status: 'PENDING', at: '2026-03-04T05:06:07.089Z', reason: null }],
      },
    });
    expect(await available('MUG-1')).toBe(7);
    expect(await available('CUP-1')).toBe(0);
    expect(await shop().stores.stock.stockOfSkus(['MUG-1'])).toEqual([{ sku: 'MUG-1', onHand: 10, reserved: 3 }]);
    expect(await shop().database.knex('stock_reservations').distinct('state', 'expires_at')).toEqual([
      { state: 'open', expires_at: new Date('2026-03-04T05:21:07.089Z') },
    ]);
    await expectConsistency(1);
  });

  test('a guest orders items, and reads the order in the answer', async () => {
    await stockUp();
    const { data, errors } = await ask(subgraphWith(), placeOrder, {
      variables: { input: { items: [{ sku: 'MUG-1', quantity: 1 }] }, key: 'key-00001' },
    });
    expect(errors).toEqual([]);
    // 4.125 half-even.
    expect(data).toMatchObject({ placeOrder: { __typename: 'Order', customer: null, total: { amount: '4.12' } } });
    expect(await available('MUG-1')).toBe(9);
  });

  test('when units are missing, then every short line is told, and nothing is taken or written', async () => {
    await stockUp();
    await shop().stores.stock.upsert([aSellable({ sku: 'CARD', onHand: null })], { at: now() });
    const items = [
      { sku: 'MUG-1', quantity: 11 },
      { sku: 'CUP-1', quantity: 5 },
      { sku: 'CARD', quantity: 1 },
    ];
    const { data } = await ask(subgraphWith(), placeOrder, { variables: { input: { items }, key: 'key-00001' } });

    expect(data).toEqual({
      placeOrder: {
        __typename: 'OutOfStock',
        message: 'Fewer units are left than were asked for. Nothing was ordered.',
        lines: [
          { sku: 'MUG-1', requested: 11, available: 10 },
          { sku: 'CARD', requested: 1, available: 0 },
        ],
      },
    });
    await expectConsistency(0);
  });

  test('when a request placed nothing, then its key is free for the next', async () => {
    await stockUp();
    const subgraph = subgraphWith();
    const variables = (quantity: number) => ({
      input: { items: [{ sku: 'CUP-1', quantity }] },
      key: 'key-00001',
    });
    expect((await ask(subgraph, placeOrder, { variables: variables(6) })).data).toMatchObject({
      placeOrder: { __typename: 'OutOfStock' },
    });
    expect((await ask(subgraph, placeOrder, { variables: variables(5) })).data).toMatchObject({
      placeOrder: { __typename: 'Order' },
    });
    await expectConsistency(1);
  });

  test('skus that are unknown or no longer sold are told, and nothing is taken', async () => {
    await stockUp();
    await shop().stores.stock.upsert([aSellable({ sku: 'OLD', status: 'inactive' })], { at: now() });
    const items = ['MUG-1', 'OLD', 'NEVER', 'mug-1'].map((sku) => ({ sku, quantity: 1 }));
    const { data } = await ask(subgraphWith(), placeOrder, { variables: { input: { items }, key: 'key-00001' } });
    expect(data).toMatchObject({ placeOrder: { __typename: 'UnknownItems', skus: ['OLD', 'NEVER', 'mug-1'] } });
    await expectConsistency(0);
  });

  test('a request that comes again is answered with the same order, its lines in any order; another input is refused', async () => {
    await stockUp();
    const subgraph = subgraphWith();
    const items = [
      { sku: 'MUG-1', quantity: 1 },
      { sku: 'CUP-1', quantity: 2 },
    ];
    const place = (input: object, identity = customer('1')) =>
      ask(subgraph, placeOrder, { variables: { input, key: 'key-00001' }, identity });

    const first = await place({ items });
    expect(first.data).toMatchObject({ placeOrder: { __typename: 'Order' } });
    expect(await place({ items })).toEqual(first);
    expect(await place({ items: items.toReversed() })).toEqual(first);
    await shop().stores.stock.upsert([{ ...mug, price: '99', status: 'inactive' }], { at: now() });
    expect(await place({ items })).toEqual(first);

    for (const other of [{ items: items.slice(1) }, { items: [{ sku: 'MUG-1', quantity: 2 }, items[1]] }, {}]) {
      expect((await place(other)).data).toMatchObject({ placeOrder: { __typename: 'IdempotencyKeyConflict' } });
    }
    // Somebody else's key is another key.
    expect((await place({ items: items.slice(1) }, customer('2'))).data).toMatchObject({
      placeOrder: { __typename: 'Order', customer: { id: '2' } },
    });
    expect(await available('MUG-1')).toBe(9);
    await expectConsistency(2);
  });

  test('when fifty requests with one key race, then one order is placed and all are answered with it', async () => {
    await stockUp();
    const subgraph = subgraphWith();
    const variables = { input: { items: [{ sku: 'MUG-1', quantity: 1 }] }, key: 'key-00001' };
    const answers = await Promise.all(
      numbers(50).map(() => ask(subgraph, placeOrder, { variables, identity: customer('1') })),
    );

    expect(answers.flatMap(({ errors }) => errors)).toEqual([]);
    expect(new Set(answers.map(idOf))).toEqual(new Set([idOf(answers[0])]));
    expect(idOf(answers[0])).toMatch(/^\d+$/);
    expect(await available('MUG-1')).toBe(9);
    await expectConsistency(1);
  });

  test('when fifty want one of the last ten units, then ten get one and forty are told that there is none', async () => {
    await stockUp();
    const subgraph = subgraphWith();
    const answers = await Promise.all(
      numbers(50).map((number) =>
        ask(subgraph, placeOrder, {
          variables: { input: { items: [{ sku: 'MUG-1', quantity: 1 }] }, key: `key-of-${number}` },
          identity: customer(number % 2 === 0 ? '1' : '2'),
        }),
      ),
    );

    expect(answers.flatMap(({ errors }) => errors)).toEqual([]);
    const names = answers.map(({ data }) => (data?.['placeOrder'] as { __typename: string }).__typename);
    expect(names.filter((name) => name === 'Order')).toHaveLength(10);
    expect(names.filter((name) => name === 'OutOfStock')).toHaveLength(40);
    expect(new Set(answers.map(idOf).filter((id) => id !== undefined)).size).toBe(10);
    expect(await available('MUG-1')).toBe(0);
    await expectConsistency(10);
  });

  test('when the cart is ordered, then it is emptied, and the same request finds the same order', async () => {
    await stockUp();
    const cart = aCart([{ sku: 'MUG-1', quantity: 2 }]);
    const subgraph = subgraphWith(cart);
    const place = () =>
      ask(subgraph, placeOrder, { variables: { input: {}, key: 'key-00001' }, identity: customer('1') });

    const first = await place();
    expect(first).toMatchObject({
      data: { placeOrder: { __typename: 'Order', items: [{ quantity: 2 }] } },
      errors: [],
    });
    expect(cart.lines).toEqual([]);
    expect(cart.asked).toEqual(['OrdersReadCart of 1', 'OrdersClearCart of 1']);
    expect(await place()).toEqual(first);
    expect(await available('MUG-1')).toBe(8);
    await expectConsistency(1);
  });

  test('when twenty requests for one cart race with one key, then one order is placed and all are answered with it', async () => {
    await stockUp();
    const cart = aCart([{ sku: 'MUG-1', quantity: 1 }]);
    const subgraph = subgraphWith(cart);
    const answers = await Promise.all(
      numbers(20).map(() =>
        ask(subgraph, placeOrder, { variables: { input: {}, key: 'key-00001' }, identity: customer('1') }),
      ),
    );
    expect(new Set(answers.map(idOf))).toEqual(new Set([idOf(answers[0])]));
    expect(idOf(answers[0])).toMatch(/^\d+$/);
    await expectConsistency(1);
  });

  test('an account that is gone places nothing', async () => {
    await stockUp();
    const { data, errors } = await ask(subgraphWith(), placeOrder, {
      variables: { input: { items: [{ sku: 'MUG-1', quantity: 1 }] }, key: 'key-00001' },
      identity: customer('999'),
    });
    expect(data).toEqual({ placeOrder: null });
    expect(errors).toEqual([
      { code: 'UNAUTHENTICATED', path: 'placeOrder', message: 'The account of this login no longer exists.' },
    ]);
    await expectConsistency(0);
  });
}

function idOf(answer: Answer | undefined): string | undefined {
  return (answer?.data?.['placeOrder'] as { id?: string } | null)?.id;
}
