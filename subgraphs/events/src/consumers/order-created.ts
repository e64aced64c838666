import { unprocessable, type Handler, type ShopEvent } from '@mosaico/bus';
import { recordPlacedOrder } from '../domain/order-trail.ts';
import { shopTypes } from '../domain/shop-types.ts';
import type { EventsStores } from '../store/events-stores.ts';
import type { HistoricalOrder } from '../store/order-history-store.ts';
import { orderEntry } from './order-entry.ts';
import { rowIdOf } from './row-id.ts';

/** An order that was placed begins its trail, and stands in its customer's history and activity. */
export function createOrderCreatedHandler(stores: EventsStores): Handler<'order.created'> {
  return async (event) => {
    const { customerId, orderNumber, placedAt, total } = event.data;
    const entry = orderEntry(event, {
      action: 'order.placed',
      at: placedAt,
      actor: customerId === null ? 'guest' : 'customer',
    });
    await recordPlacedOrder({ entry, order: historicalOrder(event) }, stores);
    if (customerId === null) return;
    await stores.userEvents.append([
      {
        id: rowIdOf(event),
        visitor: { kind: 'customer', id: customerId },
        type: shopTypes.orderPlaced,
        at: new Date(placedAt),
        sessionId: null,
        productId: null,
        value: Number(total),
        properties: [{ name: 'order', value: orderNumber }],
      },
    ]);
  };
}

function historicalOrder({ data }: ShopEvent<'order.created'>): HistoricalOrder | null {
  const { customerId, orderId, orderNumber, placedAt, total, currency, items } = data;
  if (customerId === null) return null;
  if (!isCurrency(currency)) throw unprocessable(`A past order must be in EUR, GBP or USD; got ${currency}.`);
  return {
    ...{ customerId, orderId, total, currency },
    number: orderNumber,
    status: 'PENDING',
    placedAt: new Date(placedAt),
    updatedAt: new Date(placedAt),
    itemCount: items.length,
  };
}

function isCurrency(code: string): code is HistoricalOrder['currency'] {
  return code === 'EUR' || code === 'GBP' || code === 'USD';
}
