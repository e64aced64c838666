import type { SalesFact } from '@mosaico/analytics';
import type { NewNotification } from '@mosaico/cart';
import type { AuditEntry, HistoricalOrder, UserEvent } from '@mosaico/events';
import type { OrderStatus } from '@mosaico/orders';
import type { ShopOrder } from './orders.ts';
import { createRandom, uuidOf } from './random.ts';
import { dayMs, hoursAfter } from './time.ts';

/** What an order is to the other stores: each function tells one store's part of the same story. */

/** A sale for each line of an order that was not cancelled, and a return for what came back. */
export function factsOf(order: ShopOrder): SalesFact[] {
  const { record, country, lines, returns } = order;
  if (record.status === 'cancelled') return [];
  const fact = (
    lineIndex: number,
    rest: Pick<SalesFact, 'sourceLine' | 'kind' | 'occurredAt' | 'quantity'>,
  ): SalesFact[] => {
    const line = lines[lineIndex];
    if (line === undefined) return [];
    return [
      {
        source: 'seed',
        invoice: record.number,
        orderId: record.id,
        sku: line.variant.sku,
        catalogId: line.product.record.id,
        customerId: record.customerId,
        country,
        unitPrice: line.variant.price,
        ...rest,
      },
    ];
  };
  // An order has at most eight lines, so a hundred numbers an order are enough for its sales and its returns.
  const firstNumber = (Number(record.id) - 1_000_000) * 100;
  return [
    ...lines.flatMap(({ quantity }, index) =>
      fact(index, { sourceLine: firstNumber + index, kind: 'sale', occurredAt: record.placedAt, quantity }),
    ),
    ...returns.flatMap(({ lineIndex, quantity, at }) =>
      fact(lineIndex, {
        sourceLine: firstNumber + 50 + lineIndex,
        kind: 'return',
        occurredAt: at,
        quantity: -quantity,
      }),
    ),
  ];
}

/** An entry for each step of the order's history, and one for each return. */
export function auditOf({ record, returns }: ShopOrder): AuditEntry[] {
  const entity = { type: 'order', id: record.id } as const;
  const placedBy = record.customerId === null ? 'guest' : 'customer';
  return [
    ...record.history.map(({ status, at, reason }, index): AuditEntry => ({
      id: uuidOf('audit', record.id, index),
      entity,
      action: status === 'pending' ? 'order.placed' : `order.${status}`,
      at,
      actor: status === 'pending' ? placedBy : status === 'cancelled' ? 'staff' : 'system',
      details: reason === null ? [] : [{ name: 'reason', value: reason }],
    })),
    ...returns.map(({ lineIndex, quantity, at }): AuditEntry => ({
      id: uuidOf('audit-return', record.id, lineIndex),
      entity,
      action: 'order.returned',
      at,
      actor: placedBy,
      details: [
        { name: 'sku', value: record.items[lineIndex]?.sku ?? '' },
        { name: 'quantity', value: String(quantity) },
      ],
    })),
  ];
}

/** The order in its customer's history; none for a guest. */
export function historicalOrdersOf({ record }: ShopOrder): HistoricalOrder[] {
  if (record.customerId === null) return [];
  return [
    {
      customerId: record.customerId,
      orderId: record.id,
      number: record.number,
      status: upperCase(record.status),
      placedAt: record.placedAt,
      updatedAt: record.history.at(-1)?.at ?? record.placedAt,
      total: record.total,
      currency: record.currency,
      itemCount: record.items.length,
    },
  ];
}

/** The visit that led to the order: looked at, put into the cart, ordered; none for a guest. */
export function activityOf({ record, lines }: ShopOrder): UserEvent[] {
  const { customerId } = record;
  if (customerId === null) return [];
  const random = createRandom('activity', record.id);
  const minutes = (count: number): Date => hoursAfter(record.placedAt, -count / 60);
  const event = (kind: string, rest: Pick<UserEvent, 'type' | 'at'> & Partial<UserEvent>): UserEvent => ({
    id: uuidOf('activity', record.id, kind),
    visitor: { kind: 'customer', id: customerId },
    sessionId: uuidOf('visit', record.id),
    productId: null,
    value: null,
    properties: [],
    ...rest,
  });
  return [
    ...(random.chance(0.35)
      ? [
          event('search', {
            type: 'search.performed',
            at: minutes(30 + random.int(0, 10)),
            properties: [{ name: 'query', value: lines[0]?.product.record.tags[0] ?? 'gift' }],
          }),
        ]
      : []),
    ...lines.flatMap(({ product, variant, quantity }, index) => [
      event(`view ${index}`, { type: 'product.viewed', at: minutes(28 - index * 3), productId: product.record.id }),
      event(`add ${index}`, {
        type: 'cart.item.added',
        at: minutes(27 - index * 3),
        productId: product.record.id,
        value: quantity,
        properties: [{ name: 'sku', value: variant.sku }],
      }),
    ]),
    event('placed', {
      type: 'order.placed',
      at: record.placedAt,
      value: Number(record.total),
      properties: [{ name: 'order', value: record.number }],
    }),
  ];
}

/** That the order was sent, and that it arrived, as far as a notification of it would still be kept. */
export function notificationsOf({ record }: ShopOrder, until: Date): NewNotification[] {
  const { customerId, number, id } = record;
  if (customerId === null) return [];
  const random = createRandom('notifications', id);
  const texts: Partial<Record<OrderStatus, { title: string; body: string }>> = {
    shipped: { title: 'Your order is on its way', body: `Order ${number} has left our warehouse.` },
    delivered: { title: 'Your order has arrived', body: `Order ${number} was delivered. We hope you like it.` },
    cancelled: {
      title: 'Your order was cancelled',
      body: `Order ${number} will not be sent, and you will not pay for it.`,
    },
  };
  return record.history.flatMap(({ status, at }) => {
    const text = texts[status];
    if (text === undefined || at.getTime() < until.getTime() - notificationDays * dayMs) return [];
    const readAt = hoursAfter(at, random.float() * 30);
    return [
      {
        customerId,
        key: uuidOf('notification', id, status),
        type: 'ORDER' as const,
        ...text,
        orderId: id,
        createdAt: at,
        readAt: random.chance(0.6) && readAt <= until ? readAt : null,
      },
    ];
  });
}

/** A few days less than the store keeps them, so that none expires on the way into it. */
const notificationDays = 85;

function upperCase(status: OrderStatus): HistoricalOrder['status'] {
  return status.toUpperCase() as Uppercase<OrderStatus>;
}
