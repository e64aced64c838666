import { randomUUID } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import {
  type Bus,
  createEventFactory,
  type EventType,
  type Handlers,
  openInProcessBus,
  type ShopEvent,
  takePart,
} from '@mosaico/bus';
import { createMetrics, createSilentLogger } from '@mosaico/service';
import { waitFor } from '@mosaico/testing';
import { crashingDatabase } from './support/hooked-database.ts';
import { id, productRecord, reviewRecord, shelves, time } from './support/records.ts';
import { customer, merchandiser, type ShopGraph, withShopGraph } from './support/shop-graph.ts';
import { storesOver } from './support/stores.ts';

const createProduct = `mutation ($input: CreateProductInput!) { createProduct(input: $input) { ... on Product { id } } }`;
const updateProduct = `mutation ($input: UpdateProductInput!) { updateProduct(input: $input) { __typename } }`;
const deleteProduct = `mutation ($input: DeleteProductInput!) { deleteProduct(input: $input) { __typename } }`;
const addReview = `mutation ($input: AddReviewInput!) { addReview(input: $input) { ... on Review { id } } }`;
const kettle = {
  name: 'Copper Kettle',
  brand: 'Brûlerie',
  description: 'Whistles.',
  categoryId: shelves.coffee.id,
  variants: [
    { sku: 'KET-1', price: '45.5', weightGrams: 1200 },
    { sku: 'KET-2', price: '55' },
  ],
};
const review = { productId: id(1), rating: 5, title: 'Good', body: 'Very good.' };
const inStock = `{ product(id: "${id(1)}") { variants { sku inStock } } }`;

const createCatalogEvent = createEventFactory({ source: 'catalog', newId: randomUUID });
const createStockEvent = createEventFactory({ source: 'orders', newId: randomUUID });

/** News of a variant's stock, as of one of its movements. */
function stockChanged(sku: string, { available, movement }: { available: number; movement: number }): ShopEvent {
  return createStockEvent('stock.changed', {
    aggregate: { kind: 'stock', id: sku },
    at: time(1),
    data: { sku, productId: null, onHand: available + 1, reserved: 1, available, movement },
  });
}

interface Shop extends ShopGraph {
  readonly bus: Bus;
  /** What another part of the shop has heard, in its order. */
  readonly heard: ShopEvent[];
}

/** Runs the test with a catalog of one product that is on a bus, beside another part that hears what it announces. */
async function withShop(run: (shop: Shop) => Promise<void>): Promise<void> {
  const bus = openInProcessBus({ groups: ['catalog', 'listener'] });
  const heard: ShopEvent[] = [];
  const hear = (event: ShopEvent): Promise<void> => Promise.resolve(void heard.push(event));
  const types: EventType[] = ['product.updated', 'product.deleted', 'review.added'];
  const listener = takePart({
    name: 'listener',
    bus,
    handlers: Object.fromEntries(types.map((type) => [type, hear])) satisfies Handlers,
    now: () => time(1),
    logger: createSilentLogger(),
    metrics: createMetrics(),
  });
  await withShopGraph(
    async (graph) => {
      await graph.stores.products.upsert([productRecord(1)]);
      await run({ ...graph, bus, heard });
      await listener.stop();
    },
    { bus },
  );
}

/** Until so many events have reached everybody. */
function untilHeard({ heard, stores }: Shop, count: number): Promise<void> {
  return waitFor(async () => heard.length >= count && (await stores.outbox.backlog()).events === 0, {
    deadlineMs: 60_000,
    describe: `${count} events`,
  });
}

