import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { createMetrics, createSilentLogger } from '@mosaico/service';
import { describeOnEngines, startTcpProxy, waitFor, type TcpProxy } from '@mosaico/testing';
import { openSqlStores, type OrdersStores } from '../src/store/open-stores.ts';
import { ask, aSubgraph, codes, customer } from './ask.ts';
import { sqlEngines, useShop } from './engines.ts';
import { aCustomer, anOrder, aSellable } from './records.ts';
import { waitUntilBlocked } from './wait-until-blocked.ts';

const logger = createSilentLogger();
const unavailable = { extensions: { code: 'STORE_UNAVAILABLE' }, message: 'The orders store does not answer.' };
const query = `{
  me { id }
  order(id: "1") { id }
  _entities(representations: [{ __typename: "Variant", sku: "MUG-1" }]) { ... on Variant { sku inventory { available } } }
}`;
const place = `mutation {
  placeOrder(input: { items: [{ sku: "MUG-1", quantity: 1 }] }, idempotencyKey: "key-00001") { __typename }
}`;
/** A page's limit is 3 s and that of placing an order 10 s; the rest is for a machine that is busy. */
const pageMs = 30_000;

describeOnEngines('a server that cannot be reached', sqlEngines, ({ createDatabase }) => {
  const shop = useShop(createDatabase);
  let proxy: TcpProxy;
  let stores: OrdersStores;

  const open = async () => {
    const url = new URL(shop().url);
    url.port = String(proxy.port);
    return openSqlStores({ url: url.href, logger });
  };
  beforeEach(async () => {
    const { hostname: host, port } = new URL(shop().url);
    proxy = await startTcpProxy({ host, port: Number(port) });
    await shop().stores.customers.upsert([aCustomer({ id: '1' })]);
    await shop().stores.stock.upsert([aSellable({ sku: 'MUG-1', onHand: 10 })], { at: new Date() });
    await shop().stores.orders.addMissing([anOrder({ id: '1', customerId: '1' })]);
  });
  afterEach(async () => {
    await stores.close();
    await proxy.close();
  });

  const answers = () =>
    waitFor(async () => (await stores.stock.stockOfSkus(['MUG-1'])).length === 1, {
      deadlineMs: 60_000,
      describe: 'the stores to answer again',
    });

  test('nulls only its own fields, with STORE_UNAVAILABLE and without its address, until it is back', async () => {
    stores = await open();
    const subgraph = aSubgraph({ stores });
    const whole = await ask(subgraph, query, { identity: customer('1') });
    expect(whole).toMatchObject({ data: { me: { id: '1' }, order: { id: '1' } }, errors: [] });

    await proxy.refuse();
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
    expect(await subgraph.health()).toMatchObject([{ store: 'orders (MySQL)', ready: false }]);

    await proxy.accept();
    await answers();
    expect(await ask(subgraph, query, { identity: customer('1') })).toEqual(whole);
    expect(await subgraph.health()).toEqual([{ store: 'orders (MySQL)', engine: stores.engine, ready: true }]);
  });

  test('a network that swallows everything costs a page its limit, and holds no connection once it is over', async () => {
    stores = await open();
    await answers();
    proxy.setWeather({ isBlackhole: true });
    const began = performance.now();
    // More than the pool has connections.
    const results = await Promise.allSettled(Array.from({ length: 20 }, () => stores.orders.find(['1'])));
    expect(performance.now() - began).toBeLessThan(pageMs);
    for (const result of results) expect(result).toMatchObject({ status: 'rejected', reason: unavailable });

    proxy.setWeather({});
    await answers();
    const again = await Promise.all(Array.from({ length: 20 }, () => stores.orders.find(['1'])));
    expect(again.map((orders) => orders.length)).toEqual(Array.from({ length: 20 }, () => 1));
  }, 180_000);

  test('a connection that is cut under a question rejects it at once, and the write it belonged to is undone', async () => {
    stores = await open();
    const locked = Promise.withResolvers<undefined>();
    const release = Promise.withResolvers<undefined>();
    const other = shop().stores.orders.transaction(async (transaction) => {
      await transaction.lockSellables(['MUG-1']);
      locked.resolve(undefined);
      await release.promise;
      return { keep: false, value: null };
    });
    await locked.promise;
    const key = { scope: 'placeOrder:guest', key: 'key-00001', fingerprint: 'f'.repeat(64) };
    const placing = stores.orders.transaction(async (transaction) => {
      await transaction.claimKey(key, { at: new Date() });
      await transaction.lockSellables(['MUG-1']);
      return { keep: true, value: null };
    });
    const rejected = expect(placing).rejects.toMatchObject(unavailable);
    await waitUntilBlocked(shop().database);
    proxy.cut();
    await rejected;
    release.resolve(undefined);
    await other;

    await answers();
    const claimed = await stores.orders.transaction(async (transaction) => ({
      keep: false,
      value: await transaction.claimKey(key, { at: new Date() }),
    }));
    expect(claimed).toBeNull();
  });

  test('a store that is down at the start opens, and joins with its schema when it is back', async () => {
    await shop().database.knex.raw('drop table replication_heartbeat');
    await shop().database.knex('schema_migrations').where('name', 'like', '002%').delete();
    await proxy.refuse();
    stores = await open();
    await expect(stores.customers.find(['1'])).rejects.toMatchObject(unavailable);
    await expect(stores.ping()).rejects.toMatchObject(unavailable);

    await proxy.accept();
    await answers();
    await stores.ping();
    expect(stores.engine).toBe(shop().stores.engine);
    expect(await shop().database.knex('replication_heartbeat')).toHaveLength(1);
  });

  test('its pools are measured while they are open', async () => {
    const metrics = createMetrics();
    stores = await openSqlStores({ url: shop().url, logger, metrics });
    await stores.customers.find(['1']);
    const pool = async () =>
      (await metrics.text()).split('\n').filter((line) => line.startsWith('mosaico_store_pool_connections{'));
    expect(await pool()).toEqual([
      'mosaico_store_pool_connections{store="orders",state="used"} 0',
      'mosaico_store_pool_connections{store="orders",state="idle"} 1',
      'mosaico_store_pool_connections{store="orders",state="waiting"} 0',
    ]);
    await stores.close();
    expect(await pool()).toEqual([]);
    stores = await open();
  });
});
