import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { lineTotal, sumAmounts } from '@mosaico/service';
import { cartOf, sessionsOf, welcomeOf } from '../../src/seed/shop/customer-records.ts';
import { demoCustomers } from '../../src/seed/shop/customers.ts';
import {
  activityOf,
  auditOf,
  factsOf,
  historicalOrdersOf,
  notificationsOf,
} from '../../src/seed/shop/order-records.ts';
import { sellablesOf } from '../../src/seed/shop/products.ts';
import { reviewsOf } from '../../src/seed/shop/reviews.ts';
import { generateShop, type Shop } from '../../src/seed/shop/shop.ts';

const until = new Date('2026-11-24T00:00:00.000Z');

function makeShop(options: { seed?: string; scale?: number; until?: Date } = {}): Shop {
  return generateShop({ seed: 'mosaico', scale: 1, until, currency: 'GBP', ...options });
}

function everythingOf(shop: Shop) {
  const orders = [...shop.orders()];
  const customers = [...shop.customers()];
  const window = { ...shop.options, customers: shop.customerCount, picker: shop.picker };
  return {
    categories: shop.categories,
    products: shop.products,
    recommendations: shop.recommendations,
    customers,
    orders,
    reviews: shop.products.flatMap((product) => reviewsOf(product, window)),
    carts: customers.flatMap((customer) => cartOf(customer, window)),
    sessions: customers.flatMap((customer) => sessionsOf(customer, window)),
    notifications: [
      ...customers.flatMap((customer) => welcomeOf(customer, window)),
      ...orders.flatMap((order) => notificationsOf(order, until)),
    ],
    activity: orders.flatMap(activityOf),
    audit: orders.flatMap(auditOf),
    facts: orders.flatMap(factsOf),
    history: orders.flatMap(historicalOrdersOf),
  };
}

const hashOf = (value: unknown): string => createHash('sha256').update(JSON.stringify(value)).digest('hex');

