import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createSilentLogger } from '@mosaico/service';
import { createDynamoCartStore } from '../src/store/dynamo-cart-store.ts';
import { createDynamoClient } from '../src/store/dynamo/client.ts';
import { createCartSubgraph } from '../src/subgraph.ts';
import { startEmbedded, type TestEngine } from './support/engines.ts';
import { ada, staff } from './support/graph.ts';

let engine: TestEngine;
beforeAll(async () => {
  engine = await startEmbedded();
});
afterAll(() => engine.close());

test('When the store is down, then only what it holds is null, with a code', async () => {
  const { stores, clock } = await engine.open();
  const { client, documents } = createDynamoClient({
    endpoint: 'http://127.0.0.1:9',
    region: 'x',
    ownCredentials: false,
  });
  const carts = createDynamoCartStore({ documents, table: 't', now: clock.now, pause: () => Promise.resolve() });
  const subgraph = createCartSubgraph({
    stores: { ...stores, carts, ping: () => carts.linesOf(['1']).then(() => undefined) },
    logger: createSilentLogger(),
    now: clock.now,
    newId: () => 'id',
    currency: 'GBP',
    executors: { catalog: () => Promise.resolve({ data: { product: { id: 'p' } } }) },
  });
  const { data, errors } = await subgraph.execute({
    query: `query ($representations: [_Any!]!) { _entities(representations: $representations) {
      ... on Customer { id sessions { id } cart { id itemCount } } } }`,
    variables: { representations: [{ __typename: 'Customer', id: '1000001' }] },
    identity: staff('support'),
    requestId: 'r',
  });
  expect(JSON.parse(JSON.stringify(data))).toEqual({
    _entities: [{ id: '1000001', sessions: [], cart: { id: '1000001', itemCount: null } }],
  });
  expect(errors).toEqual([
    expect.objectContaining({
      message: 'The cart store does not answer.',
      path: ['_entities', 0, 'cart', 'itemCount'],
      extensions: { code: 'STORE_UNAVAILABLE' },
    }),
  ]);
  const mutation = {
    query: 'mutation { addToCart(input: { sku: "A" }) { __typename } }',
    identity: ada,
    requestId: 'r',
  };
  expect((await subgraph.execute(mutation)).errors?.map(({ extensions }) => extensions)).toEqual([
    { code: 'STORE_UNAVAILABLE' },
  ]);
  expect(await subgraph.health()).toEqual([{ store: 'cart (DynamoDB)', engine: 'DynamoDB', ready: false }]);
  client.destroy();
});

test('When the store answers, then the subgraph is ready', async () => {
  const { stores, clock } = await engine.open();
  const subgraph = createCartSubgraph({
    stores,
    logger: createSilentLogger(),
    now: clock.now,
    newId: () => 'id',
    currency: 'GBP',
    executors: { catalog: () => Promise.reject(new Error('not asked')) },
  });
  expect(await subgraph.health()).toEqual([{ store: 'cart (DynamoDB)', engine: 'DynamoDB', ready: true }]);
});
