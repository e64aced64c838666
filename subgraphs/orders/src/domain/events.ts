import type { CreateEvent, ShopEvent } from '@mosaico/bus';
import type { CustomerRecord } from '../store/customer-store.ts';
import type { LockedSellable, NewOrderItem, OrderRecord } from '../store/order-store.ts';

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
      placedAt: placedAt.toISOString(),
      fromCart,
      items: lines.map(({ sellable, item: { sku, name, quantity, unitPrice, lineTotal } }) => ({
        sku,
        productId: sellable.catalogId,
        name,
        quantity,
        unitPrice,
        lineTotal,
      })),
    },
    at: placedAt,
  });
}

/** The stock of a unit that was locked, and of which so many units have been taken by one movement. */
export function stockTaken(createEvent: CreateEvent, { line, at }: { line: OrderedLine; at: Date }): ShopEvent {
  const { sku, catalogId, stock } = line.sellable;
  if (stock === null) throw new Error(`Units of ${sku} were taken, and it has no stock.`);
  const onHand = stock.onHand - line.item.quantity;
  return createEvent('stock.changed', {
    aggregate: { kind: 'variant', id: sku },
    data: {
      sku,
      productId: catalogId,
      onHand,
      reserved: stock.reserved,
      available: onHand - stock.reserved,
      movement: stock.movement + 1,
    },
    at,
  });
}
