import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { waitFor } from '@mosaico/testing/wait-for';
import { startSixProcesses, type Mosaico } from '../../ops/distributed/six-processes.ts';
import { createGraphQLClient, type GraphQLClient } from '../support/graphql-client.ts';
import { startStandalone } from '../support/mosaico.ts';
import { savedOperation } from '../support/saved-operations.ts';
import { createTimeoutMs, onRealStores, shopData } from '../support/shop-data.ts';

interface Mode {
  readonly name: string;
  start(home: { environment: Readonly<Record<string, string>> }): Promise<Mosaico>;
}
const oneProcess: Mode = { name: 'in one process', start: startStandalone };
/** Six processes hear of each other by Redis, which embedded stores have not. */
const sixProcesses: Mode = {
  name: 'in six processes',
  async start(home) {
    await (await startStandalone(home)).stop();
    return startSixProcesses(home);
  },
};

const sku = 'COF-FRP-1L';

describe.each(onRealStores ? [oneProcess, sixProcesses] : [oneProcess])('the whole path of an order, $name', (mode) => {
  const home = shopData();
  let shop: Mosaico;
  let nobody: GraphQLClient;
  /** A member of staff. */
  let edsger: GraphQLClient;
  beforeAll(async () => {
    await home.create();
    shop = await mode.start(home);
    nobody = createGraphQLClient(shop.origin);
    edsger = await nobody.login('edsger@mosaico.example');
  }, 240_000 + createTimeoutMs);
  afterAll(async () => {
    expect((await shop.stop()).every((code) => code === 0)).toBe(true);
    await home.remove();
  }, 180_000);

  /** What a saved operation answers in its only field. */
  async function answerOf(client: GraphQLClient, name: string, variables: object): Promise<Record<string, unknown>> {
    const { data, errors } = await client.ask(savedOperation(name, { ...variables }));
    expect(errors).toBeUndefined();
    return Object.values(data ?? {})[0] as Record<string, unknown>;
  }

  async function available(): Promise<number> {
    const { product } = (await nobody.ask(savedOperation('ProductAndStock', { sku }))).data as {
      product: { inventory: { available: number } };
    };
    return product.inventory.available;
  }

  /** What the other parts of the shop have heard of the order comes a moment later. */
  async function soon(client: GraphQLClient, query: string, expected: unknown): Promise<void> {
    let answer: unknown;
    await waitFor(
      async () => {
        answer = (await client.ask({ query })).data;
        return JSON.stringify(answer) === JSON.stringify(expected);
      },
      { deadlineMs: 120_000, describe: 'the answer' },
    ).catch(() => expect(answer).toEqual(expected));
  }

  test('leads from an account over a cart, a payment and a parcel to what comes back and its money', async () => {
    const email = 'alan@mosaico.example';
    const password = 'a long enough one';
    expect(await answerOf(nobody, 'Register', { input: { email, password, name: 'Alan' } })).toMatchObject({
      __typename: 'Session',
    });
    const alan = await nobody.login(email, password);
    const atFirst = await available();
    await answerOf(alan, 'Add', { sku });
    await answerOf(alan, 'Add', { sku });
    const placed = await answerOf(alan, 'Place', { key: 'alan-order-1' });
    expect(placed).toMatchObject({ __typename: 'Order', total: { amount: '68.00' } });
    const orderId = placed['id'];

    // What is not paid is not sent.
    const send = { orderId, carrier: 'Mosaico Post', key: 'alan-parcel-1' };
    expect(await answerOf(edsger, 'Ship', send)).toMatchObject({ __typename: 'OrderNotShippable', status: 'PENDING' });
    const pay = (method: string, key: string) => answerOf(alan, 'Pay', { orderId, method, key });
    expect(await pay('card_declined_insufficient_funds', 'alan-payment-1')).toMatchObject({
      __typename: 'PaymentDeclined',
      code: 'INSUFFICIENT_FUNDS',
    });
    const paid = {
      __typename: 'Order',
      status: 'PROCESSING',
      payments: [{ status: 'DECLINED' }, { status: 'CAPTURED', amount: { amount: '68.00', currency: 'GBP' } }],
    };
    expect(await pay('card_approved', 'alan-payment-2')).toMatchObject(paid);
    expect(await pay('card_approved', 'alan-payment-2')).toMatchObject(paid);
    expect(await available()).toBe(atFirst - 2);

    const lines = [{ sku, quantity: 1 }];
    const first = await answerOf(edsger, 'Ship', { ...send, lines });
    expect(first).toMatchObject({ __typename: 'Parcel', order: { status: 'PROCESSING' }, lines });
    const second = await answerOf(edsger, 'Ship', { ...send, key: 'alan-parcel-2' });
    expect(second).toMatchObject({ __typename: 'Parcel', order: { status: 'SHIPPED' }, lines });
    expect(await answerOf(edsger, 'Deliver', { parcelId: first['id'] })).toMatchObject({
      order: { status: 'SHIPPED' },
    });
    expect(await answerOf(edsger, 'Deliver', { parcelId: second['id'] })).toMatchObject({
      order: { status: 'DELIVERED' },
    });

    const sendBack = { orderId, lines, reason: 'One is enough', key: 'alan-return-1' };
    const sentBack = await answerOf(alan, 'SendBack', sendBack);
    expect(sentBack).toMatchObject({ __typename: 'OrderReturn', status: 'REQUESTED', lines });
    const tooMany = { ...sendBack, lines: [{ sku, quantity: 2 }], key: 'alan-return-2' };
    expect(await answerOf(alan, 'SendBack', tooMany)).toMatchObject({
      __typename: 'TooManyUnits',
      lines: [{ sku, requested: 2, available: 1 }],
    });
    const returnId = sentBack['id'];
    expect(await answerOf(edsger, 'Refund', { returnId })).toMatchObject({ __typename: 'ReturnNotReceived' });
    expect(await answerOf(edsger, 'TakeBack', { returnId, restock: true })).toMatchObject({
      status: 'RECEIVED',
      restocked: true,
    });
    expect(await available()).toBe(atFirst - 1);
    const refunded = {
      status: 'REFUNDED',
      refund: { status: 'REFUNDED', amount: { amount: '34.00', currency: 'GBP' } },
    };
    expect(await answerOf(edsger, 'Refund', { returnId })).toMatchObject(refunded);
    expect(await answerOf(edsger, 'Refund', { returnId })).toMatchObject(refunded);

    await soon(
      alan,
      `{ order(id: "${String(orderId)}") {
        status subtotal { amount } payments { status } refunds { status amount { amount } }
        parcels { carrier } returns { status } statusHistory { status }
        auditTrail(first: 10) { edges { node { action } } } } }`,
      {
        order: {
          status: 'DELIVERED',
          subtotal: { amount: '68.00' },
          payments: [{ status: 'DECLINED' }, { status: 'CAPTURED' }],
          refunds: [{ status: 'REFUNDED', amount: { amount: '34.00' } }],
          parcels: [{ carrier: 'Mosaico Post' }, { carrier: 'Mosaico Post' }],
          returns: [{ status: 'REFUNDED' }],
          statusHistory: ['PENDING', 'PROCESSING', 'SHIPPED', 'DELIVERED'].map((status) => ({ status })),
          auditTrail: {
            edges: ['order.refunded', 'order.delivered', 'order.shipped', 'order.paid', 'order.placed'].map(
              (action) => ({
                node: { action },
              }),
            ),
          },
        },
      },
    );
  }, 300_000);

  test('leads by way of the bank of a shopper whose card asks for it', async () => {
    const grace = await nobody.login('grace@mosaico.example');
    await answerOf(grace, 'Add', { sku });
    const { id: orderId } = await answerOf(grace, 'Place', { key: 'grace-order-1' });
    const pending = await answerOf(grace, 'Pay', { orderId, method: 'card_3ds', key: 'grace-payment-1' });
    expect(pending).toMatchObject({ __typename: 'PaymentPending' });

    // It is the address that the shop is configured to have; this one has a free port.
    const { pathname, search, searchParams } = new URL(String(pending['redirectUrl']));
    const question = await fetch(`${shop.origin}${pathname}${search}`);
    expect([question.status, await question.text()]).toEqual([200, expect.stringContaining('Do you pay')]);
    const answer = await fetch(`${shop.origin}${pathname}`, {
      method: 'POST',
      body: new URLSearchParams({ payment: searchParams.get('payment') ?? '', answer: 'pay' }),
    });
    expect([answer.status, await answer.text()]).toEqual([200, expect.stringContaining('The payment is confirmed.')]);
    await soon(grace, `{ order(id: "${String(orderId)}") { status payments { status } } }`, {
      order: { status: 'PROCESSING', payments: [{ status: 'CAPTURED' }] },
    });
  }, 180_000);

  test('is for nobody else: another customer can neither pay, nor send back, nor look', async () => {
    const ada = await nobody.login('ada@mosaico.example');
    await answerOf(ada, 'Add', { sku });
    const placed = await answerOf(ada, 'Place', { key: 'ada-order-1' });
    const orderId = placed['id'];
    const grace = await nobody.login('grace@mosaico.example');
    const asked = [
      savedOperation('Pay', { orderId, key: 'grace-payment-2' }),
      savedOperation('SendBack', { orderId, key: 'grace-return-1' }),
      savedOperation('Ship', { orderId, key: 'grace-parcel-1' }),
      { query: `{ order(id: "${String(orderId)}") { id } }` },
    ];
    for (const operation of asked) {
      const { errors } = await grace.ask(operation);
      expect(errors?.map(({ extensions }) => extensions?.code)).toEqual(['FORBIDDEN']);
    }
  });
});
