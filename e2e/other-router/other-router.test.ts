import { readdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { waitFor } from '@mosaico/testing/wait-for';
import { startSixProcesses, type Mosaico } from '../../ops/distributed/six-processes.ts';
import { startProcess, type RunningProcess } from '../../ops/distributed/start-process.ts';
import { createGraphQLClient, type GraphQLAnswer } from '../support/graphql-client.ts';
import { startStandalone } from '../support/mosaico.ts';
import { savedOperation } from '../support/saved-operations.ts';
import { loggedIn, savedQueries } from '../support/saved-queries.ts';
import { createTimeoutMs, shopData } from '../support/shop-data.ts';

const mutations = [
  'Login',
  'Register',
  'Refresh',
  'Add',
  'Place',
  'Pay',
  'Ship',
  'Deliver',
  'SendBack',
  'TakeBack',
  'Refund',
  'TrackEvents',
];

describe('another federation router, on the same supergraph and the same five subgraphs', () => {
  const home = shopData();
  let shop: Mosaico;
  let router: RunningProcess;
  let clients: Record<'gateway' | 'router', Awaited<ReturnType<typeof loggedIn>>>;

  beforeAll(async () => {
    await home.create();
    await (await startStandalone(home)).stop();
    shop = await startSixProcesses(home);
    router = await startProcess({
      entry: 'e2e/other-router/main.ts',
      environment: { LOG_LEVEL: 'info', PORT: '0', ...home.environment, ...shop.subgraphUrls },
    });
    clients = { gateway: await loggedIn(shop.origin, home), router: await loggedIn(router.origin, home) };
  }, 180_000 + createTimeoutMs);
  afterAll(async () => {
    expect(await router.stop()).toBe(0);
    await shop.stop();
    await home.remove();
  }, 180_000);

  test('every saved operation is asked here', () => {
    const saved = readdirSync(new URL('../../schema/operations/', import.meta.url))
      .filter((file) => file.endsWith('.graphql'))
      .map((file) => file.replace('.graphql', ''));
    expect(new Set([...savedQueries.map(([name]) => name), ...mutations])).toEqual(new Set(saved));
  });

  test.each(savedQueries)('%s has the same data when %s asks', async (name, caller, variables = {}) => {
    const operation = savedOperation(name, variables);
    const ours = await clients.gateway[caller].ask(operation);
    const theirs = await clients.router[caller].ask(operation);
    expect(ours.data).toEqual(expect.any(Object));
    expect(theirs.data).toEqual(ours.data);
    // The one difference: this router says which subgraph an error came from, and the gateway keeps that to itself.
    expect(withoutServiceNames(theirs)).toEqual(ours.errors);
  });

  test('who asks is told to the subgraphs, also when many ask the same at once', async () => {
    const query = '{ me { id name cart { itemCount } orders(first: 1) { edges { node { number } } } } }';
    const [ada, grace] = [await clients.gateway.ada.ask({ query }), await clients.gateway.grace.ask({ query })];
    expect(ada).not.toEqual(grace);
    const callers = Array.from({ length: 20 }, (_, index) => (index % 2 === 0 ? 'ada' : 'grace'));
    const answers = await Promise.all(callers.map((caller) => clients.router[caller].ask({ query })));
    expect(answers).toEqual(callers.map((caller) => (caller === 'ada' ? ada : grace)));
  });

  test('a token that does not hold gets nothing, not what a guest may see', async () => {
    const { data, errors = [] } = await createGraphQLClient(router.origin, 'forged').ask({
      query: '{ products(first: 1) { totalCount } }',
    });
    expect(data?.['products'] ?? null).toBeNull();
    expect(errors.map(({ extensions }) => extensions?.code)).toEqual(['UNAUTHENTICATED']);
  });

  test('the whole way of a customer works, and the gateway shows what came of it', async () => {
    const email = 'barbara@mosaico.example';
    const password = 'a long enough one';
    const nobody = clients.router.nobody;
    const registered = await nobody.ask(savedOperation('Register', { input: { email, password, name: 'Barbara' } }));
    expect(registered.data?.['register']).toMatchObject({ __typename: 'Session' });
    const barbara = await nobody.login(email, password);
    const sameOfGateway = await createGraphQLClient(shop.origin).login(email, password);

    const add = savedOperation('Add', { sku: 'COF-FRP-1L' });
    expect((await barbara.ask(add)).data).toEqual({ addToCart: { __typename: 'Cart', itemCount: 1 } });
    const cart = savedOperation('MyCart');
    expect((await barbara.ask(cart)).data).toEqual((await sameOfGateway.ask(cart)).data);

    const place = savedOperation('Place', { key: 'barbara-order-1' });
    const placed = await barbara.ask(place);
    expect(placed.data?.['placeOrder']).toMatchObject({ __typename: 'Order', total: { amount: '34.00' } });
    expect(await sameOfGateway.ask(place)).toEqual(placed);

    const tracked = await barbara.ask(savedOperation('TrackEvents'));
    expect(tracked).toEqual({ data: { trackEvents: expect.objectContaining({ recorded: 2 }) } });
    const activity = { query: '{ me { activity(first: 5) { edges { node { type } } } } }' };
    // What she did comes to be seen a moment later.
    const same = async () =>
      JSON.stringify(await barbara.ask(activity)) === JSON.stringify(await sameOfGateway.ask(activity));
    await waitFor(same, { deadlineMs: 60_000, describe: 'the same activity by both' });
  });
});

function withoutServiceNames({ errors }: GraphQLAnswer): GraphQLAnswer['errors'] {
  return errors?.map(({ extensions = {}, ...error }) => {
    const { serviceName, ...others } = extensions as { code?: string; serviceName?: string };
    expect(serviceName).toEqual(expect.any(String));
    return { ...error, extensions: others };
  });
}
