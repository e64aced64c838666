import { randomUUID } from 'node:crypto';
import { expect, test } from '@jest/globals';
import type { Promotion } from '../src/domain/pricing/promotion.ts';
import { aCart } from './a-cart.ts';
import { ask, aSubgraph, codes, customer, type Answer } from './ask.ts';
import type { TestShop } from './engines.ts';
import { eventsIn } from './events.ts';
import { aPromotion } from './pricing/records.ts';
import { aCustomer, aSellable, numbers } from './records.ts';

const now = () => new Date('2026-03-04T05:06:07.089Z');
const amounts = `subtotal { amount } discount { amount } shipping { amount } tax { amount } pricesIncludeTax
  total { amount currency } discounts { name code target amount { amount } } shippingMethod { id name }`;
const problems = `... on OutOfStock { lines { sku available } } ... on UnknownItems { skus }
  ... on CouponRejected { message coupons { code reason } } ... on AddressRequired { message }
  ... on ShippingUnavailable { reason }`;
const placeOrder = `mutation ($input: PlaceOrderInput!, $key: ID!) {
  placeOrder(input: $input, idempotencyKey: $key) {
    __typename
    ... on Order {
      id ${amounts} deliveredTo { recipient lines city postalCode country }
      items { sku lineTotal { amount } discount { amount } tax { amount } }
    }
    ${problems}
    ... on PriceChanged { expected { amount } actual { amount } }
  }
}`;
const quote = `query ($input: QuoteInput!) {
  quote(input: $input) {
    __typename
    ... on Quote { ${amounts} items { sku lineTotal { amount } discount { amount } tax { amount } } }
    ${problems}
  }
}`;
const items = [
  { sku: 'MUG-1', quantity: 2 },
  { sku: 'CUP-1', quantity: 1 },
];
const deliverTo = { recipient: 'Ada', lines: ['1 Quay'], city: 'Hull', postalCode: 'HU1 1AA', country: 'GB' };

