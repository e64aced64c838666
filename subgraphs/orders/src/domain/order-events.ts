import type { CreateEvent, ShopEvent } from '@mosaico/bus';
import { compareAmounts } from '@mosaico/service';
import type { NewOrderItem, OrderItemRecord, OrderRecord } from '../store/order-store.ts';
import type { RefundRecord } from '../store/payment-store.ts';
import type { LockedSellable } from '../store/stock-transaction.ts';

/** What of a unit was ordered. */
export interface OrderedLine {
  readonly sellable: LockedSellable;
  readonly item: NewOrderItem;
}

export function orderCreated(
  createEvent: CreateEvent,
  options: { order: OrderRecord; lines: readonly OrderedLine[]; fromCart: boolean },
): ShopEvent {
  const { order, lines, fromCart } = options;
  const { id, number, customerId, currency, subtotal, total, placedAt } = order;
  return createEvent('order.created', {
    aggregate: { kind: 'order', id },
    data: {
      orderId: id,
      orderNumber: number,
      customerId,
      currency,
      subtotal,
      total,
      ...charged({ discount: order.discount, shipping: order.shipping, tax: order.tax }),
      ...(order.pricesIncludeTax ? { pricesIncludeTax: true } : {}),
      placedAt: placedAt.toISOString(),
      fromCart,
      items: lines.map(({ sellable, item: { sku, name, quantity, unitPrice, lineTotal, discount } }) => ({
        sku,
        productId: sellable.catalogId,
        name,
        quantity,
        unitPrice,
        lineTotal,
        ...charged({ discount }),
      })),
    },
    at: placedAt,
  });
}

export function orderPaid(createEvent: CreateEvent, { order, at }: { order: OrderRecord; at: Date }): ShopEvent {
  const { id, customerId, total, currency } = order;
  return createEvent('order.paid', {
    aggregate: { kind: 'order', id },
    data: { orderId: id, customerId, amount: total, currency, paidAt: at.toISOString() },
    at,
  });
}

export function orderShipped(createEvent: CreateEvent, { order, at }: { order: OrderRecord; at: Date }): ShopEvent {
  const { id, customerId } = order;
  return createEvent('order.shipped', {
    aggregate: { kind: 'order', id },
    data: { orderId: id, customerId, shippedAt: at.toISOString() },
    at,
  });
}

export function orderDelivered(createEvent: CreateEvent, { order, at }: { order: OrderRecord; at: Date }): ShopEvent {
  const { id, customerId } = order;
  return createEvent('order.delivered', {
    aggregate: { kind: 'order', id },
    data: { orderId: id, customerId, deliveredAt: at.toISOString() },
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

/** The amounts of which there is anything to tell: what is absent is nothing. */
function charged<Name extends string>(amounts: Record<Name, string | undefined>): Partial<Record<Name, string>> {
  const told = Object.entries<string | undefined>(amounts).filter(
    ([, amount]) => amount !== undefined && compareAmounts(amount, '0') !== 0,
  );
  return Object.fromEntries(told) as Partial<Record<Name, string>>;
}
