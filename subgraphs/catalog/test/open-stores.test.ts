import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { anonymous, createSilentLogger } from '@mosaico/service';
import { openEmbeddedDatabase } from '@mosaico/documents';
import { type CatalogStores, createCatalogSubgraph, openCatalogStores } from '../src/index.ts';
import { childEnvironment } from './config.ts';
import { crashingDatabase } from './support/hooked-database.ts';
import { id, productRecord, reviewRecord, shelves, time } from './support/records.ts';
import { storesOver } from './support/stores.ts';

const undo: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

async function dataFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'mosaico-catalog-'));
  undo.push(() => rm(folder, { recursive: true }));
  return folder;
}

async function open(folder: string): Promise<CatalogStores> {
  const stores = await openCatalogStores({
    config: { DATA_DIR: folder },
    logger: createSilentLogger(),
    now: () => time(100_000),
  });
  undo.push(() => stores.close());
  return stores;
}

describe('the embedded stores', () => {
  test('keep what was written after they are closed and opened again', async () => {
    const folder = await dataFolder();
    const first = await open(folder);
    await first.categories.upsert(Object.values(shelves));
    await first.products.upsert([productRecord(1)]);
    await first.reviews.upsert([reviewRecord(1)]);
    await first.close();
    const second = await open(folder);
    expect(second.engine).toBe('embedded documents');
    expect(await second.counts()).toEqual({ products: 1, categories: 4, reviews: 1, recommendations: 0 });
    expect(await second.products.bySkus(['SKU-1'])).toMatchObject([{ rating: { count: 1, sum: 4 } }]);
  });

  test('tell whose rating they mended when they were opened, whoever listens later', async () => {
    const folder = await dataFolder();
    const first = await open(folder);
    await first.categories.upsert(Object.values(shelves));
    await first.products.upsert([productRecord(1), productRecord(2)]);
    await first.close();
    const path = join(folder, 'catalog', 'catalog.sqlite');
    const database = await openEmbeddedDatabase({ path });
    // It has written its mark and the review.
    const dying = await storesOver(crashingDatabase(database, 2).database);
    await expect(dying.reviews.add(reviewRecord(1))).rejects.toThrow('killed');
    await database.close();
    const second = await open(folder);
    const told: (readonly string[])[] = [];
    second.onRepair((productIds) => told.push(productIds));
    expect(told).toEqual([[id(1)]]);
    expect(await second.products.byIds([id(1)])).toMatchObject([{ rating: { count: 1, sum: 4 } }]);
  });

  test('are open once at a time, and again when they were closed', async () => {
    const folder = await dataFolder();
    const first = await open(folder);
    await expect(open(folder)).rejects.toHaveProperty('code', expect.stringMatching(/^DATA_FOLDER/));
    await first.close();
    await first.close();
    await open(folder);
  });

  test('are not opened with an index in the way, and let go of the folder then', async () => {
    const folder = await dataFolder();
    await (await open(folder)).close();
    const path = join(folder, 'catalog', 'catalog.sqlite');
    const damaged = await openEmbeddedDatabase({ path });
    await damaged.drop();
    await damaged.collection('products').createIndex({ brand: -1 }, { name: 'brand' });
    await damaged.close();
    await expect(open(folder)).rejects.toMatchObject({ code: 'INDEX_CONFLICT' });
    const mended = await openEmbeddedDatabase({ path });
    await mended.drop();
    await mended.close();
    await open(folder);
  });

  test('may be migrated alone, by a process that ends then', async () => {
    const folder = await dataFolder();
    const main = new URL('../src/main.ts', import.meta.url).pathname;
    const migration = spawn(process.execPath, [main, 'migrate'], {
      env: { ...childEnvironment(), DATA_DIR: folder, MONGODB_URL: undefined, LOG_LEVEL: 'silent' },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    expect(await once(migration, 'exit')).toEqual([0, null]);
    const database = await openEmbeddedDatabase({ path: join(folder, 'catalog', 'catalog.sqlite') });
    const indexes = await database.collection('products').indexes();
    expect(indexes.map(({ name }) => name)).toContain('variants_sku');
    await database.close();
  });

  test('count, when they are opened, a review whose process died before it was counted', async () => {
    const folder = await dataFolder();
    await (await open(folder)).close();
    const database = await openEmbeddedDatabase({ path: join(folder, 'catalog', 'catalog.sqlite') });
    const before = await storesOver(database);
    await before.categories.upsert(Object.values(shelves));
    await before.products.upsert([productRecord(1)]);
    const dying = await storesOver(crashingDatabase(database, 2).database);
    await expect(dying.reviews.add(reviewRecord(1, { rating: 5 }))).rejects.toThrow('killed');
    expect((await before.products.byIds([id(1)]))[0]?.rating).toEqual({ count: 0, sum: 0 });
    await database.close();
    const after = await open(folder);
    expect((await after.products.byIds([id(1)]))[0]?.rating).toEqual({ count: 1, sum: 5 });
  });

  test('answer, once they are closed, with STORE_UNAVAILABLE and nothing of their inside', async () => {
    const stores = await open(await dataFolder());
    const subgraph = createCatalogSubgraph({
      stores,
      logger: createSilentLogger(),
      currency: 'GBP',
      now: () => time(0),
    });
    undo.push(() => subgraph.close());
    expect(await subgraph.health()).toEqual([
      { store: 'catalog (MongoDB)', engine: 'embedded documents', ready: true },
    ]);
    await stores.close();
    const { data, errors } = await subgraph.execute({
      query: `{ product(id: "${id(1)}") { id } products { totalCount } search(query: "tea") { totalCount } categories { id } }`,
      identity: anonymous,
      requestId: 'r1',
    });
    expect(data).toEqual({ product: null, products: null, search: null, categories: null });
    expect(errors).toHaveLength(4);
    for (const error of errors ?? []) {
      expect(error).toMatchObject({
        message: 'The catalog store does not answer.',
        extensions: { code: 'STORE_UNAVAILABLE' },
      });
    }
    expect(await subgraph.health()).toMatchObject([{ ready: false }]);
  });
});
