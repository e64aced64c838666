import type { CreateEvent, ShopEvent } from '@mosaico/bus';
import type { OrderItemRecord, OrderRecord } from '../store/order-store.ts';
import type { RefundRecord } from '../store/payment-store.ts';

export function orderPaid(createEvent: CreateEvent, { order, at }: { order: OrderRecord; at: Date }): ShopEvent {
  const { id, customerId, total, currency } = order;
  return createEvent('order.paid', {
    aggregate: { kind: 'order', id },
    data: { orderId: id, customerId, amount: total, currency, paidAt: at.toISOString() },
    at,
  });
}

export function orderCancelled(
  createEvent: CreateEvent,
  options: { order: OrderRecord; items: readonly OrderItemRecord[]; reason: string; at: Date },
): ShopEvent {
  const { order, items, reason, at } = options;
  const { id, customerId } = order;
  return createEvent('order.cancelled', {
    aggregate: { kind: 'order', id },
    data: {
      orderId: id,
      customerId,
      reason,
      cancelledAt: at.toISOString(),
      items: items.map(({ sku, quantity }) => ({ sku, quantity })),
    },
    at,
  });
}

export function orderRefunded(
  createEvent: CreateEvent,
  { order, refund, at }: { order: OrderRecord; refund: RefundRecord; at: Date },
): ShopEvent {
  return createEvent('order.refunded', {
    aggregate: { kind: 'order', id: order.id },
    data: {
      orderId: order.id,
      customerId: order.customerId,
      refundId: refund.id,
      amount: refund.amount,
      currency: refund.currency,
      refundedAt: at.toISOString(),
    },
    at,
  });
}
