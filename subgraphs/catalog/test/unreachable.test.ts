import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { anonymous, createMetrics, createSilentLogger, type Metrics, type Subgraph } from '@mosaico/service';
import { canStart, realStoreUrl, startTcpProxy, type TcpProxy, waitFor } from '@mosaico/testing';
import { MongoClient } from 'mongodb';
import { everyProduct } from '../src/domain/product-filter.ts';
import { type CatalogStores, createCatalogSubgraph, openCatalogStores } from '../src/index.ts';
import { id, productRecord, shelves, time } from './support/records.ts';

const unavailable = { message: 'The catalog store does not answer.', extensions: { code: 'STORE_UNAVAILABLE' } };
/** Well above a question's limit, for a machine that is busy; without one it would never end. */
const withinLimitMs = 30_000;

describe('The catalog over a MongoDB server behind a bad network', () => {
  if (!canStart('mongodb')) return;

  let proxy: TcpProxy;
  let metrics: Metrics;
  let name: string;
  let stores: CatalogStores | null = null;
  let subgraph: Subgraph | null = null;
  beforeEach(async () => {
    const { hostname, port } = new URL(realStoreUrl('mongodb', 'MONGODB_URL'));
    proxy = await startTcpProxy({ host: hostname, port: Number(port) });
    name = `catalog_test_${randomBytes(6).toString('hex')}`;
    metrics = createMetrics();
  });
  afterEach(async () => {
    await stores?.close();
    await subgraph?.close();
    [stores, subgraph] = [null, null];
    await proxy.close();
    const client = new MongoClient(realStoreUrl('mongodb', 'MONGODB_URL'));
    await client.db(name).dropDatabase();
    await client.close();
  });

  async function open(): Promise<CatalogStores> {
    const opened = await openCatalogStores({
      config: { DATA_DIR: '/nowhere', MONGODB_URL: `mongodb://127.0.0.1:${proxy.port}/${name}` },
      logger: createSilentLogger(),
      metrics,
      now: () => time(100_000),
    });
    return (stores = opened);
  }

  async function openWithProducts(): Promise<CatalogStores> {
    const opened = await open();
    await opened.categories.upsert(Object.values(shelves));
    await opened.products.upsert([productRecord(1), productRecord(2)]);
    return opened;
  }

  const answersAgain = ({ products }: CatalogStores) =>
    waitFor(async () => (await products.byIds([id(1)])).length === 1, {
      deadlineMs: 60_000,
      describe: 'the stores to answer again',
    });

  test('opens while the server is down, says so, and joins when it is there, migrated, with no restart', async () => {
    await proxy.refuse();
    const opened = await open();
    subgraph = createCatalogSubgraph({
      stores: opened,
      logger: createSilentLogger(),
      currency: 'GBP',
      now: () => time(0),
    });
    expect(await subgraph.health()).toEqual([{ store: 'catalog (MongoDB)', engine: 'MongoDB', ready: false }]);
    const { data, errors } = await subgraph.execute({
      query: `{ product(id: "${id(1)}") { id } products { totalCount } search(query: "tea") { totalCount } }`,
      identity: anonymous,
      requestId: 'r1',
    });
    expect(data).toEqual({ product: null, products: null, search: null });
    expect(errors).toHaveLength(3);
    for (const error of errors ?? []) expect(error).toMatchObject(unavailable);
    await expect(opened.counts()).rejects.toMatchObject(unavailable);

    await proxy.accept();
    await waitFor(async () => (await subgraph?.health())?.[0]?.ready === true, {
      deadlineMs: 60_000,
      describe: 'the catalog to be ready',
    });
    await opened.categories.upsert(Object.values(shelves));
    await opened.products.upsert([productRecord(1)]);
    // The unique index of skus is there.
    await expect(
      opened.products.upsert([productRecord(2, { variants: productRecord(1).variants })]),
    ).rejects.toMatchObject({
      code: 'DUPLICATE_KEY',
    });
    expect(
      await opened.search.counts({ query: { sku: '', words: [] }, required: 0, filter: everyProduct }),
    ).toBeTruthy();
  }, 180_000);

  test('is told within the limit by every store when the server goes away, and is whole when it is back', async () => {
    const opened = await openWithProducts();
    await proxy.refuse();
    const began = performance.now();
    const answers = await Promise.allSettled([
      opened.products.byIds([id(1)]),
      opened.products.page({ sort: 'NEWEST', limit: 2, after: null, filter: everyProduct }),
      opened.categories.childrenOf([null]),
      opened.reviews.pageOfEach([id(1), id(2)], { limit: 1, after: null }),
      opened.recommendations.byProductIds([id(1)]),
      opened.ownWrites.products.bySkus(['SKU-1']),
    ]);
    expect(performance.now() - began).toBeLessThan(withinLimitMs);
    for (const answer of answers) expect(answer).toMatchObject({ status: 'rejected', reason: unavailable });
    expect(await metrics.text()).toContain('mosaico_store_circuit_open{store="catalog"} 1');
    await proxy.accept();
    await answersAgain(opened);
    expect(await metrics.text()).toContain('mosaico_store_circuit_open{store="catalog"} 0');
  }, 180_000);

  test('is told within the limit when the network swallows everything, and is whole when it is back', async () => {
    const opened = await openWithProducts();
    proxy.setWeather({ isBlackhole: true });
    const began = performance.now();
    const answers = await Promise.allSettled(Array.from({ length: 30 }, () => opened.products.byIds([id(1)])));
    expect(performance.now() - began).toBeLessThan(withinLimitMs);
    for (const answer of answers) expect(answer).toMatchObject({ status: 'rejected', reason: unavailable });
    proxy.setWeather({});
    await answersAgain(opened);
  }, 180_000);

  test('says so of a question that is cut in the middle, and answers the next one', async () => {
    const opened = await openWithProducts();
    proxy.setWeather({ delayMs: 400 });
    const added = opened.reviews.add({
      ...{ id: id(0xe1), productId: id(1), customerId: '7', rating: 5, title: 'Cut', body: 'Cut', createdAt: time(1) },
    });
    const cut = expect(added).rejects.toMatchObject(unavailable);
    await waitFor(async () => (await usedConnections(metrics)) > 0, {
      deadlineMs: 60_000,
      describe: 'the question to be under way',
    });
    proxy.cut();
    // A read is tried once more by the driver, and the network is still bad.
    await proxy.refuse();
    await cut;
    proxy.setWeather({});
    await proxy.accept();
    await answersAgain(opened);
  }, 180_000);

  test('tells how many connections it uses, and ends that when it is closed', async () => {
    const opened = await openWithProducts();
    proxy.setWeather({ delayMs: 100 });
    const asked = Promise.all(Array.from({ length: 10 }, () => opened.products.byIds([id(1)])));
    await waitFor(async () => (await usedConnections(metrics)) > 0, {
      deadlineMs: 60_000,
      describe: 'connections in use',
    });
    expect(await asked).toHaveLength(10);
    expect(await usedConnections(metrics)).toBe(0);
    expect(await metrics.text()).toMatch(/mosaico_store_pool_connections\{store="catalog",state="idle"\} [1-9]/);
    await opened.close();
    expect(await metrics.text()).not.toContain('mosaico_store_pool_connections{store="catalog"');
  }, 180_000);
});

async function usedConnections(metrics: Metrics): Promise<number> {
  const [, used = '0'] =
    /mosaico_store_pool_connections\{store="catalog",state="used"\} (\d+)/.exec(await metrics.text()) ?? [];
  return Number(used);
}
