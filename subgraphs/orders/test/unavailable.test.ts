import { createServer, type AddressInfo } from 'node:net';
import { describe, expect, test } from '@jest/globals';
import { createSilentLogger } from '@mosaico/service';
import { connect } from '../src/store/connect.ts';
import { createSqlStores } from '../src/store/open-stores.ts';
import { withDeadlines } from '../src/store/with-deadlines.ts';
import { ask, aSubgraph, codes, customer } from './ask.ts';

const logger = createSilentLogger();
const query = `{
  me { id }
  order(id: "1") { id }
  _entities(representations: [{ __typename: "Variant", sku: "MUG-1" }]) { ... on Variant { sku inventory { available } } }
}`;
const place = `mutation {
  placeOrder(input: { items: [{ sku: "MUG-1", quantity: 1 }] }, idempotencyKey: "key-00001") { __typename }
}`;

/** A port of this machine on which nothing listens. */
async function closedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

describe.each(['postgres', 'mysql'])('a %s server that is down', (scheme) => {
  test('nulls only its own fields, with STORE_UNAVAILABLE and without its address', async () => {
    const database = connect({ url: `${scheme}://somebody:secret@127.0.0.1:${await closedPort()}/orders`, logger });
    const stores = createSqlStores(database, { engine: 'test' });
    const subgraph = aSubgraph({ stores });

    const answer = await ask(subgraph, query, { identity: customer('1') });
    expect(answer.data).toEqual({ me: null, order: null, _entities: [{ sku: 'MUG-1', inventory: null }] });
    expect(codes(answer)).toEqual({
      me: 'STORE_UNAVAILABLE',
      order: 'STORE_UNAVAILABLE',
      '_entities.0.inventory': 'STORE_UNAVAILABLE',
    });
    const placed = await ask(subgraph, place);
    expect(placed.data).toEqual({ placeOrder: null });
    expect(placed.errors).toEqual([
      { code: 'STORE_UNAVAILABLE', path: 'placeOrder', message: 'The orders store does not answer.' },
    ]);
    expect(await subgraph.health()).toEqual([{ store: 'orders (MySQL)', engine: 'test', ready: false }]);
    await subgraph.close();
  });
});

describe('a store with deadlines', () => {
  test('rejects as unavailable when a question has no answer in time, and passes on the others', async () => {
    const unanswered = new Promise<string>(() => undefined);
    const store = withDeadlines(
      {
        name: 'a store',
        stuck: () => unanswered,
        quick: (text: string) => Promise.resolve(text),
        failing: () => Promise.reject(new Error('its own')),
      },
      { limitMs: 5 },
    );
    await expect(store.stuck()).rejects.toMatchObject({
      message: 'The orders store does not answer.',
      extensions: { code: 'STORE_UNAVAILABLE' },
    });
    expect(await store.quick('answer')).toBe('answer');
    await expect(store.failing()).rejects.toThrow('its own');
    expect(store.name).toBe('a store');
  });

  test('keeps the limits that are set for single questions', async () => {
    const answer = Promise.withResolvers<string>();
    const store = withDeadlines({ bulk: () => answer.promise }, { limitMs: 1, exceptions: { bulk: Infinity } });
    const bulk = store.bulk();
    const other = withDeadlines({ stuck: () => new Promise(() => undefined) }, { limitMs: 5 });
    await expect(other.stuck()).rejects.toThrow();
    answer.resolve('late');
    expect(await bulk).toBe('late');
  });
});