/** What orders cost through the graph, as it is on every engine. */
export function orderPricesContract(shop: () => TestShop): void {
  const subgraph = () => aSubgraph({ stores: shop().stores, now });
  const stockUp = async () => {
    const { stock, customers, pricing } = shop().stores;
    const mug = aSellable({ sku: 'MUG-1', price: '4.50', onHand: 1_000, weightGrams: 300 });
    await stock.upsert([mug, aSellable({ sku: 'CUP-1', name: 'Cup', price: '3', onHand: 1_000 })], { at: now() });
    await customers.upsert([aCustomer({ id: '1' }), aCustomer({ id: '2' })]);
    await pricing.saveShippingMethod({
      id: 'parcel',
      name: 'Parcel',
      active: true,
      rates: [
        { country: 'GB', upToGrams: 1_100, price: '4.00' },
        { country: 'GB', upToGrams: 5_000, price: '8.00' },
      ],
    });
    await pricing.saveTaxRate({ country: 'GB', name: 'VAT', percent: '20', included: false });
  };
  const begin = (changes: Partial<Promotion>) =>
    shop().stores.pricing.addPromotion(aPromotion(changes), { key: randomUUID() });
  const place = async (input: object, { key = 'key-00001', identity = customer('1') } = {}) =>
    ask(subgraph(), placeOrder, { variables: { input, key }, identity });

  test('an order pays for its items after discounts, their delivery and the tax, and tells each; a quote tells the same', async () => {
    await stockUp();
    await begin({ name: 'Welcome', code: 'WELCOME10' });
    const terms = { items, couponCodes: [' welcome10'], shippingMethod: 'parcel' };
    const { data, errors } = await place({ ...terms, deliverTo });

    expect(errors).toEqual([]);
    const { id, deliveredTo, items: lines, ...order } = data?.['placeOrder'] as Record<string, unknown>;
    expect(order).toEqual({
      __typename: 'Order',
      subtotal: { amount: '12.00' },
      discount: { amount: '1.20' },
      shipping: { amount: '4.00' },
      // 20 % of 8.10, 2.70 and 4.00: 1.62, 0.54 and 0.80.
      tax: { amount: '2.96' },
      pricesIncludeTax: false,
      total: { amount: '17.76', currency: 'GBP' },
      discounts: [{ name: 'Welcome', code: 'WELCOME10', target: 'ITEMS', amount: { amount: '1.20' } }],
      shippingMethod: { id: 'parcel', name: 'Parcel' },
    });
    expect(deliveredTo).toEqual(deliverTo);
    expect(lines).toEqual([
      { sku: 'MUG-1', lineTotal: { amount: '9.00' }, discount: { amount: '0.90' }, tax: { amount: '1.62' } },
      { sku: 'CUP-1', lineTotal: { amount: '3.00' }, discount: { amount: '0.30' }, tax: { amount: '0.54' } },
    ]);
    expect(await ask(subgraph(), quote, { variables: { input: { ...terms, country: 'GB' } } })).toEqual({
      data: { quote: { ...order, __typename: 'Quote', items: lines } },
      errors: [],
    });

    expect((await eventsIn(shop())).find(({ type }) => type === 'order.created')?.data).toMatchObject({
      ...{ subtotal: '12.00', discount: '1.20', shipping: '4.00', tax: '2.96', total: '17.76' },
      items: [
        { sku: 'MUG-1', lineTotal: '9.00', discount: '0.90' },
        { sku: 'CUP-1', lineTotal: '3.00', discount: '0.30' },
      ],
    });

    const again = `query ($id: ID!) { order(id: $id) { ${amounts} deliveredTo { city } items { discount { amount } } } }`;
    const { data: read } = await ask(subgraph(), again, { variables: { id }, identity: customer('1') });
    expect({ __typename: 'Order', ...(read?.['order'] as object) }).toMatchObject({
      ...order,
      deliveredTo: { city: 'Hull' },
    });
  });

  test('a quote writes and reserves nothing, and is about the cart when no items are given', async () => {
    await stockUp();
    const cart = aCart([{ sku: 'MUG-1', quantity: 2 }]);
    const graph = aSubgraph({ stores: shop().stores, cart: cart.execute, now });
    const ofCart = (identity?: ReturnType<typeof customer>) =>
      ask(graph, quote, { variables: { input: {} }, ...(identity ? { identity } : {}) });
    expect((await ofCart(customer('1'))).data).toMatchObject({
      quote: { __typename: 'Quote', total: { amount: '9.00' }, shippingMethod: null },
    });
    expect(codes(await ofCart())).toEqual({ quote: 'UNAUTHENTICATED' });
    cart.lines = [];
    expect((await ofCart(customer('1'))).data).toEqual({ quote: { __typename: 'EmptyCart' } });
    expect(cart.asked).toEqual(['OrdersReadCart of 1', 'OrdersReadCart of 1']);
    expect(await shop().stores.stock.stockOfSkus(['MUG-1'])).toMatchObject([{ onHand: 1_000, reserved: 0 }]);
    expect((await shop().stores.orders.counts()).orders).toBe(0);
  });

  test('what stands in the way is told alike when it is quoted and when it is placed, and places nothing', async () => {
    await stockUp();
    await begin({ code: 'LATER', validFrom: new Date('2027-01-01T00:00:00.000Z') });
    await begin({ code: 'BIG', minimum: '12.01' });
    const expected: [object, object][] = [
      [
        { couponCodes: ['NEVER', 'later', 'Big'] },
        {
          __typename: 'CouponRejected',
          message: 'Not all of these coupons count for this order. Nothing was ordered.',
          coupons: [
            { code: 'NEVER', reason: 'UNKNOWN' },
            { code: 'LATER', reason: 'NOT_YET_VALID' },
            { code: 'BIG', reason: 'BELOW_MINIMUM' },
          ],
        },
      ],
      [{ shippingMethod: 'parcel' }, { __typename: 'AddressRequired' }],
      [{ country: 'FR' }, { __typename: 'ShippingUnavailable', reason: 'DESTINATION' }],
      [
        { country: 'GB', shippingMethod: 'post' },
        { __typename: 'ShippingUnavailable', reason: 'UNKNOWN_METHOD' },
      ],
      [
        { country: 'GB', items: [{ sku: 'MUG-1', quantity: 17 }] },
        { __typename: 'ShippingUnavailable', reason: 'TOO_HEAVY' },
      ],
      [
        { items: [{ sku: 'MUG-1', quantity: 1_001 }] },
        { __typename: 'OutOfStock', lines: [{ sku: 'MUG-1', available: 1_000 }] },
      ],
      [{ items: [{ sku: 'NEVER', quantity: 1 }] }, { __typename: 'UnknownItems', skus: ['NEVER'] }],
    ];
    for (const [terms, problem] of expected) {
      const input = { items, ...terms };
      const quoted = await ask(subgraph(), quote, { variables: { input } });
      expect(quoted).toMatchObject({ data: { quote: problem }, errors: [] });
      const { country, ...rest } = input as { country?: string };
      const placed = await place({ ...rest, ...(country ? { deliverTo: { ...deliverTo, country } } : {}) });
      expect(placed).toMatchObject({ data: { placeOrder: problem }, errors: [] });
    }
    expect((await shop().stores.orders.counts()).orders).toBe(0);
  });

  test('terms that cannot be are refused, and nothing is ordered', async () => {
    await stockUp();
    const faults: [object, string][] = [
      [{ couponCodes: ['A', ' a '] }, 'couponCodes must name each code once; got "A" twice.'],
      [{ couponCodes: numbers(11).map(String) }, 'couponCodes must hold 0 to 10 items; got 11.'],
      [{ deliverTo: { ...deliverTo, country: 'England' } }, 'deliverTo.country must be two capitals'],
      [{ deliverTo: { ...deliverTo, lines: [] } }, 'deliverTo.lines must hold 1 to 5 items; got 0.'],
      [{ deliverTo: { ...deliverTo, city: ' ' } }, 'deliverTo.city must have 1 to 100 characters'],
      [{ expectedTotal: '1.005' }, 'expectedTotal must be from 0 to 1000000000 with at most 2 decimals'],
      [{ shippingMethod: 'x'.repeat(41) }, 'shippingMethod must have 1 to 40 characters'],
    ];
    for (const [terms, message] of faults) {
      expect((await place({ items, ...terms })).errors).toEqual([
        { code: 'BAD_USER_INPUT', path: 'placeOrder', message: expect.stringContaining(message) },
      ]);
    }
    expect((await shop().stores.orders.counts()).orders).toBe(0);
  });

  test('when it costs something else than was expected, then nothing is ordered and the key stays free', async () => {
    await stockUp();
    const key = randomUUID();
    expect((await place({ items, expectedTotal: '11.99' }, { key })).data).toEqual({
      placeOrder: { __typename: 'PriceChanged', expected: { amount: '11.99' }, actual: { amount: '12.00' } },
    });
    const placed = await place({ items, expectedTotal: '12' }, { key });
    expect(placed.data).toMatchObject({ placeOrder: { __typename: 'Order', total: { amount: '12.00' } } });
    expect(await place({ items, expectedTotal: '12' }, { key })).toEqual(placed);
    for (const other of [{}, { expectedTotal: '13' }, { expectedTotal: '12', couponCodes: ['A'] }]) {
      expect((await place({ items, ...other }, { key })).data).toMatchObject({
        placeOrder: { __typename: 'IdempotencyKeyConflict' },
      });
    }
  });

  test('an order that was placed with a coupon is answered again when that is used up, and gives it back when it is cancelled', async () => {
    await stockUp();
    await begin({ code: 'ONCE', limit: 1, validUntil: new Date('2026-03-04T05:06:07.090Z') });
    const key = randomUUID();
    const first = await place({ items, couponCodes: ['ONCE'] }, { key });
    expect(first.data).toMatchObject({ placeOrder: { __typename: 'Order', discount: { amount: '1.20' } } });
    expect(await place({ items, couponCodes: ['ONCE'] }, { key })).toEqual(first);
    expect((await place({ items, couponCodes: ['ONCE'] }, { key: 'key-00002' })).data).toMatchObject({
      placeOrder: { __typename: 'CouponRejected', coupons: [{ code: 'ONCE', reason: 'USED_UP' }] },
    });

    expect(await shop().stores.violations()).toEqual([]);
    const { id } = first.data?.['placeOrder'] as { id: string };
    const cancel = `mutation ($id: ID!) {
      cancelOrder(orderId: $id, reason: "Changed my mind", idempotencyKey: "cancel-01") { __typename }
    }`;
    const cancelled = await ask(subgraph(), cancel, { variables: { id }, identity: customer('1') });
    expect(cancelled.data).toEqual({ cancelOrder: { __typename: 'Order' } });
    expect((await place({ items, couponCodes: ['ONCE'] }, { key: 'key-00003' })).data).toMatchObject({
      placeOrder: { __typename: 'Order', discount: { amount: '1.20' } },
    });
    expect(await shop().stores.violations()).toEqual([]);

    const { knex } = shop().database;
    await knex('orders')
      .where({ order_id: Number(id) })
      .update({ discount: '1.30' });
    await knex('promotions').update({ uses: 2 });
    await knex('coupon_redemptions').update({ released_at: null });
    expect((await shop().stores.violations()).map(({ subject }) => subject)).toEqual([
      `order ${id}`,
      `order ${id}`,
      expect.stringMatching(/^promotion \d+$/),
      `order ${id}`,
    ]);
  });

  test('when fifty want the last use of a coupon, then one has it, the others are told, and no unit is taken for them', async () => {
    await stockUp();
    await begin({ code: 'ONCE', limit: 1 });
    await begin({ name: 'For everybody', rule: { kind: 'fixed', amount: '1.00' } });
    const graph = subgraph();
    const answers = await Promise.all(
      numbers(50).map((number) => {
        const wanted = number % 2 === 0 ? items : items.toReversed();
        return ask(graph, placeOrder, {
          variables: { input: { items: wanted, couponCodes: ['ONCE'] }, key: `key-of-${number}` },
          identity: customer(number % 3 === 0 ? '1' : '2'),
        });
      }),
    );
    expect(answers.flatMap(({ errors }) => errors)).toEqual([]);
    const names = answers.map(nameOf);
    expect(names.filter((name) => name === 'Order')).toHaveLength(1);
    expect(names.filter((name) => name === 'CouponRejected')).toHaveLength(49);
    expect((await shop().stores.orders.counts()).orders).toBe(1);
    expect(await shop().stores.stock.stockOfSkus(['MUG-1'])).toMatchObject([{ reserved: 2 }]);
    expect(await shop().stores.violations()).toEqual([]);
  });

  test('when one customer races with a coupon of two uses each, then two orders have it; another customer has two more', async () => {
    await stockUp();
    await begin({ code: 'TWICE', limitPerCustomer: 2 });
    const graph = subgraph();
    const order = (number: number, id: string) =>
      ask(graph, placeOrder, {
        variables: { input: { items, couponCodes: ['TWICE'] }, key: `key-of-${number}` },
        identity: customer(id),
      });
    const answers = await Promise.all(numbers(20).map((number) => order(number, number % 2 === 0 ? '1' : '2')));
    expect(answers.flatMap(({ errors }) => errors)).toEqual([]);
    expect(answers.filter((answer) => nameOf(answer) === 'Order')).toHaveLength(4);
    const guest = await ask(graph, placeOrder, {
      variables: { input: { items, couponCodes: ['TWICE'] }, key: 'key-of-guest' },
    });
    expect(guest.data).toMatchObject({
      placeOrder: { __typename: 'CouponRejected', coupons: [{ code: 'TWICE', reason: 'LOGIN_REQUIRED' }] },
    });
  });
}

function nameOf(answer: Answer): string {
  return (answer.data?.['placeOrder'] as { __typename: string }).__typename;
}
