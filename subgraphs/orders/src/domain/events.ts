import type { CreateEvent, ShopEvent } from '@mosaico/bus';
import type { CustomerRecord } from '../store/customer-store.ts';
import type { StockChange } from '../store/stock-transaction.ts';

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
