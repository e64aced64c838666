import { randomUUID } from 'node:crypto';
import { createEventFactory, type EventType, type ShopEvent } from '@mosaico/bus';
import { lineTotal, sumAmounts } from '@mosaico/service';
import { productId } from './facts.ts';

const createEvent = createEventFactory({ source: 'shop', newId: randomUUID });
type Data<Type extends EventType> = Parameters<typeof createEvent<Type>>[1]['data'];
const someTime = new Date('2011-03-07T12:00:00.000Z');

/** Something happened to an order. */
export function orderEvent<Type extends Extract<EventType, `order.${string}`>>(
  type: Type,
  data: Data<Type>,
): ShopEvent<Type> {
  return createEvent(type, { aggregate: { kind: 'order', id: data.orderId }, at: someTime, data });
}

/** Something happened to a product. */
export function productEvent<Type extends 'product.updated' | 'product.deleted'>(
  type: Type,
  data: Data<Type>,
): ShopEvent<Type> {
  return createEvent(type, { aggregate: { kind: 'product', id: data.productId }, at: someTime, data });
}

export function registered(customerId: string, day: string): ShopEvent<'customer.registered'> {
  const data = { customerId, registeredAt: `${day}T00:00:00.000Z` };
  return createEvent('customer.registered', { aggregate: { kind: 'customer', id: customerId }, at: someTime, data });
}

/** Units of `MUG`, of product 1, and of `SPOON`, of product 2, at 10.00 and 1.25, on a day. */
export function orderCreated(options: {
  orderId: string;
  customerId: string | null;
  day: string;
  mugs: number;
  spoons: number;
  currency?: string;
}): ShopEvent<'order.created'> {
  const { orderId, customerId, day, mugs, spoons, currency = 'GBP' } = options;
  const items = [
    { sku: 'MUG', productId: productId(1), name: 'Mug', quantity: mugs, unitPrice: '10.00' },
    { sku: 'SPOON', productId: productId(2), name: 'Spoon', quantity: spoons, unitPrice: '1.25' },
  ]
    .filter(({ quantity }) => quantity > 0)
    .map((item) => ({ ...item, lineTotal: lineTotal(item.quantity, item.unitPrice) }));
  const subtotal = sumAmounts(items.map((item) => item.lineTotal));
  const placedAt = `${day}T10:00:00.000Z`;
  return orderEvent('order.created', {
    ...{ orderId, customerId, currency, subtotal, placedAt, items, total: subtotal, orderNumber: `M-${orderId}` },
  });
}

export function cancelled(created: ShopEvent<'order.created'>, day: string): ShopEvent<'order.cancelled'> {
  const { orderId, customerId, items } = created.data;
  return orderEvent('order.cancelled', {
    ...{ orderId, customerId, reason: 'a test', cancelledAt: `${day}T11:00:00.000Z` },
    items: items.map(({ sku, quantity }) => ({ sku, quantity })),
  });
}

export function refunded(
  created: ShopEvent<'order.created'>,
  refund: { id: string; amount: string; day: string },
): ShopEvent<'order.refunded'> {
  const { orderId, customerId, currency } = created.data;
  const { id: refundId, amount, day } = refund;
  return orderEvent('order.refunded', {
    ...{ orderId, customerId, currency, refundId, amount, refundedAt: `${day}T11:00:00.000Z` },
  });
}

/** Product 1 at a revision. */
export function productUpdated(revision: number, name: string): ShopEvent<'product.updated'> {
  return productEvent('product.updated', {
    ...{ productId: productId(1), revision, name, brand: null, status: 'active' },
    ...{ categoryId: 'kitchen', categoryPath: 'home/kitchen' },
    variants: [{ sku: 'MUG', price: '10.00', currency: 'GBP' }],
  });
}

/**
 * Each event so often, in an order that is shuffled across aggregates, and within one but for first deliveries, which the bus
 * keeps in their order.
 */
export function delivered(events: readonly ShopEvent[], options: { times: number; random: () => number }): ShopEvent[] {
  const { times, random } = options;
  const queues = new Map(Map.groupBy(events, ({ partitionkey }) => partitionkey));
  const shuffledKeys = Array.from({ length: times }, () => events.map(({ partitionkey }) => partitionkey))
    .flat()
    .map((key) => ({ key, place: random() }))
    .sort((one, other) => one.place - other.place);
  const next = new Map<string, number>();
  return shuffledKeys.flatMap(({ key }) => {
    const queue = queues.get(key) ?? [];
    const turn = next.get(key) ?? 0;
    next.set(key, turn + 1);
    // New ones first in order; what is left of the turns repeats any of them.
    const event = queue[turn < queue.length ? turn : Math.floor(random() * queue.length)];
    return event === undefined ? [] : [event];
  });
}
