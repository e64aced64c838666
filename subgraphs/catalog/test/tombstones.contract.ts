import { randomUUID } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { createEventFactory, type ShopEvent } from '@mosaico/bus';
import { everyProduct } from '../src/domain/product-filter.ts';
import { productDeleted, productUpdated } from '../src/domain/product-event.ts';
import type { Product } from '../src/domain/product.ts';
import { catalogCollections } from '../src/store/catalog-collections.ts';
import { createDocumentOutbox } from '../src/store/document-outbox.ts';
import type { Engine } from './support/engines.ts';
import { crashingDatabase } from './support/hooked-database.ts';
import { id, productRecord, reviewRecord, time } from './support/records.ts';
import { storesOver, type TestStores, withStores } from './support/stores.ts';

const createEvent = createEventFactory({ source: 'catalog', newId: randomUUID });

/** What `ProductStore.remove` promises, and the outbox of what it announces. */
export function describeRemovals(engine: Engine): void {
  test('takes a product out of every question, with its event, and gives its sku free', () =>
    withStores(engine, async (stores) => {
      const { products, reviews, outbox } = stores;
      const [first] = await written(stores, [1, 2]);
      expect(await products.remove(first, deleted(first))).toEqual({ outcome: 'removed' });
      expect(await products.byIds([id(1)])).toEqual([]);
      expect(await products.bySkus(['SKU-1'])).toEqual([]);
      expect(await products.count(everyProduct)).toBe(1);
      expect(await reviews.add(reviewRecord(1), [])).toEqual({ outcome: 'productNotFound' });
      expect(await published(outbox)).toEqual([['product.deleted', id(1), 2, ['SKU-1']]]);
      await products.upsert([productRecord(3, { variants: [{ sku: 'SKU-1', price: '1', attributes: [] }] })]);
      expect(await products.ownersOf(['SKU-1'])).toEqual([{ sku: 'SKU-1', productId: id(3) }]);
    }));

  test('removes nothing of a product that has changed since it was read, or is gone, and says nothing', () =>
    withStores(engine, async (stores, database) => {
      const { products, outbox } = stores;
      const [first] = await written(stores, [1]);
      const changed: Product = { ...first, revision: 'r2', version: 2, name: 'Changed' };
      await products.replace(changed, first, [updated(changed)]);
      expect(await products.remove(first, deleted(first))).toEqual({ outcome: 'stale' });
      expect(await products.byIds([id(1)])).toMatchObject([{ name: 'Changed' }]);
      expect(await products.remove(changed, deleted(changed))).toEqual({ outcome: 'removed' });
      expect(await products.remove(changed, deleted(changed))).toEqual({ outcome: 'stale' });
      expect((await published(outbox)).map(([type]) => type)).toEqual(['product.deleted']);
      expect(await catalogCollections(database).tombstones.countDocuments({})).toBe(1);
    }));

  test('lets one of twenty that remove a product at the same moment, and announces it once', () =>
    withStores(engine, async (stores) => {
      const { products, outbox } = stores;
      const [first] = await written(stores, [1]);
      const outcomes = await Promise.all(Array.from({ length: 20 }, () => products.remove(first, deleted(first))));
      expect(outcomes.filter(({ outcome }) => outcome === 'removed')).toHaveLength(1);
      expect(await published(outbox)).toHaveLength(1);
    }));

  test.each([
    [1, 'before the product was gone', { left: 1, announced: 0 }],
    [2, 'before it was announced', { left: 0, announced: 1 }],
  ])('finds after write %i of a process that died %s', (writes, _when, { left, announced }) =>
    withStores(engine, async (stores, database) => {
      const [first] = await written(stores, [1]);
      const dying = await storesOver(crashingDatabase(database, writes).database);
      await expect(dying.products.remove(first, deleted(first))).rejects.toThrow('killed');
      expect(await stores.products.byIds([id(1)])).toHaveLength(left);
      expect(await published(stores.outbox)).toEqual([]);
      // It began at 100,000 s of the records' time.
      expect(await stores.products.repairRemovals(time(99_999))).toEqual([]);
      expect(await stores.products.repairRemovals(time(100_000))).toHaveLength(announced);
      expect(await stores.products.repairRemovals(time(100_000))).toEqual([]);
      expect(await published(stores.outbox)).toHaveLength(announced);
      // Nobody is kept from doing it again.
      if (left === 1) expect(await stores.products.remove(first, deleted(first))).toEqual({ outcome: 'removed' });
      expect(await stores.outbox.backlog()).toMatchObject({ events: left });
    }),
  );

  test('forgets a removal that can no longer succeed, and a tombstone whose event nobody needs any more', () =>
    withStores(engine, async (stores, database) => {
      const { products } = stores;
      const { tombstones } = catalogCollections(database);
      const [first, second] = await written(stores, [1, 2]);
      const dying = await storesOver(crashingDatabase(database, 1).database);
      await expect(dying.products.remove(first, deleted(first))).rejects.toThrow('killed');
      await products.replace({ ...first, revision: 'r2', version: 2 }, first);
      expect(await products.repairRemovals(time(100_000))).toEqual([]);
      expect(await tombstones.countDocuments({ doomed: { $exists: true } })).toBe(0);

      await products.remove(second ?? first, deleted(second ?? first));
      const outbox = createDocumentOutbox({ database, now: () => time(200_000), newId: randomUUID });
      await published(outbox);
      expect(await outbox.resend('another')).toBe(1);
      await published(outbox, 'another');
      expect(await outbox.forget(time(200_001))).toBe(1);
      expect(await tombstones.find({ 'outbox.sent': { $exists: true } })).toEqual([]);
    }));
}

function deleted(product: Product): ShopEvent {
  return productDeleted(product, { createEvent, at: time(50) });
}

function updated(product: Product): ShopEvent {
  return productUpdated(product, { createEvent, currency: 'GBP' });
}

/** What a relay brings to a bus: of each event its type, its product, its revision and its skus. */
async function published(outbox: TestStores['outbox'], epoch = 'one') {
  const told: ShopEvent[] = [];
  await outbox.relay((events) => {
    told.push(...events);
    return Promise.resolve({ held: new Set(events.map((event) => event.id)), epoch });
  });
  return told.map(({ type, data }) => {
    const { productId, revision, skus } = data as { productId: string; revision: number; skus?: readonly string[] };
    return [type, productId, revision, skus];
  });
}

async function written({ products }: TestStores, numbers: readonly number[]): Promise<[Product, ...Product[]]> {
  await products.upsert(numbers.map((n) => productRecord(n)));
  const found = await products.byIds(numbers.map(id));
  return found.toSorted((a, b) => (a.id < b.id ? -1 : 1)) as [Product, ...Product[]];
}
