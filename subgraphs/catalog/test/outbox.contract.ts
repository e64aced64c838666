import { randomUUID } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { createEventFactory, type OutboxSource, type Publish, type ShopEvent } from '@mosaico/bus';
import type { DocumentDatabase } from '@mosaico/documents';
import type { Product } from '../src/domain/product.ts';
import { productUpdated } from '../src/domain/product-event.ts';
import { createDocumentOutbox } from '../src/store/document-outbox.ts';
import type { Engine } from './support/engines.ts';
import { hookedDatabase } from './support/hooked-database.ts';
import { id, productRecord, reviewRecord, shelves, time } from './support/records.ts';
import { type TestStores, withStores } from './support/stores.ts';

const createEvent = createEventFactory({ source: 'catalog', newId: randomUUID });

/** What the catalog's OutboxSource promises, over products and reviews that announce themselves. */
export function describeOutbox(engine: Engine): void {
  test('relays each event once, in the order of the changes of its product, and knows what waits', () =>
    withStores(engine, async ({ products, reviews, outbox }) => {
      expect(await outbox.backlog()).toEqual({ events: 0, oldest: null });
      await createProducts(products, [1, 2]);
      await change(products, 1, 2);
      const review = reviewRecord(1);
      await reviews.add(review, [reviewAdded(1)]);
      expect(await outbox.backlog()).toEqual({ events: 5, oldest: time(1) });
      const { publish, told } = recordedBus();
      const relayed = [await outbox.relay(publish), await outbox.relay(publish)];
      expect(relayed).toEqual([
        { taken: 5, sent: 5 },
        { taken: 0, sent: 0 },
      ]);
      expect(told.toSorted()).toEqual(['1 as 1', '1 as 2', '1 as 3', '2 as 1', `review ${review.id}`]);
      expect(told.filter((one) => one.startsWith('1 '))).toEqual(['1 as 1', '1 as 2', '1 as 3']);
      expect(await outbox.backlog()).toEqual({ events: 0, oldest: null });
    }));

  test('says nothing of what is written in bulk, nor of a change that was refused', () =>
    withStores(engine, async ({ products, outbox }) => {
      await products.upsert([productRecord(1), productRecord(2)]);
      const [first] = await products.byIds([id(1)]);
      if (!first) throw new Error('The product is missing.');
      const late = { ...first, revision: 'other' };
      expect(await products.replace(first, late, [updated(first)])).toEqual({ outcome: 'stale' });
      expect(await products.create({ ...first, id: id(3) }, [updated(first)])).toMatchObject({ outcome: 'skuTaken' });
      expect(await outbox.backlog()).toEqual({ events: 0, oldest: null });
    }));

  test('keeps the order of each product while three relays work at once and products change', () =>
    withStores(engine, async ({ products }, database) => {
      const numbers = [1, 2, 3, 4, 5];
      await createProducts(products, numbers);
      const { publish, told } = recordedBus({ pause: () => new Promise((resolve) => setImmediate(resolve)) });
      let isWriting = true;
      const relays = Array.from({ length: 3 }, async () => {
        const outbox = outboxOver(database);
        for (;;) {
          const last = !isWriting;
          const { taken } = await outbox.relay(publish);
          if (last && taken === 0) return;
        }
      });
      await Promise.all(numbers.map((n) => change(products, n, 12)));
      isWriting = false;
      await Promise.all(relays);
      const versions = Array.from({ length: 13 }, (_, n) => n + 1);
      for (const n of numbers) {
        expect(told.filter((one) => one.startsWith(`${n} `))).toEqual(versions.map((version) => `${n} as ${version}`));
      }
    }));

  test('lets no other relay have a product’s events while one publishes them, nor what comes meanwhile', () =>
    withStores(engine, async ({ products, outbox }, database) => {
      await createProducts(products, [1]);
      const bus = recordedBus();
      await outbox.relay(async (events) => {
        await change(products, 1, 1);
        expect(await outboxOver(database).relay(bus.publish)).toEqual({ taken: 0, sent: 0 });
        return bus.publish(events);
      });
      expect(await outbox.relay(bus.publish)).toEqual({ taken: 1, sent: 1 });
      expect(bus.told).toEqual(['1 as 1', '1 as 2']);
    }));

  test.each(['before it published', 'after it published'])(
    'publishes again, when the lease has ended, what a relay had taken that died %s',
    (when) =>
      withStores(engine, async ({ products }, database) => {
        await createProducts(products, [1]);
        const bus = recordedBus();
        const dying = outboxOver(mortal(database));
        await expect(
          dying.relay(async (events) => {
            if (when === 'after it published') await bus.publish(events);
            throw new Error('The process was killed.');
          }),
        ).rejects.toThrow('killed');
        await change(products, 1, 1);
        expect(await outboxOver(database).relay(bus.publish)).toEqual({ taken: 0, sent: 0 });
        const later = outboxOver(database, time(100_010));
        expect(await later.relay(bus.publish)).toEqual({ taken: 2, sent: 2 });
        const again = ['1 as 1', '1 as 2'];
        expect(bus.told).toEqual(when === 'after it published' ? ['1 as 1', ...again] : again);
        expect(await later.backlog()).toEqual({ events: 0, oldest: null });
      }),
  );

  test('marks nothing of a product whose lease another relay took over', () =>
    withStores(engine, async ({ products, outbox }, database) => {
      await createProducts(products, [1]);
      const { publish, told } = recordedBus();
      await outbox.relay(async (events) => {
        const later = outboxOver(database, time(100_010));
        await later.relay(async (same) => {
          await change(products, 1, 1);
          return publish(same);
        });
        return publish(events);
      });
      expect(told).toEqual(['1 as 1', '1 as 1']);
      expect(await outbox.relay(publish)).toEqual({ taken: 1, sent: 1 });
      expect(told).toEqual(['1 as 1', '1 as 1', '1 as 2']);
      expect(await outbox.resend('another')).toBe(2);
    }));

  test('gives back at once what a bus refuses, and what of it the bus does not have', () =>
    withStores(engine, async ({ products, outbox }) => {
      await createProducts(products, [1]);
      await change(products, 1, 2);
      await expect(outbox.relay(() => Promise.reject(new Error('down')))).rejects.toThrow('down');
      const [first] = (await taken(outbox)).map(({ id: eventId }) => eventId);
      const onlyFirst: Publish = () => Promise.resolve({ held: new Set([first ?? '']), epoch: 'one' });
      expect(await outbox.relay(onlyFirst)).toEqual({ taken: 3, sent: 1 });
      const { publish, told } = recordedBus();
      expect(await outbox.relay(publish)).toEqual({ taken: 2, sent: 2 });
      expect(told).toEqual(['1 as 2', '1 as 3']);
    }));

  test('sends again, before what is new, what a bus held that has lost it, once however many relays notice', () =>
    withStores(engine, async ({ products, reviews, outbox }, database) => {
      await createProducts(products, [1, 2]);
      await change(products, 1, 1);
      await reviews.add(reviewRecord(1, { productId: id(2) }), [reviewAdded(1)]);
      await outbox.relay(recordedBus().publish);
      await change(products, 1, 1);
      expect(await outbox.resend('one')).toBe(0);
      const resent = await Promise.all([1, 2, 3].map(() => outboxOver(database).resend('two')));
      expect(resent.reduce((sum, events) => sum + events)).toBe(4);
      const { publish, told } = recordedBus({ epoch: 'two' });
      expect(await outbox.relay(publish)).toEqual({ taken: 5, sent: 5 });
      expect(told.filter((one) => one.startsWith('1 '))).toEqual(['1 as 1', '1 as 2', '1 as 3']);
      expect(await outbox.resend('two')).toBe(0);
    }));

  test('forgets what was sent before, and not what waits or was sent since', () =>
    withStores(engine, async ({ products }, database) => {
      await createProducts(products, [1, 2]);
      await change(products, 1, 1);
      const { publish } = recordedBus();
      await outboxOver(database, time(200_000)).relay(publish);
      await change(products, 1, 1);
      await outboxOver(database, time(300_000)).relay(publish);
      await change(products, 2, 1);
      const outbox = outboxOver(database);
      expect(await outbox.forget(time(200_000))).toBe(0);
      expect(await outbox.forget(time(200_001))).toBe(3);
      expect(await outbox.forget(time(200_001))).toBe(0);
      expect(await outbox.resend('another')).toBe(1);
      expect(await outbox.backlog()).toMatchObject({ events: 2 });
    }));

  test('keeps the last twenty of a product’s events for a bus that loses them', () =>
    withStores(engine, async ({ products, outbox }, database) => {
      await createProducts(products, [1]);
      await change(products, 1, 59);
      const { publish, told } = recordedBus();
      expect([await outbox.relay(publish), await outbox.relay(publish)]).toEqual([
        { taken: 50, sent: 50 },
        { taken: 10, sent: 10 },
      ]);
      expect(told.at(-1)).toBe('1 as 60');
      expect(await outboxOver(database).resend('another')).toBe(20);
      const again = recordedBus();
      await outbox.relay(again.publish);
      expect(again.told).toEqual(Array.from({ length: 20 }, (_, n) => `1 as ${41 + n}`));
    }));

  test('takes a hundred products at a time, and all of them in the end', () =>
    withStores(engine, async ({ products, outbox }) => {
      await createProducts(
        products,
        Array.from({ length: 120 }, (_, n) => n + 1),
      );
      const { publish, told } = recordedBus();
      expect([await outbox.relay(publish), await outbox.relay(publish), await outbox.relay(publish)]).toEqual([
        { taken: 100, sent: 100 },
        { taken: 20, sent: 20 },
        { taken: 0, sent: 0 },
      ]);
      expect(new Set(told).size).toBe(120);
    }));
}