describe('the generated shop', () => {
  test('is the same for the same seed and end, and another for another seed', () => {
    const hash = hashOf(everythingOf(makeShop()));
    expect(hashOf(everythingOf(makeShop()))).toBe(hash);
    expect(hashOf(everythingOf(makeShop({ seed: 'another' })))).not.toBe(hash);
  });

  test('has the size of a small shop', () => {
    const shop = everythingOf(makeShop());
    expect(shop.categories).toHaveLength(20);
    expect(shop.products).toHaveLength(300);
    expect(shop.customers).toHaveLength(500);
    const between = (count: number, low: number, high: number) => expect(count >= low && count <= high).toBe(true);
    between(shop.orders.length, 2_000, 2_500);
    between(shop.facts.length, 4_500, 6_500);
    between(shop.reviews.length, 400, 1_000);
    between(new Set(shop.carts.map((line) => line.customerId)).size, 50, 110);
    between(shop.sessions.length, 60, 250);
    between(shop.notifications.length, 300, 2_000);
    between(shop.activity.length, 8_000, 20_000);
  });

  test('grows with its scale and keeps the products and customers it has', () => {
    const small = makeShop();
    const large = makeShop({ scale: 3 });
    expect(large.products).toHaveLength(900);
    expect(large.customerCount).toBe(1_500);
    expect(large.products.slice(0, 300)).toEqual(small.products);
    const withoutJoining = (shop: Shop) =>
      [...shop.customers()].slice(0, 500).map(({ record }) => ({ ...record, createdAt: null }));
    expect(withoutJoining(large)).toEqual(withoutJoining(small));
    const ratio = [...large.orders()].length / [...small.orders()].length;
    expect(ratio).toBeGreaterThan(2.8);
    expect(ratio).toBeLessThan(3.2);
  });

  test('uses each id, sku, slug, product name and e-mail address once', () => {
    const shop = everythingOf(makeShop({ scale: 2 }));
    const lists: Record<string, string[]> = {
      slugs: shop.categories.map(({ slug }) => slug),
      productIds: shop.products.map(({ record }) => record.id),
      productNames: shop.products.map(({ record }) => record.name),
      skus: shop.products.flatMap(({ record }) => record.variants.map(({ sku }) => sku)),
      emails: shop.customers.map(({ record }) => record.email ?? ''),
      customerIds: shop.customers.map(({ record }) => record.id),
      orderIds: shop.orders.map(({ record }) => record.id),
      reviews: shop.reviews.map(({ productId, customerId }) => `${productId} ${customerId}`),
      reviewIds: shop.reviews.map(({ id }) => id),
      facts: shop.facts.map(({ source, sourceLine }) => `${source} ${sourceLine}`),
      audit: shop.audit.map(({ entity, id }) => `${entity.id} ${id}`),
      activity: shop.activity.map(({ visitor, id }) => `${visitor.id} ${id}`),
      sessions: shop.sessions.map(({ id }) => id),
      notifications: shop.notifications.map(({ customerId, key }) => `${customerId} ${key}`),
      carts: shop.carts.map(({ customerId, sku }) => `${customerId} ${sku}`),
    };
    for (const [name, list] of Object.entries(lists)) expect([name, new Set(list).size]).toEqual([name, list.length]);
  });

  test('tells the same story in every store', () => {
    const shop = everythingOf(makeShop());
    const skus = new Set(shop.products.flatMap(({ record }) => record.variants.map(({ sku }) => sku)));
    const productIds = new Set(shop.products.map(({ record }) => record.id));
    for (const { record } of shop.orders) {
      const lineTotals = record.items.map((item) => lineTotal(item.quantity, item.unitPrice));
      expect(record.items.map((item) => item.lineTotal)).toEqual(lineTotals);
      expect(record.total).toBe(sumAmounts(lineTotals));
      expect(record.status).toBe(record.history.at(-1)?.status);
      expect(record.items.every(({ sku }) => skus.has(sku))).toBe(true);
    }
    const kept = shop.orders.filter(({ record }) => record.status !== 'cancelled');
    const sales = shop.facts.filter(({ kind }) => kind === 'sale');
    expect(sumAmounts(sales.map(({ quantity, unitPrice }) => lineTotal(quantity, unitPrice)))).toBe(
      sumAmounts(kept.map(({ record }) => record.total)),
    );
    expect(shop.facts.every(({ kind, quantity }) => (kind === 'return' ? quantity < 0 : quantity > 0))).toBe(true);
    expect(shop.audit.filter(({ action }) => action !== 'order.returned')).toHaveLength(
      shop.orders.flatMap(({ record }) => record.history).length,
    );
    expect(shop.history.map(({ orderId, total }) => [orderId, total])).toEqual(
      shop.orders.filter(({ record }) => record.customerId !== null).map(({ record }) => [record.id, record.total]),
    );
    expect(shop.carts.every(({ sku, productId }) => skus.has(sku) && productIds.has(productId))).toBe(true);
    expect(
      shop.recommendations.every(
        ({ productId, relatedIds }) =>
          productIds.has(productId) && relatedIds.length > 0 && !relatedIds.includes(productId),
      ),
    ).toBe(true);
  });

  test('lets nothing happen before its cause or after the end', () => {
    const shop = everythingOf(makeShop());
    const joined = new Map(shop.customers.map(({ record }) => [record.id, record.createdAt]));
    const created = new Map(shop.products.map(({ record }) => [record.id, record.createdAt]));
    for (const { record, lines } of shop.orders) {
      expect(record.placedAt < until).toBe(true);
      if (record.customerId !== null) expect(record.placedAt >= (joined.get(record.customerId) ?? until)).toBe(true);
      for (const { product } of lines) expect(product.record.createdAt <= record.placedAt).toBe(true);
      const times = record.history.map(({ at }) => at.getTime());
      expect(times).toEqual([...times].sort((a, b) => a - b));
    }
    expect(shop.orders.map(({ record }) => record.placedAt.getTime())).toEqual(
      shop.orders.map(({ record }) => record.placedAt.getTime()).sort((a, b) => a - b),
    );
    for (const review of shop.reviews) expect(review.createdAt > (created.get(review.productId) ?? until)).toBe(true);
    const times = [
      ...shop.reviews.map(({ createdAt }) => createdAt),
      ...shop.facts.map(({ occurredAt }) => occurredAt),
      ...shop.audit.map(({ at }) => at),
      ...shop.carts.map(({ addedAt }) => addedAt),
      ...shop.sessions.map(({ startedAt }) => startedAt),
      ...shop.notifications.map(({ readAt, createdAt }) => readAt ?? createdAt),
    ];
    expect(times.filter((time) => time > until)).toEqual([]);
  });

  test('knows what everything weighs, in the catalog as where it is sent from', () => {
    const { products } = makeShop();
    const told = products.flatMap(({ record }) => record.variants.map(({ sku, weightGrams }) => [sku, weightGrams]));
    expect(told.filter(([, grams]) => !(Number(grams) >= 10 && Number(grams) <= 20_000))).toEqual([]);
    const sent = products.flatMap(sellablesOf).map(({ sku, weightGrams }) => [sku, weightGrams]);
    expect(sent).toEqual(told);
  });

  test('looks like a shop: a few customers buy a lot, December is busy, most reviews are kind', () => {
    const shop = everythingOf(makeShop());
    const byCustomer = Map.groupBy(
      shop.orders.filter(({ customerIndex }) => customerIndex !== null),
      ({ customerIndex }) => customerIndex,
    );
    const counts = [...byCustomer.values()].map((orders) => orders.length).sort((a, b) => b - a);
    const topFifth = counts.slice(0, shop.customers.length / 5).reduce((sum, count) => sum + count, 0);
    expect(topFifth / shop.orders.length).toBeGreaterThan(0.45);
    const december = shop.orders.filter(({ record }) => record.placedAt.getUTCMonth() === 11).length;
    expect(december).toBeGreaterThan(1.4 * (shop.orders.length / 18));
    const mean = shop.reviews.reduce((sum, { rating }) => sum + rating, 0) / shop.reviews.length;
    expect(mean).toBeGreaterThan(3.5);
    expect(mean).toBeLessThan(4.6);
    const cancelled = shop.orders.filter(({ record }) => record.status === 'cancelled').length / shop.orders.length;
    expect(cancelled).toBeGreaterThan(0.015);
    expect(cancelled).toBeLessThan(0.05);
    expect(shop.products.flatMap(({ onHand }) => onHand).filter((units) => units === 0).length).toBeGreaterThan(3);
  });

  test('reads as if a person had written it', () => {
    const shop = everythingOf(makeShop({ scale: 2 }));
    const texts = [
      ...shop.products.flatMap(({ record }) => [record.name, record.description, ...record.tags]),
      ...shop.reviews.flatMap(({ title, body }) => [title, body]),
      ...shop.customers.map(({ record }) => record.name),
      ...shop.notifications.flatMap(({ title, body }) => [title, body]),
    ];
    expect(
      texts.filter((text) => /\b(undefined|null|NaN|lorem)\b|\{|\}| {2}/.test(text) || text.trim() !== text),
    ).toEqual([]);
    const descriptions = shop.products.slice(0, 300).map(({ record }) => record.description);
    expect(new Set(descriptions).size).toBe(descriptions.length);
    expect(shop.products.filter(({ record }) => !/^\d+\.\d{2}$/.test(record.variants[0].price))).toEqual([]);
  });

  test('has the people and the product that its guide points to', () => {
    const shop = everythingOf(makeShop());
    expect(
      shop.customers.slice(0, 3).map(({ record }) => [record.id, record.name, record.email, record.roles]),
    ).toEqual(demoCustomers.map(({ name, email, roles }, index) => [String(1_000_001 + index), name, email, roles]));
    const ada = '1000001';
    expect(shop.carts.filter(({ customerId }) => customerId === ada)).toHaveLength(3);
    expect(shop.orders.filter(({ record }) => record.customerId === ada).length).toBeGreaterThanOrEqual(5);
    expect(shop.notifications.some(({ customerId }) => customerId === ada)).toBe(true);
    expect(shop.activity.some(({ visitor }) => visitor.id === ada)).toBe(true);
    const press = shop.products.find(({ record }) => record.variants[0].sku === 'COF-FRP-1L');
    expect(press?.record.name).toBe('Halden French Press');
    expect(press?.onHand[0]).toBeGreaterThan(10);
    expect(shop.reviews.some(({ productId }) => productId === press?.record.id)).toBe(true);
    expect(shop.products.filter(({ record }) => record.tags.includes('coffee')).length).toBeGreaterThanOrEqual(10);
  });
});
