import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { waitFor } from '@mosaico/testing/wait-for';
import { createGraphQLClient, type GraphQLClient } from '../support/graphql-client.ts';
import type { Mosaico } from '../../ops/distributed/six-processes.ts';
import { runToEnd } from '../../ops/distributed/start-process.ts';
import { startStandalone } from '../support/mosaico.ts';
import { savedOperation } from '../support/saved-operations.ts';
import { createTimeoutMs, onRealStores, shopData } from '../support/shop-data.ts';

const long = 'x'.repeat(10_000);

/** Each asks for something that cannot be; the code is what the client is told. */
const badRequests: [name: string, query: string, code: string, variables?: object][] = [
  ['a malformed product id', '{ product(id: "1 OR 1=1") { name } }', 'BAD_USER_INPUT'],
  [
    'a product by id and sku',
    '{ product(id: "5ed4ca7ba3c9fa54f7364a95", sku: "COF-FRP-1L") { name } }',
    'BAD_USER_INPUT',
  ],
  ['a product by neither', '{ product { name } }', 'BAD_USER_INPUT'],
  ['a malformed category id', `{ category(id: "../../etc/passwd") { name } }`, 'BAD_USER_INPUT'],
  ['a malformed order id', `{ order(id: "1; DROP TABLE orders") { id } }`, 'BAD_USER_INPUT'],
  ['a malformed customer id', `{ customer(id: "-1") { id } }`, 'BAD_USER_INPUT'],
  ['a page of none', '{ products(first: 0) { totalCount } }', 'BAD_USER_INPUT'],
  ['a page of a negative size', '{ products(first: -5) { totalCount } }', 'BAD_USER_INPUT'],
  ['a page without end', '{ products(first: 1000000) { totalCount } }', 'BAD_USER_INPUT'],
  ['a cursor from elsewhere', '{ products(after: "eyJhIjoxfQ") { totalCount } }', 'BAD_USER_INPUT'],
  [
    'a search for 10,000 characters',
    'query ($q: String!) { search(query: $q) { totalCount } }',
    'BAD_USER_INPUT',
    { q: long },
  ],
  ['an unknown sort', '{ products(sort: CHEAPEST) { totalCount } }', 'GRAPHQL_VALIDATION_FAILED'],
  [
    'a negative quantity',
    'mutation { addToCart(input: { sku: "COF-FRP-1L", quantity: -3 }) { __typename } }',
    'BAD_USER_INPUT',
  ],
  [
    'a quantity of none',
    'mutation { addToCart(input: { sku: "COF-FRP-1L", quantity: 0 }) { __typename } }',
    'BAD_USER_INPUT',
  ],
  [
    'a sku of 10,000 characters',
    'mutation ($sku: String!) { addToCart(input: { sku: $sku }) { __typename } }',
    'BAD_USER_INPUT',
    { sku: long },
  ],
  [
    'an order of a negative quantity',
    'mutation { placeOrder(input: { items: [{ sku: "COF-FRP-1L", quantity: -1 }] }, idempotencyKey: "bad-input-1") { __typename } }',
    'BAD_USER_INPUT',
  ],
  [
    'an order of nothing',
    'mutation { placeOrder(input: { items: [] }, idempotencyKey: "bad-input-2") { __typename } }',
    'BAD_USER_INPUT',
  ],
  [
    'an order of one sku twice',
    'mutation { placeOrder(input: { items: [{ sku: "COF-FRP-1L", quantity: 1 }, { sku: "COF-FRP-1L", quantity: 1 }] }, idempotencyKey: "bad-input-3") { __typename } }',
    'BAD_USER_INPUT',
  ],
  [
    'an idempotency key that is too short',
    'mutation { placeOrder(input: {}, idempotencyKey: "k") { __typename } }',
    'BAD_USER_INPUT',
  ],
  [
    'a review of six stars',
    'mutation ($id: ID!) { addReview(input: { productId: $id, rating: 6, title: "a", body: "b" }) { __typename } }',
    'BAD_USER_INPUT',
    { id: '5ed4ca7ba3c9fa54f7364a95' },
  ],
  [
    'a review of 10,000 characters',
    'mutation ($b: String!) { addReview(input: { productId: "5ed4ca7ba3c9fa54f7364a95", rating: 5, title: "a", body: $b }) { __typename } }',
    'BAD_USER_INPUT',
    { b: long },
  ],
  [
    'an e-mail address that is none',
    'mutation { register(input: { email: "nobody", password: "a long enough one", name: "N" }) { __typename } }',
    'BAD_USER_INPUT',
  ],
  [
    'a name of 10,000 characters',
    'mutation ($n: String!) { register(input: { email: "n@example.com", password: "a long enough one", name: $n }) { __typename } }',
    'BAD_USER_INPUT',
    { n: long },
  ],
  [
    'a password of 10,000 characters',
    'mutation ($p: String!) { login(input: { email: "ada@mosaico.example", password: $p }) { __typename } }',
    'BAD_USER_INPUT',
    { p: long },
  ],
  ['no events', 'mutation { trackEvents(events: []) { recorded } }', 'BAD_USER_INPUT'],
  [
    'an event of the future',
    'mutation { trackEvents(events: [{ type: "a.b", at: "2999-01-01T00:00:00Z" }]) { recorded } }',
    'BAD_USER_INPUT',
  ],
  [
    'an instant without a time zone',
    'mutation { trackEvents(events: [{ type: "a.b", at: "2026-01-01T00:00:00" }]) { recorded } }',
    'GRAPHQL_VALIDATION_FAILED',
  ],
  [
    'a report from a day that is none',
    '{ salesReport(from: "2011-02-30", to: "2011-03-01", granularity: DAY) { period } }',
    'GRAPHQL_VALIDATION_FAILED',
  ],
  [
    'a report from a variable that is no day',
    'query ($from: Date!) { salesReport(from: $from, to: "2011-03-01", granularity: DAY) { period } }',
    'BAD_USER_INPUT',
    { from: '2011-02-30' },
  ],
  [
    'a report that ends before it begins',
    '{ salesReport(from: "2011-03-01", to: "2011-02-01", granularity: DAY) { period } }',
    'BAD_USER_INPUT',
  ],
  [
    'a report of a million days',
    '{ salesReport(from: "0001-01-01", to: "2999-01-01", granularity: DAY) { period } }',
    'BAD_USER_INPUT',
  ],
  ['cohorts that end before they begin', '{ cohorts(from: "2011-12", to: "2010-12") { size } }', 'BAD_USER_INPUT'],
  [
    'a measure of a century of minutes',
    '{ metrics(name: "a.b", from: "1926-01-01T00:00:00Z", to: "2026-01-01T00:00:00Z", resolution: MINUTE) { count } }',
    'BAD_USER_INPUT',
  ],
  [
    'a price that is no number',
    'mutation ($id: ID!) { createProduct(input: { name: "A", brand: "B", description: "C", categoryId: $id, variants: [{ sku: "BAD-1", price: "cheap" }] }) { __typename } }',
    'GRAPHQL_VALIDATION_FAILED',
    { id: '5ed4ca7ba3c9fa54f7364a95' },
  ],
  ['a query cut short', '{ products(first: 1) {', 'GRAPHQL_PARSE_FAILED'],
  ['a field that is none', '{ passwords }', 'GRAPHQL_VALIDATION_FAILED'],
];