describe('The catalog announces', () => {
  test('each state of a product, in order', () =>
    withShop(async (shop) => {
      const created = await shop.ask(createProduct, { input: kettle }, merchandiser);
      const productId = created.at('createProduct.id') as string;
      for (const name of ['Kettle', 'Old Kettle']) {
        await shop.ask(updateProduct, { input: { id: productId, name } }, merchandiser);
      }
      await untilHeard(shop, 3);
      expect(shop.heard[0]).toEqual({
        specversion: '1.0',
        id: expect.stringMatching(/^[0-9a-f]{24}$/),
        source: '/catalog',
        type: 'product.updated',
        subject: productId,
        time: expect.stringMatching(/^2026-03-/),
        datacontenttype: 'application/json',
        dataschema: 'urn:mosaico:event:product.updated',
        partitionkey: `product:${productId}`,
        data: {
          productId,
          revision: 1,
          name: 'Copper Kettle',
          brand: 'Brûlerie',
          status: 'active',
          categoryId: shelves.coffee.id,
          categoryPath: 'Kitchen/Coffee & Tea',
          variants: [
            { sku: 'KET-1', price: '45.50', currency: 'GBP', weightGrams: 1200 },
            { sku: 'KET-2', price: '55.00', currency: 'GBP', weightGrams: null },
          ],
        },
      });
      expect(shop.heard.map(({ data }) => data)).toMatchObject([
        { revision: 1, name: 'Copper Kettle' },
        { revision: 2, name: 'Kettle' },
        { revision: 3, name: 'Old Kettle' },
      ]);
      expect(new Set(shop.heard.map((event) => event.id)).size).toBe(3);
    }));

  test('every one of twenty changes that come at the same moment, in the order in which they happened', () =>
    withShop(async (shop) => {
      const names = Array.from({ length: 20 }, (_, n) => `Name ${n}`);
      await Promise.all(names.map((name) => shop.ask(updateProduct, { input: { id: id(1), name } }, merchandiser)));
      await untilHeard(shop, 20);
      const states = shop.heard.map(({ data }) => data as { revision: number; name: string });
      // Written in bulk, it was there as its first.
      expect(states.map(({ revision }) => revision)).toEqual(Array.from({ length: 20 }, (_, n) => n + 2));
      expect(states.map(({ name }) => name).toSorted()).toEqual(names.toSorted());
      const [product] = await shop.stores.products.byIds([id(1)]);
      expect(product).toMatchObject({ version: 21, name: states.at(-1)?.name });
    }));

  test('that a product is no more, as later than any of its states', () =>
    withShop(async (shop) => {
      await shop.ask(updateProduct, { input: { id: id(1), name: 'Last' } }, merchandiser);
      await untilHeard(shop, 1);
      await shop.ask(deleteProduct, { input: { id: id(1) } }, merchandiser);
      await shop.ask(deleteProduct, { input: { id: id(1) } }, merchandiser);
      await untilHeard(shop, 2);
      expect(shop.heard.map(({ type, subject, data }) => ({ type, subject, data }))).toMatchObject([
        { type: 'product.updated', subject: id(1), data: { revision: 2 } },
        { type: 'product.deleted', subject: id(1), data: { productId: id(1), revision: 3, skus: ['SKU-1'] } },
      ]);
      expect(shop.heard).toHaveLength(2);
    }));

  test('a review, and none that was there before', () =>
    withShop(async (shop) => {
      const { at } = await shop.ask(addReview, { input: review }, customer);
      await shop.ask(addReview, { input: review }, customer);
      await shop.ask(updateProduct, { input: { id: id(1), name: 'After them' } }, merchandiser);
      await untilHeard(shop, 2);
      const reviews = shop.heard.filter(({ type }) => type === 'review.added');
      const reviewId = at('addReview.id');
      expect(reviews).toMatchObject([
        {
          subject: reviewId,
          data: { reviewId, productId: id(1), customerId: '7', rating: 5, addedAt: expect.stringMatching(/^2026-03-/) },
        },
      ]);
      expect(shop.heard).toHaveLength(2);
    }));

  test('nothing that changes nothing, is refused or is written in bulk', () =>
    withShop(async (shop) => {
      await shop.stores.products.upsert([productRecord(2)]);
      await shop.ask(updateProduct, { input: { id: id(1) } }, merchandiser);
      await shop.ask(updateProduct, { input: { id: id(1), variants: [{ sku: 'SKU-2', price: '1' }] } }, merchandiser);
      await shop.ask(createProduct, { input: { ...kettle, categoryId: id(0xdead) } }, merchandiser);
      await shop.ask(addReview, { input: { ...review, productId: id(0xdead) } }, customer);
      expect(await shop.stores.outbox.backlog()).toEqual({ events: 0, oldest: null });
      expect(shop.heard).toEqual([]);
    }));
});

describe('The catalog hears', () => {
  test('what is in stock, however often and in whatever order it is told', () =>
    withShop(async ({ ask, bus, stores }) => {
      const tell = async (...events: ShopEvent[]) => {
        const { held } = await bus.transport.publish(events);
        expect(held.size).toBe(new Set(events.map((event) => event.id)).size);
      };
      const answer = async () => (await ask(inStock)).at('product.variants');
      expect(await answer()).toEqual([{ sku: 'SKU-1', inStock: null }]);
      const some = stockChanged('SKU-1', { available: 3, movement: 1 });
      await tell(some);
      expect(await answer()).toEqual([{ sku: 'SKU-1', inStock: true }]);
      const none = stockChanged('SKU-1', { available: 0, movement: 2 });
      await tell(none, some, ...Array.from({ length: 10 }, () => none), some);
      expect(await answer()).toEqual([{ sku: 'SKU-1', inStock: false }]);
      await tell(stockChanged('NOBODY-S', { available: 1, movement: 1 }));
      expect(await bus.deadLetters.count()).toBe(0);
      // News of stock are no change of the product.
      expect(await stores.products.byIds([id(1)])).toMatchObject([{ version: 1 }]);
    }));

  test('of a review whose writer died before the rating counted it, and counts it', () =>
    withShop(async (shop) => {
      const record = reviewRecord(1, { rating: 2 });
      const added = createCatalogEvent('review.added', {
        aggregate: { kind: 'review', id: record.id },
        at: record.createdAt,
        data: {
          reviewId: record.id,
          productId: record.productId,
          customerId: record.customerId,
          rating: record.rating,
          addedAt: record.createdAt.toISOString(),
        },
      });
      // It has written its mark and the review.
      const dying = await storesOver(crashingDatabase(shop.database, 2).database);
      await expect(dying.reviews.add(record, [added])).rejects.toThrow('killed');
      await untilHeard(shop, 1);
      expect(await shop.stores.products.byIds([id(1)])).toMatchObject([{ rating: { count: 1, sum: 2 } }]);
    }));
});
