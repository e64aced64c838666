import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openOrdersStores } from '@mosaico/orders';
import { createSilentLogger } from '@mosaico/service';
import { waitFor } from '@mosaico/testing/wait-for';
import { createGraphQLClient, type GraphQLClient } from '../support/graphql-client.ts';
import type { Mosaico } from '../../ops/distributed/six-processes.ts';
import { startStandalone } from '../support/mosaico.ts';
import { createRandom } from '@mosaico/testing/random';
import { createTimeoutMs, onRealStores, shopData } from '../support/shop-data.ts';

/** Real servers live through it: there only the shop's own processes are at stake. */
const rounds = onRealStores ? 8 : 20;
const mendedMs = 60_000;
/** A payment that the dead were taking is taken up when their lease is over. */
const settledMs = 180_000;
const seed = Number(process.hrtime.bigint() % 1_000_000_007n);

/** What the shop has said it did: everything here must be there after the kill. */
interface Acknowledged {
  orders: string[];
  /** Those of the orders that are paid. */
  paid: string[];
  quantity: number;
  reviews: string[];
  events: string[];
  customers: string[];
}

describe('a kill −9 of the whole shop under writes', () => {
  const home = shopData();
  let shop: Mosaico | undefined;
  beforeAll(() => home.create(), createTimeoutMs);
  afterAll(async () => {
    await shop?.stop();
    await home.remove();
  }, 180_000);

  test(`loses no acknowledged write and needs no hand to start again, ${rounds} times over (seed ${seed})`, async () => {
    const random = createRandom(seed);
    const done: Acknowledged = { orders: [], paid: [], quantity: 0, reviews: [], events: [], customers: [] };
    shop = await startStandalone(home);
    const stockAtFirst = await stock(createGraphQLClient(shop.origin));
    const skus = Array.from(stockAtFirst, ([sku, units]) => (units >= rounds ? [sku] : [])).flat();
    const products = await productIds(createGraphQLClient(shop.origin));
    for (let round = 0; round < rounds; round += 1) {
      const running = shop;
      const process = running.processes.get('standalone');
      const writing = writeUntilItFails(running.origin, { round, done, products, skus });
      // The moment of the kill is counted in answers, not in time, so that a slow machine is killed as deep in its work.
      const killAfter = acknowledged(done) + 10 + Math.floor(random() * 40);
      // An order takes longer than other writes: in two rounds of three it is waited for one, or two.
      const orders = done.orders.length + (round % 3);
      await writing.reached(() => acknowledged(done) >= killAfter && done.orders.length >= orders);
      await process?.kill();
      await writing.ended;
      shop = await startStandalone(home);
      const nobody = createGraphQLClient(shop.origin);
      // A kill between a commit and the word of it leaves caches behind that the next process mends, by the event in the outbox.
      await waitFor(() => expectAllThere(nobody, { done, stockAtFirst }).then(() => true), {
        deadlineMs: mendedMs,
        describe: 'all to be there',
      });
    }
    // How many of each kind are among the answers before a kill depends on what is fast.
    expect(done.orders.length).toBeGreaterThan(0);
    expect(done.paid.length).toBeGreaterThan(0);
    expect(done.events.length).toBeGreaterThan(0);
    expect(done.reviews.length + done.customers.length).toBeGreaterThan(0);
    expect(acknowledged(done)).toBeGreaterThan(rounds * 10);
    const ada = await createGraphQLClient(shop.origin).login('ada@mosaico.example');
    await waitFor(async () => (await paymentsOf(ada)).every((status) => status === 'CAPTURED'), {
      deadlineMs: settledMs,
      describe: 'each payment to be taken',
    });
    expect(await shop.stop()).toEqual([0]);
    expect(await violations(home.environment)).toEqual([]);
  }, 1_200_000);
});

function acknowledged({ orders, reviews, events, customers, quantity }: Acknowledged): number {
  return orders.length + reviews.length + events.length + customers.length + quantity;
}

type WriteOne = (client: GraphQLClient, number: number) => Promise<unknown>;