const lastActivity = '{ me { activity(first: 1) { edges { node { type } } } } }';
const counts = `{ me { orders(first: 100) { edges { node { id } } } cart { itemCount } activity(first: 100) { edges { node { id } } } }
  products(first: 1) { totalCount } product(sku: "COF-FRP-1L") { inventory { available } rating { count } } }`;

describe('bad input', () => {
  const home = shopData();
  let shop: Mosaico;
  let admin: GraphQLClient;
  beforeAll(async () => {
    await home.create();
    shop = await startStandalone(home);
    admin = await createGraphQLClient(shop.origin).login('edsger@mosaico.example');
    // The login is activity, and counted as such a moment later.
    const seen = async () => (await admin.askText({ query: lastActivity })).text.includes('session.started');
    await waitFor(seen, { deadlineMs: 60_000, describe: 'the login among the activity' });
  }, 120_000 + createTimeoutMs);
  afterAll(async () => {
    await shop.stop();
    await home.remove();
  }, 180_000);

  test.each(badRequests)(
    '%s gets a coded error that tells nothing of the inside, and changes nothing',
    async (_name, query, code, variables = {}) => {
      const before = await admin.askText({ query: counts });
      const { text } = await admin.askText({ query, variables });
      const { errors } = JSON.parse(text) as { errors?: { message: string; extensions: { code: string } }[] };
      expect(errors?.map(({ extensions }) => extensions)).toEqual([{ code }]);
      expect(errors?.[0]?.message.length).toBeLessThan(300);
      expect(text).not.toMatch(/stack|node_modules|\.ts:|select |insert |sqlite|knex|postgres|mongo|127\.0\.0\.1/i);
      expect(await admin.askText({ query: counts })).toEqual(before);
    },
  );

  test('what is not JSON, and what is no GraphQL request, gets a 400', async () => {
    for (const body of ['{', '[]', '{"query": 7}', '""']) {
      const response = await fetch(`${shop.origin}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
      });
      expect([body, response.status]).toEqual([body, 400]);
      expect(await response.text()).not.toMatch(/stack|node_modules/);
    }
  });

  test('a body of more than a megabyte is not read', async () => {
    const response = await fetch(`${shop.origin}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: `{ products(first: 1) { totalCount } } #${'x'.repeat(1_100_000)}` }),
    });
    expect(response.status).toBe(413);
  });

  test('a forged or foreign token is refused, not taken for nobody', async () => {
    for (const token of ['garbage', 'eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.']) {
      const { status, text } = await createGraphQLClient(shop.origin, token).askText(savedOperation('Me'));
      expect(status).toBe(401);
      expect(JSON.parse(text)).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
    }
  });

  // Real stores let several processes in.
  (onRealStores ? test.skip : test)('a second process on the same folder is refused, and says who has it', async () => {
    const second = await runToEnd({
      entry: 'standalone/src/main.ts',
      environment: { ...home.environment, PORT: '0' },
    });
    expect(second.exitCode).toBe(1);
    expect(second.output).toContain('is in use by process');
    expect(second.output).toContain(String(shop.processes.get('standalone')?.pid));
    expect(second.output).not.toContain('    at ');
    expect((await admin.ask({ query: '{ me { name } }' })).data).toEqual({ me: { name: 'Edsger Dijkstra' } });
  });

  test('a bad variable of the environment stops the start with one message', async () => {
    const { exitCode, output } = await runToEnd({
      entry: 'standalone/src/main.ts',
      environment: { ...home.environment, PORT: 'ninety', MYSQL_URL: 'postgres://somewhere' },
    });
    expect(exitCode).toBe(1);
    expect(output).toBe(
      [
        'The configuration is not valid:',
        '  MYSQL_URL: must be a URL that begins with mysql://; got "postgres://somewhere"',
        '  PORT: must be a port number from 0 to 65535; got "ninety"',
        '',
      ].join('\n'),
    );
  });
});