function updated(product: Product): ShopEvent {
  return productUpdated(product, { createEvent, currency: 'GBP' });
}

function reviewAdded(n: number): ShopEvent {
  const { id: reviewId, productId, customerId, rating, createdAt } = reviewRecord(n);
  return createEvent('review.added', {
    aggregate: { kind: 'review', id: reviewId },
    at: createdAt,
    data: { reviewId, productId, customerId, rating, addedAt: createdAt.toISOString() },
  });
}

/** Adds products as somebody does who announces them. */
async function createProducts(products: TestStores['products'], numbers: readonly number[]): Promise<void> {
  const category = {
    id: shelves.garden.id,
    slug: shelves.garden.slug,
    name: shelves.garden.name,
    path: [shelves.garden.name],
    pathIds: [shelves.garden.id],
  };
  await Promise.all(
    numbers.map(async (n) => {
      const record = productRecord(n);
      const product: Product = {
        ...record,
        variants: [{ sku: `SKU-${n}`, price: '10.00', attributes: [] }],
        revision: 'r1',
        version: 1,
        category,
        rating: { count: 0, sum: 0 },
        availability: [],
      };
      expect(await products.create(product, [updated(product)])).toEqual({ outcome: 'created' });
    }),
  );
}

/** Changes a product so many times, one after the other. */
async function change(products: TestStores['products'], n: number, times: number): Promise<void> {
  for (let done = 0; done < times; done += 1) {
    const [before] = await products.byIds([id(n)]);
    if (!before) throw new Error('The product is missing.');
    const version = before.version + 1;
    const product = { ...before, version, revision: `r${version}`, updatedAt: time(1_000 + version) };
    expect(await products.replace(product, before, [updated(product)])).toEqual({ outcome: 'replaced' });
  }
}

