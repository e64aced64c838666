import { randomUUID } from 'node:crypto';
import { createEventFactory, type EventType, type ShopEvent } from '@mosaico/bus';

const createEvent = createEventFactory({ source: 'shop', newId: randomUUID });
type Data<Type extends EventType> = Parameters<typeof createEvent<Type>>[1]['data'];

/** So many hours after 10:00 on 2026-03-01, when the orders of tests are placed. */
export const hour = (hours: number): string => new Date(Date.UTC(2026, 2, 1, 10 + hours)).toISOString();

/** Something happened to an order. */
export function orderEvent<Type extends Extract<EventType, `order.${string}`>>(
  type: Type,
  data: Data<Type>,
): ShopEvent<Type> {
  return createEvent(type, { aggregate: { kind: 'order', id: data.orderId }, at: new Date(hour(0)), data });
}

/** Something was done by a customer. */
export function customerEvent<Type extends 'customer.registered' | 'session.started' | 'cart.updated' | 'review.added'>(
  type: Type,
  data: Data<Type>,
): ShopEvent<Type> {
  return createEvent(type, { aggregate: { kind: 'customer', id: data.customerId }, at: new Date(hour(0)), data });
}

/** An order of two lines for 31.00 was placed. */
export function orderCreated(orderId: string, customerId: string | null): ShopEvent<'order.created'> {
  return orderEvent('order.created', {
    orderId,
    customerId,
    orderNumber: `M-${orderId}`,
    currency: 'GBP',
    subtotal: '31.00',
    total: '31.00',
    placedAt: hour(0),
    items: ['A', 'B'].map((sku) => ({
      ...{ sku, productId: null, name: sku, quantity: 1, unitPrice: '15.50', lineTotal: '15.50' },
    })),
  });
}

/** Everything that happens to an order which is paid, sent, delivered, and of which a part comes back. */
export function lifeOf(orderId: string, customerId: string | null): ShopEvent[] {
  const whose = { orderId, customerId };
  return [
    orderCreated(orderId, customerId),
    orderEvent('order.paid', { ...whose, amount: '31.00', currency: 'GBP', paidAt: hour(1) }),
    orderEvent('order.shipped', { ...whose, shippedAt: hour(2) }),
    orderEvent('order.delivered', { ...whose, deliveredAt: hour(3) }),
    orderEvent('order.refunded', {
      ...whose,
      refundId: `r-${orderId}`,
      amount: '15.50',
      currency: 'GBP',
      refundedAt: hour(4),
    }),
  ];
}

/** An order that is cancelled at once. */
export function shortLifeOf(orderId: string, customerId: string | null): ShopEvent[] {
  const cancelled = { orderId, customerId, reason: 'changed my mind', cancelledAt: hour(1) };
  return [
    orderCreated(orderId, customerId),
    orderEvent('order.cancelled', { ...cancelled, items: [{ sku: 'A', quantity: 1 }] }),
  ];
}

export function shuffled<Item>(items: readonly Item[], random: () => number): Item[] {
  return items
    .map((item) => ({ item, place: random() }))
    .sort((one, other) => one.place - other.place)
    .map(({ item }) => item);
}
