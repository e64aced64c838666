import { randomUUID } from 'node:crypto';
import { createEventFactory, type ShopEvent } from '../../src/index.ts';

export const createEvent = createEventFactory({ source: 'orders', newId: randomUUID });

/** Time does not matter to most tests. */
export const someTime = new Date('2026-11-25T12:00:00.123Z');

/** An event of an order, which tells its place among those of the order as its reason. */
export function cancelled(orderId: string, reason = 'first'): ShopEvent<'order.cancelled'> {
  return createEvent('order.cancelled', {
    aggregate: { kind: 'order', id: orderId },
    at: someTime,
    data: {
      orderId,
      customerId: null,
      reason,
      cancelledAt: someTime.toISOString(),
      items: [{ sku: 'A-1', quantity: 1 }],
    },
  });
}

/** `order reason` of an event that `cancelled` made. */
export function told(event: ShopEvent): string {
  return event.type === 'order.cancelled' ? `${event.data.orderId} ${event.data.reason}` : event.type;
}
