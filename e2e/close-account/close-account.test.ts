import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { everythingKept, type Kept } from '@mosaico/testing/everything-kept';
import { waitFor } from '@mosaico/testing/wait-for';
import type { Mosaico } from '../../ops/distributed/six-processes.ts';
import { createGraphQLClient, type GraphQLClient } from '../support/graphql-client.ts';
import { startStandalone } from '../support/mosaico.ts';
import { loggedIn } from '../support/saved-queries.ts';
import { createTimeoutMs, onRealStores, shopData } from '../support/shop-data.ts';

const name = 'Wilhelmina Quastenflosser';
const email = 'wilhelmina.quastenflosser@mosaico.example';
const password = 'a long enough one';
const sku = 'COF-FRP-1L';
const address = {
  recipient: name,
  lines: ['7 Quastenflosser Lane'],
  city: 'Ely',
  postalCode: 'CB7 4DL',
  country: 'GB',
};

interface Mutated {
  readonly __typename: string;
  readonly id: string;
}

/** Whatever of what is kept says who she was. */
function namesHer(kept: readonly Kept[]): string[] {
  const found = kept.filter(({ text }) => /quastenflosser/i.test(text));
  return Array.from(new Set(found.map(({ where }) => where))).sort();
}

describe('an account that is closed', () => {
  const home = shopData();
  let shop: Mosaico;
  let her: GraphQLClient;
  let admin: GraphQLClient;
  let order: string;
  let customer: string;
  let product: string;

  const mutate = async (client: GraphQLClient, query: string, variables: object = {}): Promise<Mutated> => {
    const { data, errors } = await client.ask({ query, variables });
    expect(errors).toBeUndefined();
    return Object.values(data ?? {})[0] as Mutated;
  };
  const ask = async <Answer>(client: GraphQLClient, query: string, variables: object = {}): Promise<Answer> =>
    (await client.ask({ query, variables })).data as Answer;
  /** What of her the other parts of the shop have. */
  const known = async () => {
    const { customer: found } = await ask<{
      customer: { sessions: object[]; notifications: { edges: object[] }; activity: { edges: object[] } };
    }>(
      admin,
      `query ($id: ID!) { customer(id: $id) {
         sessions { startedAt } notifications(first: 9) { edges { cursor } } activity(first: 20) { edges { node { type } } } } }`,
      { id: customer },
    );
    return {
      sessions: found.sessions.length,
      notifications: found.notifications.edges.length,
      activity: found.activity.edges.length,
    };
  };

  beforeAll(async () => {
    await home.create();
    shop = await startStandalone(home);
    ({ edsger: admin } = await loggedIn(shop.origin, home));
    const nobody = createGraphQLClient(shop.origin);
    await mutate(nobody, 'mutation ($input: RegisterInput!) { register(input: $input) { __typename } }', {
      input: { email, password, name },
    });
    her = await nobody.login(email, password);
    ({ id: customer } = (await ask<{ me: { id: string } }>(her, '{ me { id } }')).me);
    await mutate(her, 'mutation ($input: AddressInput!) { addAddress(input: $input) { __typename } }', {
      input: address,
    });
    ({ id: product } = (await ask<{ product: { id: string } }>(her, `{ product(sku: "${sku}") { id } }`)).product);
    ({ id: order } = await mutate(
      her,
      `mutation { placeOrder(input: { items: [{ sku: "${sku}", quantity: 1 }] }, idempotencyKey: "her-only-order") {
         __typename ... on Order { id } } }`,
    ));
    await mutate(her, `mutation { addToCart(input: { sku: "${sku}", quantity: 1 }) { __typename } }`);
    await mutate(her, 'mutation ($input: AddReviewInput!) { addReview(input: $input) { __typename } }', {
      input: { productId: product, rating: 5, title: 'Fine', body: 'As it should be.' },
    });
    await mutate(her, 'mutation ($events: [TrackedEventInput!]!) { trackEvents(events: $events) { recorded } }', {
      events: [{ type: 'search.done', properties: [{ name: 'query', value: `gifts from ${name}` }] }],
    });
    // Registered, logged in twice, ordered, filled a cart, wrote a review, and searched.
    await waitFor(
      async () => {
        const { sessions, notifications, activity } = await known();
        return sessions === 2 && notifications >= 1 && activity >= 7;
      },
      { deadlineMs: 120_000, describe: 'what she did to be known in all parts' },
    );
  }, 180_000 + createTimeoutMs);
  afterAll(async () => {
    await shop.stop();
    await home.remove();
  }, 180_000);

  test('is forgotten by all five stores; what she ordered stays, as nobody’s who can be named', async () => {
    // What is looked for can be found: all but the caches and the bus keep it in rows.
    await shop.stop();
    const before = namesHer(await everythingKept(home));
    const [orders, events] = onRealStores ? ['MYSQL_URL ', 'CASSANDRA_URL '] : ['postgres/orders public.', 'events/'];
    expect(before).toEqual(
      expect.arrayContaining([`${orders}customers`, `${orders}customer_addresses`, expect.stringContaining(events)]),
    );

    shop = await startStandalone(home);
    const nobody = createGraphQLClient(shop.origin);
    ({ edsger: admin } = await loggedIn(shop.origin, home));
    her = await nobody.login(email, password);
    const close = 'mutation ($password: String!) { closeAccount(password: $password) { __typename } }';
    expect(await mutate(her, close, { password: 'another one' })).toEqual({ __typename: 'WrongPassword' });
    expect(await mutate(her, close, { password })).toEqual({ __typename: 'AccountClosed' });

    await waitFor(async () => JSON.stringify(await known()) === '{"sessions":0,"notifications":0,"activity":0}', {
      deadlineMs: 120_000,
      describe: 'her to be forgotten in all parts',
    });
    await waitFor(async () => (await authors()).every((author) => author?.id !== customer), {
      deadlineMs: 120_000,
      describe: 'her review to be nobody’s',
    });
    expect(await authors()).toContain(null);
    expect(
      await ask(admin, 'query ($id: ID!) { customer(id: $id) { name email addresses { city } cart { itemCount } } }', {
        id: customer,
      }),
    ).toEqual({ customer: { name: 'Closed account', email: null, addresses: [], cart: { itemCount: 0 } } });
    expect(
      await ask(admin, 'query ($id: ID!) { order(id: $id) { total { amount } items { sku } customer { id } } }', {
        id: order,
      }),
    ).toEqual({ order: { total: { amount: expect.any(String) }, items: [{ sku }], customer: { id: customer } } });
    const login = 'mutation ($input: LoginInput!) { login(input: $input) { __typename } }';
    expect(await mutate(nobody, login, { input: { email, password } })).toEqual({ __typename: 'InvalidCredentials' });

    await shop.stop();
    expect(namesHer(await everythingKept(home))).toEqual([]);
    shop = await startStandalone(home);
  }, 300_000);

  async function authors(): Promise<({ id: string } | null)[]> {
    const { product: found } = await ask<{
      product: { reviews: { edges: { node: { author: { id: string } | null } }[] } };
    }>(admin, 'query ($id: ID!) { product(id: $id) { reviews(first: 100) { edges { node { author { id } } } } } }', {
      id: product,
    });
    return found.reviews.edges.map(({ node }) => node.author);
  }
});