/** Writes into all five stores at once, until the process is gone. */
function writeUntilItFails(
  origin: string,
  options: { round: number; done: Acknowledged; products: string[]; skus: string[] },
) {
  const { round, done, products, skus } = options;
  const waiting: { isReached: () => boolean; resolve: () => void }[] = [];
  const note = (): void => {
    for (const { resolve } of waiting.filter(({ isReached }) => isReached())) resolve();
  };
  const worker = async (one: WriteOne): Promise<void> => {
    const ada = await createGraphQLClient(origin).login('ada@mosaico.example');
    for (let number = 0; (await one(ada, number)) !== 'nothing left to write'; number += 1) note();
  };
  const untilGone = (one: WriteOne): Promise<void> =>
    worker(one).catch((error: unknown) => {
      // A connection that breaks is the kill; anything else is a failure of the shop.
      if (!(Error.isError(error) && error.message === 'fetch failed')) throw error;
    });
  const ended = Promise.all([
    untilGone(async (ada, number) => {
      const data = await write(ada, {
        query: placeOrder,
        // Of one unit there would be too few. Every other order is paid.
        variables: {
          sku: skus[done.orders.length % skus.length],
          payment: number % 2 === 0 ? { method: 'card_approved' } : null,
          key: `kill-${round}-${number}`,
        },
      });
      if (data === null) return;
      const placed = data['placeOrder'] as Placed;
      // On a machine that stands still the answer of the payment provider may not come in time.
      const { id, status } = placed.__typename === 'PaymentPending' ? placed.order : placed;
      expect(placed).toMatchObject({ __typename: expect.stringMatching(/^(Order|PaymentPending)$/) });
      done.orders.push(id);
      if (status === 'PROCESSING') done.paid.push(id);
    }),
    untilGone(async (ada) => {
      const data = await write(ada, {
        query:
          'mutation { addToCart(input: { sku: "COF-DRP-CHK", quantity: 1 }) { ... on Cart { items { sku quantity } } } }',
      });
      if (data === null) return;
      const items = (data['addToCart'] as { items: { sku: string; quantity: number }[] }).items;
      done.quantity = items.find((item) => item.sku === 'COF-DRP-CHK')?.quantity ?? 0;
    }),
    untilGone(async (ada, number) => {
      const id = `kill-${round}-${number}`;
      const data = await write(ada, {
        query: 'mutation ($id: ID!) { trackEvents(events: [{ id: $id, type: "kill.tried" }]) { recorded } }',
        variables: { id },
      });
      if (data === null) return;
      expect(data).toEqual({ trackEvents: { recorded: 1 } });
      done.events.push(id);
    }),
    untilGone(async (ada) => {
      const productId = products.pop();
      // Nobody reviews a product twice, and a fast machine gets through all of them.
      if (productId === undefined) return 'nothing left to write';
      const data = await write(ada, {
        query: `mutation ($id: ID!) { addReview(input: { productId: $id, rating: 5, title: "Survived", body: "It did." }) { __typename ... on Review { id } ... on AlreadyReviewed { message } } }`,
        variables: { id: productId },
      });
      if ((data?.['addReview'] as { __typename: string } | undefined)?.__typename === 'Review')
        done.reviews.push(productId);
      return null;
    }),
    untilGone(async (_ada, number) => {
      const email = `kill-${round}-${number}@example.com`;
      const data = await write(createGraphQLClient(origin), {
        query:
          'mutation ($e: String!) { register(input: { email: $e, password: "a long enough one", name: "K" }) { __typename ... on Session { customer { id } } } }',
        variables: { e: email },
      });
      if (data === null) return;
      expect(data['register']).toMatchObject({ __typename: 'Session' });
      done.customers.push(email);
    }),
  ]);
  return {
    ended,
    reached: (isReached: () => boolean) =>
      Promise.race([new Promise<void>((resolve) => waiting.push({ isReached, resolve })), ended.then(() => undefined)]),
  };
}

const placeOrder = `mutation ($sku: ID!, $payment: PaymentInput, $key: ID!) {
  placeOrder(input: { items: [{ sku: $sku, quantity: 1 }], payment: $payment }, idempotencyKey: $key) {
    __typename
    ... on Order { id status }
    ... on PaymentPending { order { id status } }
  }
}`;
type Placed =
  | { __typename: 'Order'; id: string; status: string }
  | { __typename: 'PaymentPending'; order: { id: string; status: string } };

/** What was written; null when a store said that it did not do it in time: that acknowledges nothing. */
async function write(
  client: GraphQLClient,
  operation: { query: string; variables?: object },
): Promise<Record<string, unknown> | null> {
  const { data, errors = [] } = await client.ask(operation);
  if (errors.length > 0 && errors.every(({ extensions }) => extensions?.code === 'STORE_UNAVAILABLE')) return null;
  if (errors.length > 0 || !data) throw new Error(`A write was answered by ${JSON.stringify(errors)}.`);
  return data;
}

