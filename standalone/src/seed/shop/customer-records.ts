import type { CartLine, NewNotification, NewUserSession } from '@mosaico/cart';
import type { AssortmentPicker } from './assortment-picker.ts';
import type { ShopCustomer } from './customers.ts';
import { createRandom, uuidOf } from './random.ts';
import { dayMs, hoursAfter } from './time.ts';

interface ShopWindow {
  readonly seed: string;
  readonly until: Date;
}

/** About every seventh customer left something in the cart these weeks; the first, who is shown to visitors, did for sure. */
export function cartOf(customer: ShopCustomer, shop: ShopWindow & { picker: AssortmentPicker }): CartLine[] {
  const random = createRandom(shop.seed, 'cart', customer.index);
  const isShown = customer.index === 0;
  const size = random.int(1, 4);
  if (!random.chance(0.15) && !isShown) return [];
  const lines = new Map<string, CartLine>();
  // Somebody who joined an hour ago has not filled a cart before that.
  const since = Math.max(customer.record.createdAt.getTime(), shop.until.getTime() - 20 * dayMs);
  const start = since + random.float() * (shop.until.getTime() - since - 3_600_000);
  while (lines.size < (isShown ? 3 : size)) {
    const { record } = shop.picker.pick(random, shop.until);
    const { sku } = random.pick(record.variants);
    const addedAt = new Date(start + lines.size * 240_000);
    lines.set(sku, {
      customerId: customer.record.id,
      sku,
      productId: record.id,
      quantity: random.weighted([1, 2, 3], (units) => 1 / units ** 2),
      addedAt,
      updatedAt: addedAt,
    });
  }
  return [...lines.values()];
}

const browsers = [
  'Firefox on Linux',
  'Safari on iPhone',
  'Chrome on Windows',
  'Mosaico app on Android',
  'Safari on Mac',
  'Edge on Windows',
];

/** Where the customer has logged in within the day that the store remembers. */
export function sessionsOf(customer: ShopCustomer, { seed, until }: ShopWindow): NewUserSession[] {
  const random = createRandom(seed, 'session', customer.index);
  if (!random.chance(0.2) && customer.index !== 0) return [];
  return random.sample(browsers, random.int(1, 2)).map((userAgent, number) => ({
    id: uuidOf(seed, 'session', customer.index, number),
    customerId: customer.record.id,
    userAgent,
    startedAt: hoursAfter(until, -random.float() * 3 - number),
  }));
}

/** A word of welcome to those who joined within the weeks that notifications are kept. */
export function welcomeOf(customer: ShopCustomer, { seed, until }: ShopWindow): NewNotification[] {
  const { id, name, createdAt } = customer.record;
  if (createdAt.getTime() < until.getTime() - 85 * dayMs) return [];
  return [
    {
      customerId: id,
      key: uuidOf(seed, 'welcome', customer.index),
      type: 'ACCOUNT',
      title: 'Welcome to Mosaico',
      body: `Good to have you here, ${name}. Your account is ready.`,
      orderId: null,
      createdAt,
      readAt: null,
    },
  ];
}
