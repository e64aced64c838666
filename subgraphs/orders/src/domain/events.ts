import type { CreateEvent, ShopEvent } from '@mosaico/bus';
import { compareAmounts } from '@mosaico/service';
import type { CustomerRecord } from '../store/customer-store.ts';
import type { NewOrderItem, OrderRecord } from '../store/order-store.ts';
import type { RefundRecord } from '../store/payment-store.ts';
import type { LockedSellable, StockChange } from '../store/stock-transaction.ts';

/** What of a unit was ordered. */
export interface OrderedLine {
  readonly sellable: LockedSellable;
  readonly item: NewOrderItem;
}

export function customerRegistered(createEvent: CreateEvent, customer: CustomerRecord): ShopEvent {
  const { id, createdAt } = customer;
  return createEvent('customer.registered', {
    aggregate: { kind: 'customer', id },
    data: { customerId: id, registeredAt: createdAt.toISOString() },
    at: createdAt,
  });
}

/** What is known of a customer has changed. */
export function customerUpdated(
  createEvent: CreateEvent,
  { customerId, at }: { customerId: string; at: Date },
): ShopEvent {
  return createEvent('customer.updated', {
    aggregate: { kind: 'customer', id: customerId },
    data: { customerId, updatedAt: at.toISOString() },
    at,
  });
}

export function customerClosed(
  createEvent: CreateEvent,
  { customerId, at }: { customerId: string; at: Date },
): ShopEvent {
  return createEvent('customer.closed', {
    aggregate: { kind: 'customer', id: customerId },
    data: { customerId, closedAt: at.toISOString() },
    at,
  });
}

/** A login, as an event of its customer: none of theirs is heard after the one that closes the account. */
export function sessionStarted(
  createEvent: CreateEvent,
  { customerId, sessionId, at }: { customerId: string; sessionId: string; at: Date },
): ShopEvent {
  return createEvent('session.started', {
    aggregate: { kind: 'customer', id: customerId },
    data: { customerId, sessionId, startedAt: at.toISOString() },
    at,
  });
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

/** The amounts of which there is anything to tell: what is absent is nothing. */
function charged<Name extends string>(amounts: Record<Name, string | undefined>): Partial<Record<Name, string>> {
  const told = Object.entries<string | undefined>(amounts).filter(
    ([, amount]) => amount !== undefined && compareAmounts(amount, '0') !== 0,
  );
  return Object.fromEntries(told) as Partial<Record<Name, string>>;
}

/** What is told of stock that a transaction has moved, in the order of the changes; when few units are left of one, that too. */
export function stockEvents(
  createEvent: CreateEvent,
  { changes, at }: { changes: readonly StockChange[]; at: Date },
): ShopEvent[] {
  return changes.flatMap((change) => {
    const { sku, catalogId: productId, onHand, reserved, movement, availableBefore, lowStockThreshold } = change;
    const available = onHand - reserved;
    const aggregate = { kind: 'variant', id: sku };
    const data = { sku, productId, onHand, reserved, available, movement };
    const changed = createEvent('stock.changed', { aggregate, data, at });
    const threshold = lowStockThreshold ?? -Infinity;
    if (availableBefore <= threshold || available > threshold) return [changed];
    return [changed, createEvent('stock.low', { aggregate, data: { sku, productId, available, threshold }, at })];
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
