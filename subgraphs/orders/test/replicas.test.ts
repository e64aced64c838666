import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createSilentLogger } from '@mosaico/service';
import { canStart, createOwnStores, waitFor, type OwnStores } from '@mosaico/testing';
import { connectLaggingReplica, type LaggingReplica } from '@mosaico/testing/lagging-replica';
import { openSqlStores, type OrdersStores } from '../src/store/open-stores.ts';
import { ask, aSubgraph, codes, customer } from './ask.ts';
import { aCustomer, aSellable } from './records.ts';

const logger = createSilentLogger();
const now = () => new Date('2026-03-04T05:06:07.089Z');
const maxLagSeconds = 2;
const patience = { deadlineMs: 60_000 };
const stockQuery = `{ _entities(representations: [{ __typename: "Variant", sku: "MUG-1" }]) {
  ... on Variant { inventory { available } } } }`;
const place = `mutation { placeOrder(input: { items: [{ sku: "MUG-1", quantity: 1 }] }, idempotencyKey: "key-00001") {
  ... on Order { id items { variant { inventory { available } } } } } }`;

describe('a MariaDB primary and its replica', () => {
  if (!canStart('mysql')) return;
  let own: OwnStores;
  let replica: LaggingReplica;
  let stores: OrdersStores;
  let urls: { primary: string; replica: string };

  beforeAll(async () => {
    own = await createOwnStores(['mysql']);
    await own.set.up(['mysql']);
    const { MYSQL_URL = '', MYSQL_REPLICA_URLS = '' } = own.set.environment(['mysql']);
    urls = { primary: MYSQL_URL, replica: MYSQL_REPLICA_URLS };
  }, 180_000);
  afterAll(() => own.remove(), 180_000);

  const isInUse = () => stores.replicas.pick() !== null;
  const untilInUse = () => waitFor(isInUse, { ...patience, describe: 'the replica to be in use' });
  const untilLeftOut = () => waitFor(() => !isInUse(), { ...patience, describe: 'the replica to be left out' });
  const available = async () => {
    const { data, errors } = await ask(aSubgraph({ stores, now }), stockQuery);
    expect(errors).toEqual([]);
    return (data as { _entities: [{ inventory: { available: number } }] })._entities[0].inventory.available;
  };

  beforeEach(async () => {
    replica = await connectLaggingReplica(urls.replica);
    stores = await openSqlStores({ url: urls.primary, replicas: { urls: [urls.replica], maxLagSeconds }, logger });
    await stores.customers.upsert([aCustomer({ id: '1' })]);
    await stores.stock.upsert([aSellable({ sku: 'MUG-1', onHand: 10 })], { at: now() });
    await untilInUse();
    await waitFor(async () => (await available()) > 0, { ...patience, describe: 'the stock to arrive' });
  });
  afterEach(async () => {
    await stores.close();
    await replica.close();
  });

  test('a customer reads their own write while the replica lags, and everybody does once it lags too much', async () => {
    const before = await available();
    await replica.holdBack();
    const subgraph = aSubgraph({ stores, now });
    const placed = await ask(subgraph, place, { identity: customer('1') });
    const { id, items } = (placed.data as { placeOrder: { id: string; items: unknown[] } }).placeOrder;
    expect(items).toEqual([{ variant: { inventory: { available: before - 1 } } }]);
    const mine = await ask(subgraph, `{ me { orders(first: 1) { edges { node { id items { sku } } } } } }`, {
      identity: customer('1'),
    });
    expect(mine).toEqual({
      data: { me: { orders: { edges: [{ node: { id, items: [{ sku: 'MUG-1' }] } }] } } },
      errors: [],
    });
    // Two seconds have not passed, unless the machine is very busy: the replica is asked, and knows nothing of it.
    const seen = await available();
    if (isInUse()) expect(seen).toBe(before);

    await untilLeftOut();
    expect(await available()).toBe(before - 1);

    await replica.follow();
    await untilInUse();
    expect(await available()).toBe(before - 1);
  }, 180_000);

  test('reads are answered without a gap while the replica is stopped, and it is asked again when it is back', async () => {
    const before = await available();
    const server = own.set.server('mysql-replica');
    await server.stop();
    for (let turn = 0; turn < 20; turn++) expect(await available()).toBe(before);
    expect(isInUse()).toBe(false);

    await server.start();
    await untilInUse();
    const again = await connectLaggingReplica(urls.replica);
    const asked = await again.statements();
    for (let turn = 0; turn < 20; turn++) expect(await available()).toBe(before);
    expect((await again.statements()) - asked).toBeGreaterThanOrEqual(20);
    replica = again;
  }, 180_000);

  test('a replica that stands still costs no answer, and nobody waits for it once it is left out', async () => {
    const before = await available();
    const server = own.set.server('mysql-replica');
    server.pause();
    try {
      expect(await available()).toBe(before);
      await untilLeftOut();
      const began = performance.now();
      for (let turn = 0; turn < 10; turn++) expect(await available()).toBe(before);
      expect(performance.now() - began).toBeLessThan(30_000);
    } finally {
      server.resume();
    }
    await untilInUse();
  }, 180_000);

  test('while the primary is stopped the replica goes on answering, and what needs the primary is STORE_UNAVAILABLE', async () => {
    const before = await available();
    const server = own.set.server('mysql');
    await server.stop();
    expect(await available()).toBe(before);
    const answer = await ask(aSubgraph({ stores, now }), `{ me { name } }`, { identity: customer('1') });
    expect(codes(answer)).toEqual({ me: 'STORE_UNAVAILABLE' });
    expect(await available()).toBe(before);

    await server.start();
    await waitFor(() => stores.ping().then(() => true), { ...patience, describe: 'the primary to be back' });
    const whole = await ask(aSubgraph({ stores, now }), `{ me { name } }`, { identity: customer('1') });
    expect(whole).toEqual({ data: { me: { name: 'Ada Lovelace' } }, errors: [] });
    await untilInUse();
  }, 180_000);
});
