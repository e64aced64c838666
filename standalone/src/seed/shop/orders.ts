import type { VariantRecord } from '@mosaico/catalog';
import type { OrderImport } from '@mosaico/orders';
import { lineTotal, sumAmounts, type Currency } from '@mosaico/service';
import type { AssortmentPicker } from './assortment-picker.ts';
import { customerAt, customerId, joinedBy, windowDays } from './customers.ts';
import { sellableName, type ShopProduct } from './products.ts';
import { createRandom, type Random } from './random.ts';
import { dayMs, daysBefore, hoursAfter } from './time.ts';

export interface ShopOrderLine {
  readonly product: ShopProduct;
  readonly variant: VariantRecord;
  readonly quantity: number;
}

/** Units of an order's line that came back. */
export interface ShopReturn {
  readonly lineIndex: number;
  readonly quantity: number;
  readonly at: Date;
}

export interface ShopOrder {
  readonly record: OrderImport;
  /** Null for a guest. */
  readonly customerIndex: number | null;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  /** As the order's items, with what they are in the catalog. */
  readonly lines: readonly ShopOrderLine[];
  readonly returns: readonly ShopReturn[];
}

const firstOrderId = 1_000_001;
const ordersPerDay = 4;
/** Of the year, January first: quiet after Christmas, loud before it. */
const byMonth = [0.7, 0.75, 0.85, 0.9, 0.95, 0.9, 0.85, 0.8, 1, 1.1, 1.5, 2.1];
/** Of the week, Sunday first. */
const byWeekday = [1.25, 1.05, 0.95, 0.95, 0.95, 0.95, 0.9];
/** Of the day, midnight first. */
const byHour = [2, 1, 0, 0, 0, 1, 2, 4, 6, 7, 8, 8, 9, 8, 7, 7, 7, 8, 9, 11, 12, 11, 8, 4];
/** How many baskets of a hundred have one line, two lines, … */
const bySize = [36, 25, 15, 10, 6, 4, 2, 2];

/** All orders of the 18 months before `until`, oldest first, made one at a time. */
export function* ordersOf(shop: {
  seed: string;
  scale: number;
  until: Date;
  customers: number;
  currency: Currency;
  picker: AssortmentPicker;
}): Generator<ShopOrder> {
  let number = 0;
  for (let day = 0; day < windowDays; day += 1) {
    const random = createRandom(shop.seed, 'day', day);
    const start = daysBefore(shop.until, windowDays - day);
    const busy =
      (byMonth[start.getUTCMonth()] ?? 1) * (byWeekday[start.getUTCDay()] ?? 1) * (0.7 + (0.6 * day) / windowDays);
    const count = Math.floor(ordersPerDay * shop.scale * busy * (0.75 + 0.5 * random.float()) + random.float());
    const moments = Array.from({ length: count }, () => momentOf(start, random)).sort(
      (a, b) => a.getTime() - b.getTime(),
    );
    for (const placedAt of moments) {
      yield orderAt(number, { ...shop, placedAt });
      number += 1;
    }
  }
}

function orderAt(
  index: number,
  shop: { seed: string; until: Date; customers: number; currency: Currency; picker: AssortmentPicker; placedAt: Date },
): ShopOrder {
  const { placedAt, until, currency } = shop;
  const random = createRandom(shop.seed, 'order', index);
  const customerIndex = random.chance(0.08) ? null : regular(random, joinedBy(placedAt, shop));
  const lines = basket(random, shop);
  const items = lines.map(({ product, variant, quantity }) => ({
    sku: variant.sku,
    name: sellableName(product.record.name, variant),
    quantity,
    unitPrice: variant.price,
    lineTotal: lineTotal(quantity, variant.price),
  }));
  const total = sumAmounts(items.map((item) => item.lineTotal));
  const history = historyOf(random, { placedAt, until });
  const id = String(firstOrderId + index);
  return {
    record: {
      id,
      number: id,
      customerId: customerIndex === null ? null : customerId(customerIndex),
      status: history.at(-1)?.status ?? 'pending',
      currency,
      subtotal: total,
      total,
      placedAt,
      items,
      history,
    },
    customerIndex,
    country: customerIndex === null ? 'GB' : (customerAt(customerIndex, shop).record.addresses[0]?.country ?? 'GB'),
    lines,
    returns: returnsOf(random, { lines, history, until }),
  };
}

function momentOf(start: Date, random: Random): Date {
  const hour = random.weighted([...byHour.keys()], (candidate) => byHour[candidate] ?? 0);
  return new Date(start.getTime() + hour * 3_600_000 + random.int(0, 3_599_999));
}

/**
 * One of the customers who had joined, the older ones far more often: the share of orders that the first x of all customers
 * place grows with ln(1 + x/c), so that a fifth of them place about half.
 */
function regular(random: Random, joined: number): number {
  const c = 0.07;
  return Math.min(joined - 1, Math.floor(joined * c * ((1 + 1 / c) ** random.float() - 1)));
}

function basket(random: Random, shop: { picker: AssortmentPicker; placedAt: Date }): ShopOrderLine[] {
  const size = random.weighted([...bySize.keys()], (candidate) => bySize[candidate] ?? 0) + 1;
  const lines = new Map<string, ShopOrderLine>();
  for (let line = 0; line < size; line += 1) {
    const product = shop.picker.pick(random, shop.placedAt);
    const [standard, ...others] = product.record.variants;
    const variant = others.length > 0 && random.chance(0.45) ? random.pick(others) : standard;
    const quantity = random.weighted([1, 2, 3, 4, 6], (units) => 24 / units ** 2.2);
    lines.set(variant.sku, { product, variant, quantity });
  }
  return [...lines.values()];
}

/** The steps that an order had come by before the end of the window; a few were cancelled before they were sent. */
function historyOf(random: Random, order: { placedAt: Date; until: Date }): OrderImport['history'] {
  const processing = hoursAfter(order.placedAt, 1 + random.float() * 20);
  const shipped = hoursAfter(processing, 4 + random.float() * 44);
  const delivered = hoursAfter(shipped, 20 + random.float() * 90);
  const isCancelled = random.chance(0.03);
  const reason = random.pick([
    'The customer changed their mind.',
    'The payment did not arrive.',
    'An item was damaged in the warehouse.',
  ]);
  const steps: OrderImport['history'] = [
    { status: 'pending', at: order.placedAt, reason: null },
    { status: 'processing', at: processing, reason: null },
    ...(isCancelled
      ? [{ status: 'cancelled' as const, at: hoursAfter(processing, 3), reason }]
      : [
          { status: 'shipped' as const, at: shipped, reason: null },
          { status: 'delivered' as const, at: delivered, reason: null },
        ]),
  ];
  return steps.filter(({ at }) => at <= order.until);
}

function returnsOf(
  random: Random,
  order: { lines: readonly ShopOrderLine[]; history: OrderImport['history']; until: Date },
): ShopReturn[] {
  const delivered = order.history.find(({ status }) => status === 'delivered');
  if (delivered === undefined) return [];
  return order.lines
    .map(({ quantity }, lineIndex) => ({
      lineIndex,
      comesBack: random.chance(0.035),
      quantity: random.int(1, quantity),
      at: new Date(delivered.at.getTime() + random.int(2, 20) * dayMs),
    }))
    .filter(({ comesBack, at }) => comesBack && at <= order.until)
    .map(({ lineIndex, quantity, at }) => ({ lineIndex, quantity, at }));
}
