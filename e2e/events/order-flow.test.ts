import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { waitFor } from '@mosaico/testing/wait-for';
import { startSixProcesses, type Mosaico } from '../../ops/distributed/six-processes.ts';
import { createGraphQLClient, type GraphQLClient } from '../support/graphql-client.ts';
import { startStandalone } from '../support/mosaico.ts';
import { createTimeoutMs, onRealStores, shopData } from '../support/shop-data.ts';

interface Mode {
  readonly name: string;
  start(home: { environment: Readonly<Record<string, string>> }): Promise<Mosaico>;
  /** How soon the whole shop has heard. */
  readonly deadlineMs: number;
}
const oneProcess: Mode = { name: 'in one process', start: startStandalone, deadlineMs: 60_000 };
/** Six processes hear of each other by Redis, which embedded stores have not. */
const sixProcesses: Mode = {
  name: 'in six processes',
  deadlineMs: 60_000,
  async start(home) {
    await (await startStandalone(home)).stop();
    return startSixProcesses(home);
  },
};

const today = new Date().toISOString().slice(0, 10);
const lastOne = 'COF-FRP-60';

describe.each(onRealStores ? [oneProcess, sixProcesses] : [oneProcess])('an order, $name', (mode) => {
  const home = shopData();
  let shop: Mosaico;
  let ada: GraphQLClient;
  let grace: GraphQLClient;
  let nobody: GraphQLClient;
  beforeAll(async () => {
    await home.create();
    shop = await mode.start(home);
    nobody = createGraphQLClient(shop.origin);
    [ada, grace] = [await nobody.login('ada@mosaico.example'), await nobody.login('grace@mosaico.example')];
  }, 120_000 + createTimeoutMs);
  afterAll(async () => {
    expect((await shop.stop()).every((code) => code === 0)).toBe(true);
    await home.remove();
  }, 180_000);

  /** Asks until the answer is the expected one. */
  async function soon(client: GraphQLClient, query: string, expected: unknown): Promise<void> {
    let answer: unknown;
    await waitFor(
      async () => {
        answer = (await client.ask({ query })).data;
        return JSON.stringify(answer) === JSON.stringify(expected);
      },
      { deadlineMs: mode.deadlineMs, describe: 'the answer' },
    ).catch(() => expect(answer).toEqual(expected));
  }

  test('that is placed appears in the reports, the audit trail, the notifications, the past and the availability; the cart is empty', async () => {
    const sales = `{ salesReport(from: "${today}", to: "${today}", granularity: DAY) { orders units net { amount } } }`;
    const { data: soldBefore } = await grace.ask({ query: sales });
    const [before] = soldBefore?.['salesReport'] as [{ orders: number; units: number; net: { amount: string } }];
    const onHand = await unitsOf(lastOne);
    await ada.ask({ query: 'mutation { clearCart { __typename } }' });
    await ada.ask({
      query: `mutation { addToCart(input: { sku: "${lastOne}", quantity: ${onHand} }) { __typename } }`,
    });

    const placed = await ada.ask({
      query: `mutation { placeOrder(input: {}, idempotencyKey: "the-last-ones") { __typename ... on Order { id number total { amount } } } }`,
    });
    expect(placed.errors).toBeUndefined();
    const order = placed.data?.['placeOrder'] as { id: string; number: string; total: { amount: string } };

    await soon(ada, '{ cart { itemCount } }', { cart: { itemCount: 0 } });
    await soon(nobody, `{ product(sku: "${lastOne}") { variants { sku inStock } } }`, {
      product: { variants: (await variants()).map((sku) => ({ sku, inStock: sku !== lastOne })) },
    });
    await soon(grace, sales, {
      salesReport: [
        {
          orders: before.orders + 1,
          units: before.units + onHand,
          net: { amount: (Number(before.net.amount) + Number(order.total.amount)).toFixed(2) },
        },
      ],
    });
    await soon(ada, `{ order(id: "${order.id}") { auditTrail { edges { node { action actor } } } } }`, {
      order: { auditTrail: { edges: [{ node: { action: 'order.placed', actor: 'customer' } }] } },
    });
    await soon(ada, '{ me { notifications(first: 1) { edges { node { type order { number } } } } } }', {
      me: { notifications: { edges: [{ node: { type: 'ORDER', order: { number: order.number } } }] } },
    });
  }, 180_000);

  test('that is paid and then cancelled is told to its customer, its trail, the past and the reports, and its money is back', async () => {
    const net = `{ salesReport(from: "${today}", to: "${today}", granularity: DAY) { net { amount } } }`;
    const { data: soldBefore } = await grace.ask({ query: net });
    const placed = await ada.ask({
      query: `mutation { placeOrder(
        input: { items: [{ sku: "COF-DRP-CHK", quantity: 1 }], payment: { method: "card_approved" } }, idempotencyKey: "paid-and-cancelled"
      ) { __typename ... on Order { id number status } } }`,
    });
    expect(placed).toMatchObject({ data: { placeOrder: { __typename: 'Order', status: 'PROCESSING' } } });
    const { id, number } = placed.data?.['placeOrder'] as { id: string; number: string };
    const cancelled = await ada.ask({
      query: `mutation { cancelOrder(orderId: "${id}", reason: "On second thoughts", idempotencyKey: "cancelled-again") {
        __typename ... on Order { status statusHistory { status actor reason } }
      } }`,
    });
    expect(cancelled).toEqual({
      data: {
        cancelOrder: {
          __typename: 'Order',
          status: 'CANCELLED',
          statusHistory: [
            { status: 'PENDING', actor: 'CUSTOMER', reason: null },
            { status: 'PROCESSING', actor: 'CUSTOMER', reason: null },
            { status: 'CANCELLED', actor: 'CUSTOMER', reason: 'On second thoughts' },
          ],
        },
      },
    });
    // The money goes back by the order's saga, which a process that looks for what is due may have taken before this request could.
    const isBack = async (): Promise<boolean> => {
      const { data } = await ada.ask({ query: `{ order(id: "${id}") { refunds { status } } }` });
      return JSON.stringify(data) === JSON.stringify({ order: { refunds: [{ status: 'REFUNDED' }] } });
    };
    await waitFor(isBack, { deadlineMs: mode.deadlineMs, describe: 'the money to be back' });

    const actionsOf = async (): Promise<string[]> => {
      const { data } = await ada.ask({ query: `{ order(id: "${id}") { auditTrail { edges { node { action } } } } }` });
      const { auditTrail } = data?.['order'] as { auditTrail: { edges: { node: { action: string } }[] } };
      return auditTrail.edges.map(({ node }) => node.action).sort();
    };
    const whole = ['order.cancelled', 'order.paid', 'order.placed', 'order.refunded'];
    await waitFor(async () => JSON.stringify(await actionsOf()) === JSON.stringify(whole), {
      deadlineMs: mode.deadlineMs,
      describe: 'the whole trail of the order',
    });
    const told = '{ me { notifications(first: 4) { edges { node { title order { number } } } } } }';
    await waitFor(
      async () => {
        const { me } = (await ada.ask({ query: told })).data as {
          me: { notifications: { edges: { node: { title: string; order: { number: string } | null } }[] } };
        };
        const titles = me.notifications.edges.filter(({ node }) => node.order?.number === number);
        return new Set(titles.map(({ node }) => node.title)).size === 4;
      },
      { deadlineMs: mode.deadlineMs, describe: 'a notification of each step' },
    );
    await soon(grace, net, soldBefore);
  }, 180_000);

  test('that is placed is seen in a page that was kept for everybody', async () => {
    const page = async () => {
      const query = encodeURIComponent('{ product(sku: "COF-DRP-CHK") { name inventory { available } } }');
      const response = await fetch(`${shop.origin}/graphql?query=${query}`, {
        headers: { 'apollo-require-preflight': 'true' },
      });
      const { data } = (await response.json()) as { data: { product: { inventory: { available: number } } } };
      return { available: data.product.inventory.available, kept: response.headers.get('cache-control') };
    };
    const { available } = await page();
    expect(await page()).toEqual({ available, kept: expect.stringMatching(/^public, max-age=[1-5]$/) });
    const placed = await ada.ask({
      query: `mutation { placeOrder(input: { items: [{ sku: "COF-DRP-CHK", quantity: 1 }] }, idempotencyKey: "seen-in-a-page") { __typename } }`,
    });
    expect(placed).toEqual({ data: { placeOrder: { __typename: 'Order' } } });
    await waitFor(async () => (await page()).available === available - 1, {
      deadlineMs: mode.deadlineMs,
      describe: 'the page of after the order',
    });
  }, 180_000);

  async function unitsOf(sku: string): Promise<number> {
    const { data } = await nobody.ask({
      query: `{ product(sku: "${sku}") { variants { sku inventory { available } } } }`,
    });
    const product = data?.['product'] as { variants: { sku: string; inventory: { available: number } }[] };
    return product.variants.find((variant) => variant.sku === sku)?.inventory.available ?? 0;
  }

  async function variants(): Promise<string[]> {
    const { data } = await nobody.ask({ query: `{ product(sku: "${lastOne}") { variants { sku } } }` });
    return (data?.['product'] as { variants: { sku: string }[] }).variants.map(({ sku }) => sku);
  }
});
