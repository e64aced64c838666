import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { createSilentLogger, type Subgraph } from '@mosaico/service';
import { startTcpProxy, waitFor, type TcpProxy } from '@mosaico/testing';
import { createCartSubgraph } from '../src/subgraph.ts';
import { startEmbedded, type TestEngine } from './support/engines.ts';
import { ada, staff } from './support/graph.ts';

let engine: TestEngine;
let proxy: TcpProxy;
beforeAll(async () => {
  engine = await startEmbedded();
  const { hostname, port } = new URL(engine.endpoint);
  proxy = await startTcpProxy({ host: hostname, port: Number(port) });
});
afterEach(() => proxy.accept());
afterAll(async () => {
  await engine.close();
  await proxy.close();
});

const ask = {
  query: `query ($representations: [_Any!]!) { _entities(representations: $representations) {
    ... on Customer { id sessions { id } cart { id itemCount customer { id } } } } }`,
  variables: { representations: [{ __typename: 'Customer', id: '1000001' }] },
  identity: staff('support'),
  requestId: 'r',
};
const add = { query: 'mutation { addToCart(input: { sku: "A" }) { __typename } }', identity: ada, requestId: 'r' };
const health = (ready: boolean) => [{ store: 'cart (DynamoDB)', engine: 'DynamoDB', ready }];

test('When the store is down, then only what it holds is null, with a code, until it is back', async () => {
  const subgraph = await open();
  await proxy.refuse();
  await expectOutage(subgraph);
  await proxy.accept();
  await expectRecovery(subgraph);
});

test('When the store is down at the start, then the subgraph starts and says that it is not ready, until it is back', async () => {
  await proxy.refuse();
  const subgraph = await open();
  await expectOutage(subgraph);
  await proxy.accept();
  await expectRecovery(subgraph);
});

async function open(): Promise<Subgraph> {
  const { stores, clock } = await engine.open({ endpoint: `http://127.0.0.1:${proxy.port}` });
  return createCartSubgraph({
    stores,
    logger: createSilentLogger(),
    now: clock.now,
    newId: () => 'id',
    currency: 'GBP',
    executors: { catalog: () => Promise.resolve({ data: { product: { id: 'p' } } }) },
  });
}

async function expectOutage(subgraph: Subgraph): Promise<void> {
  const { data, errors } = await subgraph.execute(ask);
  expect(JSON.parse(JSON.stringify(data))).toEqual({
    _entities: [
      { id: '1000001', sessions: null, cart: { id: '1000001', itemCount: null, customer: { id: '1000001' } } },
    ],
  });
  const told = errors?.map(({ message, path, extensions }) => ({ message, path: path?.join('.'), extensions }));
  expect(told?.toSorted((one, other) => String(one.path).localeCompare(String(other.path)))).toEqual(
    ['_entities.0.cart.itemCount', '_entities.0.sessions'].map((path) => ({
      message: 'The cart store does not answer.',
      path,
      extensions: { code: 'STORE_UNAVAILABLE' },
    })),
  );
  const refused = await subgraph.execute(add);
  expect(refused.errors?.map(({ extensions }) => extensions)).toEqual([{ code: 'STORE_UNAVAILABLE' }]);
  expect(await subgraph.health()).toEqual(health(false));
}

async function expectRecovery(subgraph: Subgraph): Promise<void> {
  const isReady = async () => (await subgraph.health()).every(({ ready }) => ready);
  await waitFor(isReady, { deadlineMs: 60_000, describe: 'the subgraph to be ready' });
  await waitFor(async () => (await subgraph.execute(ask)).errors === undefined, {
    deadlineMs: 60_000,
    describe: 'whole answers',
  });
  expect(await subgraph.health()).toEqual(health(true));
  expect(JSON.parse(JSON.stringify((await subgraph.execute(add)).data))).toEqual({
    addToCart: { __typename: 'Cart' },
  });
}