async function expectAllThere(
  nobody: GraphQLClient,
  options: { done: Acknowledged; stockAtFirst: Map<string, number> },
): Promise<void> {
  const { done, stockAtFirst } = options;
  const ada = await nobody.login('ada@mosaico.example');
  const nodes = await nodesOf(ada, 'orders', 'id status');
  const orders = nodes.map(({ id }) => id);
  expect(orders).toEqual(expect.arrayContaining(done.orders));
  const isPaid = new Set(nodes.flatMap(({ id, status }) => (status === 'PROCESSING' ? [id] : [])));
  expect(done.paid.filter((id) => !isPaid.has(id))).toEqual([]);
  const events = (await nodesOf(ada, 'activity', 'id')).map(({ id }) => id);
  expect(events).toEqual(expect.arrayContaining(done.events));

  const { data } = await ada.ask({ query: '{ cart { items { sku quantity } } }' });
  const line = (data?.['cart'] as { items: { sku: string; quantity: number }[] }).items.find(
    (item) => item.sku === 'COF-DRP-CHK',
  );
  expect(line?.quantity ?? 0).toBeGreaterThanOrEqual(done.quantity);
  done.quantity = line?.quantity ?? 0;

  // An order that was written but not acknowledged takes stock too: the stock must fit the orders that are there.
  const placed = orders.filter((id) => Number(id) > 100_000_000).length;
  expect(total(await stock(nobody))).toBe(total(stockAtFirst) - placed);

  for (const productId of done.reviews.slice(-10)) {
    const answer = await nobody.ask({
      query:
        'query ($id: ID!) { product(id: $id) { rating { count } reviews(first: 100) { totalCount edges { node { title } } } } }',
      variables: { id: productId },
    });
    const product = answer.data?.['product'] as {
      rating: { count: number };
      reviews: { totalCount: number; edges: { node: { title: string } }[] };
    };
    expect(product.reviews.edges.filter(({ node }) => node.title === 'Survived')).toHaveLength(1);
    expect(product.rating.count).toBe(product.reviews.totalCount);
  }
  const last = done.customers.at(-1);
  if (last !== undefined) await nobody.login(last, 'a long enough one');
}

/** What can be bought of the units of thirty products. */
async function stock(client: GraphQLClient): Promise<Map<string, number>> {
  const { data } = await client.ask({
    query: '{ products(first: 30) { edges { node { variants { sku inventory { available } } } } } }',
  });
  const { edges } = data?.['products'] as { edges: { node: { variants: Unit[] } }[] };
  return new Map(edges.flatMap(({ node }) => node.variants.map(({ sku, inventory }) => [sku, inventory.available])));
}
interface Unit {
  sku: string;
  inventory: { available: number };
}

function total(available: Map<string, number>): number {
  return Array.from(available.values()).reduce((sum, units) => sum + units, 0);
}

async function productIds(client: GraphQLClient): Promise<string[]> {
  const ids: string[] = [];
  let after: string | null = null;
  do {
    const { data } = await client.ask({
      query:
        'query ($after: String) { products(first: 100, after: $after) { edges { node { id } } pageInfo { hasNextPage endCursor } } }',
      variables: { after },
    });
    const page = data?.['products'] as Page;
    ids.push(...page.edges.map(({ node }) => node.id));
    after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
  } while (after !== null);
  return ids;
}

interface Page {
  edges: { node: Node }[];
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
}
interface Node {
  id: string;
  status?: string;
  payments?: { status: string }[];
}

/** All that the caller has in a connection of `me`. */
async function nodesOf(client: GraphQLClient, field: 'orders' | 'activity', selection: string): Promise<Node[]> {
  const nodes: Node[] = [];
  let after: string | null = null;
  do {
    const { data } = await client.ask({
      query: `query ($after: String) { me { ${field}(first: 100, after: $after) { edges { node { ${selection} } } pageInfo { hasNextPage endCursor } } } }`,
      variables: { after },
    });
    const page = (data?.['me'] as Record<string, Page>)[field];
    if (page === undefined) throw new Error(`me has no ${field}.`);
    nodes.push(...page.edges.map(({ node }) => node));
    after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
  } while (after !== null);
  return nodes;
}

/** How far each payment of the caller's has come. */
async function paymentsOf(client: GraphQLClient): Promise<string[]> {
  const orders = await nodesOf(client, 'orders', 'id payments { status }');
  return orders.flatMap(({ payments }) => payments ?? []).map(({ status }) => status);
}

/** What does not hold of orders, money and stock in a shop that has been stopped. */
async function violations(environment: Readonly<Record<string, string>>): Promise<unknown[]> {
  const { DATA_DIR = '', MYSQL_URL } = environment;
  const stores = await openOrdersStores({ config: { DATA_DIR, MYSQL_URL }, logger: createSilentLogger() });
  try {
    return await stores.violations();
  } finally {
    await stores.close();
  }
}
