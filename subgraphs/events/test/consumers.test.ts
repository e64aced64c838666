import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { ShopEvent } from '@mosaico/bus';
import { describeOnEngines, type Engine } from '@mosaico/testing';
import type { EventsStores } from '../src/index.ts';
import { openTestKeyspace } from './support/cassandra.ts';
import { openTestStores } from './support/embedded.ts';
import { newNumericId } from './support/events.ts';
import { createRandom } from '@mosaico/testing/random';
import { customerEvent, hour, lifeOf, orderCreated, orderEvent, shortLifeOf, shuffled } from './support/shop-events.ts';
import { openShopOnBus } from './support/shop-on-bus.ts';

interface EventsEngine extends Engine {
  open(): Promise<{ stores: EventsStores; remove: () => Promise<void> }>;
}

const engines: readonly EventsEngine[] = [
  { name: 'embedded SQLite', open: openTestStores },
  { name: 'Cassandra', store: 'cassandra', open: openTestKeyspace },
];

describeOnEngines('What happens in the shop', engines, (engine) => {
  let opened: Awaited<ReturnType<EventsEngine['open']>>;
  let shop: Awaited<ReturnType<typeof openShopOnBus>>;
  beforeAll(async () => {
    opened = await engine.open();
    shop = await openShopOnBus(opened.stores);
  }, 180_000);
  afterAll(async () => {
    await shop.close();
    await opened.remove();
  }, 180_000);

  const newIds = () => ({ orderId: newNumericId(), customerId: newNumericId() });
  const nodes = (connection: string, ...found: object[]) => ({
    [connection]: { edges: found.map((node) => ({ node })) },
  });
  const step = (action: string, hours: number, actor = 'system', details: object[] = []) => ({
    action,
    at: hour(hours),
    actor,
    details,
  });
  const wholeTrail = (orderId: string) =>
    nodes(
      'auditTrail',
      step('order.refunded', 4, 'system', [
        { name: 'amount', value: '15.50 GBP' },
        { name: 'refund', value: `r-${orderId}` },
      ]),
      step('order.delivered', 3),
      step('order.shipped', 2),
      step('order.paid', 1, 'system', [{ name: 'amount', value: '31.00 GBP' }]),
      step('order.placed', 0, 'customer'),
    );
  const pastOrder = (orderId: string, customerId: string, status: string, hours: number) => ({
    ...{ orderId, customerId, status, number: `M-${orderId}`, currency: 'GBP', itemCount: 2 },
    total: expect.stringMatching(/^31(\.00)?$/),
    placedAt: new Date(hour(0)),
    updatedAt: new Date(hour(hours)),
  });

  test('to an order is its trail, step by step, and its past', async () => {
    const { orderId, customerId } = newIds();
    await shop.publish(lifeOf(orderId, customerId));
    expect(await shop.trailOf(orderId)).toEqual(wholeTrail(orderId));
    expect(await shop.historyOf(customerId)).toEqual([pastOrder(orderId, customerId, 'DELIVERED', 3)]);
  });

  test('to an order that is cancelled says why', async () => {
    const { orderId, customerId } = newIds();
    await shop.publish(shortLifeOf(orderId, customerId));
    expect(await shop.trailOf(orderId)).toEqual(
      nodes(
        'auditTrail',
        step('order.cancelled', 1, 'system', [{ name: 'reason', value: 'changed my mind' }]),
        step('order.placed', 0, 'customer'),
      ),
    );
    expect(await shop.historyOf(customerId)).toEqual([pastOrder(orderId, customerId, 'CANCELLED', 1)]);
  });

  test('to a guest’s order is its trail alone', async () => {
    const { orderId } = newIds();
    await shop.publish(shortLifeOf(orderId, null));
    expect(await shop.trailOf(orderId)).toMatchObject(
      nodes('auditTrail', { action: 'order.cancelled' }, { actor: 'guest' }),
    );
  });

  test('to an order that was there before changes its past', async () => {
    const { orderId, customerId } = newIds();
    const order = {
      orderId,
      customerId,
      number: 'A-1',
      placedAt: new Date(hour(-9_000)),
      updatedAt: new Date(hour(-9_000)),
    };
    const others = Array.from({ length: 120 }, () => ({
      ...order,
      orderId: newNumericId(),
      placedAt: new Date(hour(-1)),
    }));
    const rest = { status: 'PROCESSING', total: '5.00', currency: 'EUR', itemCount: 1 } as const;
    await opened.stores.orderHistory.put([order, ...others].map((one) => ({ ...one, ...rest })));
    await shop.publish([orderEvent('order.shipped', { orderId, customerId, shippedAt: hour(0) })]);
    const [found] = await opened.stores.orderHistory.pagesOf([
      { customerId, limit: 1, after: [order.placedAt.getTime() + 1, ''] },
    ]);
    expect(found).toMatchObject([{ orderId, status: 'SHIPPED', updatedAt: new Date(hour(0)), number: 'A-1' }]);
  });

  test('is the activity of its customer', async () => {
    const { orderId, customerId } = newIds();
    const productId = '65f0c0ffee65f0c0ffee65f0';
    await shop.publish([
      customerEvent('customer.registered', { customerId, registeredAt: hour(-4) }),
      customerEvent('session.started', { customerId, sessionId: 'session-1', startedAt: hour(-3) }),
      customerEvent('cart.updated', {
        ...{ customerId, cartId: customerId, updatedAt: hour(-2) },
        items: [
          { sku: 'A', quantity: 2 },
          { sku: 'B', quantity: 3 },
        ],
      }),
      orderCreated(orderId, customerId),
      customerEvent('review.added', { customerId, reviewId: 'r1', productId, rating: 4, addedAt: hour(9) }),
    ]);
    const did = (type: string, hours: number, properties: object[] = [], product: object | null = null) => ({
      type,
      at: hour(hours),
      product,
      properties,
    });
    expect(await shop.activityOf(customerId)).toEqual(
      nodes(
        'activity',
        did('review.added', 9, [{ name: 'review', value: 'r1' }], { id: productId }),
        did('order.placed', 0, [{ name: 'order', value: `M-${orderId}` }]),
        did('cart.updated', -2, [
          { name: 'lines', value: '2' },
          { name: 'units', value: '5' },
        ]),
        did('session.started', -3),
        did('customer.registered', -4),
      ),
    );
  });

  test('is measured once, however often it is told', async () => {
    const reviews = [4, 5, 3].map((rating, index) => {
      const { customerId } = newIds();
      const productId = '65f0c0ffee65f0c0ffee65f0';
      return customerEvent('review.added', {
        ...{ customerId, productId, rating, reviewId: String(index) },
        addedAt: `2026-01-0${index + 1}T09:00:00.000Z`,
      });
    });
    await Promise.all(Array.from({ length: 10 }, () => shop.publish(reviews)));
    for (const [index, rating] of [4, 5, 3].entries()) {
      expect(await shop.measure('review.added', `2026-01-0${index + 1}`)).toEqual([{ count: 1, sum: rating }]);
    }
  });

  test.each([1, 2, 3, 4])('ten times, in any order, ends the same (seed %d)', async (seed) => {
    const random = createRandom(seed);
    const orders = Array.from({ length: 6 }, newIds);
    const events = orders.flatMap(({ orderId, customerId }) => lifeOf(orderId, customerId));
    await shop.publish(shuffled(Array<ShopEvent[]>(10).fill(events).flat(), random));
    for (const { orderId, customerId } of orders) {
      expect(await shop.trailOf(orderId)).toEqual(wholeTrail(orderId));
      expect(await shop.historyOf(customerId)).toEqual([pastOrder(orderId, customerId, 'DELIVERED', 3)]);
      expect(await shop.activityOf(customerId)).toMatchObject(nodes('activity', { type: 'order.placed' }));
    }
  });

  test('and cannot be kept lies with the dead letters, and stops nothing behind it', async () => {
    const { orderId, customerId } = newIds();
    const [created, ...rest] = lifeOf(orderId, customerId) as [ShopEvent<'order.created'>, ...ShopEvent[]];
    const foreign = { ...created, data: { ...created.data, currency: 'JPY' } };
    await shop.publish([foreign, ...rest]);
    expect(await shop.deadLetters()).toMatchObject([
      { group: 'events', tries: 1, reason: 'A past order must be in EUR, GBP or USD; got JPY.' },
    ]);
    await shop.publish([created]);
    expect(await shop.trailOf(orderId)).toEqual(wholeTrail(orderId));
    expect(await shop.historyOf(customerId)).toEqual([pastOrder(orderId, customerId, 'DELIVERED', 3)]);
  });
});
