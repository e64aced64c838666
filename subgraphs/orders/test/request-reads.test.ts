import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { anonymous, createMetrics, createSilentLogger, type Identity } from '@mosaico/service';
import { createTestDatabase, waitFor } from '@mosaico/testing';
import { openSqlStores, type OrdersStores } from '../src/store/open-stores.ts';
import { ask, aSubgraph, customer, staff } from './ask.ts';
import { useShop } from './engines.ts';
import { aCustomer, anOrder, aSellable } from './records.ts';

const logger = createSilentLogger();
const mugs = '65a000000000000000000001';
const now = () => new Date('2026-03-04T05:06:07.089Z');

/**
 * Two databases that nothing connects but the tests: what is read from the "replica" is told by names and numbers that the
 * primary does not have. The heartbeat arrives there when a test says so.
 */
describe('the reads of a request', () => {
  const primary = useShop(createTestDatabase);
  const replica = useShop(createTestDatabase);
  let stores: OrdersStores;
  const metrics = createMetrics();

  const beat = () => replica().database.knex('replication_heartbeat').update({ beat_at: new Date() });
  const inUse = () => stores.replicas.pick() !== null;

  beforeEach(async () => {
    for (const [shop, name, onHand] of [
      [primary(), 'From the primary', 5],
      [replica(), 'From the replica', 7],
    ] as const) {
      await shop.stores.customers.upsert(['1', '2'].map((id) => aCustomer({ id, name })));
      await shop.stores.stock.upsert([aSellable({ sku: 'MUG-1', catalogId: mugs, onHand })], { at: now() });
      await shop.stores.orders.addMissing([anOrder({ id: '11', number: name, customerId: '1' })]);
    }
    await primary().stores.orders.addMissing([anOrder({ id: '12', number: 'new', customerId: '1' })]);
    stores = await openSqlStores({
      url: primary().url,
      replicas: { urls: [replica().url], maxLagSeconds: 30, checkEveryMs: 20 },
      logger,
      metrics,
    });
    await beat();
    await waitFor(inUse, { deadlineMs: 60_000, describe: 'the replica to be in use' });
  });
  afterEach(() => stores.close());

  const read = async (query: string, identity: Identity = anonymous, afterWrite = false) => {
    const { data } = await aSubgraph({ stores, now }).execute({ query, identity, requestId: 'r1', afterWrite });
    return JSON.parse(JSON.stringify(data)) as Record<string, unknown>;
  };
  const product = `_entities(representations: [{ __typename: "Product", id: "${mugs}" }]) { ... on Product { inventory { available } } }`;
  const available = (count: number) => ({ _entities: [{ inventory: { available: count } }] });
  const name = (id: string) =>
    `_entities(representations: [{ __typename: "Customer", id: "${id}" }]) { ... on Customer { name } }`;

  test('come from a replica for stock, whoever asks, and for other people’s names', async () => {
    expect(await read(`{ ${product} }`)).toEqual(available(7));
    expect(await read(`{ ${product} }`, customer('1'))).toEqual(available(7));
    expect(await read(`{ ${name('2')} }`, customer('1'))).toEqual({ _entities: [{ name: 'From the replica' }] });
  });

  test('come from the primary for what is the caller’s own, and so does all that follows in the request', async () => {
    expect(await read(`{ me { name } }`, customer('1'))).toEqual({ me: { name: 'From the primary' } });
    expect(await read(`{ order(id: "12") { number } }`, customer('1'))).toEqual({ order: { number: 'new' } });
    expect(await read(`{ me { orders { edges { node { number items { sku } } } } } }`, customer('1'))).toMatchObject({
      me: {
        orders: { edges: [{ node: { number: 'new', items: [{}] } }, { node: { number: 'From the primary' } }] },
      },
    });
    // Also for staff, who are customers too.
    expect(await read(`{ me { name } }`, staff('support'))).toEqual({ me: null });
    const own = { customerId: '1', roles: ['support' as const] };
    expect(await read(`{ order(id: "11") { number } }`, own)).toEqual({ order: { number: 'From the primary' } });
  });

  test('of staff come from a replica, unless it lacks an order', async () => {
    const support = staff('support');
    expect(await read(`{ order(id: "11") { number } }`, support)).toEqual({ order: { number: 'From the replica' } });
    expect(await read(`{ order(id: "12") { number items { sku } } }`, support)).toEqual({
      order: { number: 'new', items: [{ sku: 'MUG-1' }] },
    });
    expect(await read(`{ order(id: "13") { number } }`, support)).toEqual({ order: null });
  });

  test('come from the primary once the request writes, and after each of its writes anew', async () => {
    const place = (key: string) =>
      `placeOrder(input: { items: [{ sku: "MUG-1", quantity: 1 }] }, idempotencyKey: "${key}") {
         ... on Order { items { variant { inventory { available } } } } }`;
    const { data, errors } = await ask(
      aSubgraph({ stores, now }),
      `mutation { first: ${place('key-00001')} second: ${place('key-00002')} }`,
    );
    expect(errors).toEqual([]);
    const placed = (count: number) => ({ items: [{ variant: { inventory: { available: count } } }] });
    expect(data).toEqual({ first: placed(4), second: placed(3) });
    // Another part of the shop has the rest of the same operation asked here, of this or of another process.
    expect(await read(`{ ${product} }`, anonymous, true)).toEqual(available(3));
    expect(await read(`{ ${product} }`, anonymous, false)).toEqual(available(7));
  });

  test('come from the primary as soon as the replica lags or fails, and from the replica when it is back', async () => {
    await replica()
      .database.knex('replication_heartbeat')
      .update({ beat_at: new Date(Date.now() - 31_000) });
    await waitFor(() => !inUse(), { deadlineMs: 60_000, describe: 'the lagging replica to be left out' });
    expect(await read(`{ ${product} }`)).toEqual(available(5));
    const gauges = await metrics.text();
    expect(gauges).toContain('mosaico_store_replica_in_use{store="orders-replica-1"} 0');
    expect(gauges).toMatch(/mosaico_store_replica_lag_seconds\{store="orders-replica-1"\} 3[1-9]/);

    await beat();
    await waitFor(inUse, { deadlineMs: 60_000, describe: 'the replica to be in use again' });
    expect(await read(`{ ${product} }`)).toEqual(available(7));
    expect(await metrics.text()).toContain('mosaico_store_replica_in_use{store="orders-replica-1"} 1');

    await replica().database.knex.raw('alter table stock_levels rename to hidden');
    expect(await read(`{ ${product} }`)).toEqual(available(5));
  });

  test('beats reach the primary, and no oftener than every half second', async () => {
    const beatAt = async () => {
      const row = await primary().database.knex('replication_heartbeat').first<{ beat_at: Date }>('beat_at');
      return row.beat_at.getTime();
    };
    const seen = new Set<number>();
    await waitFor(
      async () => {
        seen.add(await beatAt());
        return seen.size === 4;
      },
      { deadlineMs: 60_000, describe: 'three more beats' },
    );
    const [first = 0, ...later] = Array.from(seen);
    later.reduce((before, at) => {
      expect(at - before).toBeGreaterThanOrEqual(500);
      return at;
    }, first);
  });
});