/** The outbox as another process sees it. */
function outboxOver(database: DocumentDatabase, at = time(100_000)): OutboxSource {
  return createDocumentOutbox({ database, now: () => at, newId: randomUUID });
}

/** The database as a process has it that is killed while it publishes: it claims, and marks or gives back nothing. */
function mortal(database: DocumentDatabase): DocumentDatabase {
  let claims = 0;
  return hookedDatabase(database, (question) => {
    if (question.endsWith('.bulkWrite') && (claims += 1) > 1)
      return Promise.reject(new Error('The process was killed.'));
    return Promise.resolve();
  });
}

/** A bus that has all it is given, and tells what that was: `product as version`. */
function recordedBus({
  epoch = 'one',
  pause = () => Promise.resolve(),
}: { epoch?: string; pause?: () => Promise<void> } = {}) {
  const told: string[] = [];
  const publish: Publish = async (events) => {
    await pause();
    told.push(...events.map(tell));
    return { held: new Set(events.map((event) => event.id)), epoch };
  };
  return { told, publish };
}

function tell(event: ShopEvent): string {
  if (event.type === 'review.added') return `review ${event.data.reviewId}`;
  if (event.type !== 'product.updated') return event.type;
  return `${Number.parseInt(event.data.productId, 16)} as ${event.data.revision}`;
}

/** What a relay would take now, which stays. */
async function taken(outbox: OutboxSource): Promise<readonly ShopEvent[]> {
  let found: readonly ShopEvent[] = [];
  await outbox.relay((events) => {
    found = events;
    return Promise.resolve({ held: new Set(), epoch: 'one' });
  });
  return found;
}
