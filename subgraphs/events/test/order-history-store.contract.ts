import { describe, expect, test } from '@jest/globals';
import type { EventsStores, HistoricalOrder } from '../src/index.ts';
import { historyPositionOf } from '../src/store/order-history-store.ts';
import type { TimePosition } from '../src/store/time-position.ts';
import { historicalOrder, newNumericId, readAll } from './support/events.ts';

/** What every OrderHistoryStore promises. */
export function orderHistoryStoreContract(opened: () => EventsStores): void {
  const put = (orders: readonly HistoricalOrder[]) => opened().orderHistory.put(orders);
  const pageOf = async (customerId: string, page: { limit: number; after: TimePosition | null }) => {
    const [orders = []] = await opened().orderHistory.pagesOf([{ customerId, ...page }]);
    return orders;
  };
  const allOf = (customerId: string, limit = 100) =>
    readAll(limit, { readPage: (page) => pageOf(customerId, page), positionOf: historyPositionOf });
  const idsOf = (orders: readonly HistoricalOrder[]) => orders.map(({ orderId }) => orderId);

  describe('an order history store', () => {
    test('gives an order back as it was written', async () => {
      const customerId = newNumericId();
      const orders = [
        historicalOrder({ customerId, status: 'SHIPPED', total: '1234567890.05', itemCount: 30, currency: 'EUR' }),
        historicalOrder({ customerId, placedAt: new Date('2010-12-01T08:26:00.001Z'), total: '0.0650' }),
      ];
      await put(orders);
      expect(await pageOf(customerId, { limit: 5, after: null })).toEqual(orders);
    });

    test('pages newest first through the years, orders of one instant by id descending', async () => {
      const customerId = newNumericId();
      const instants = ['2009-06-01T00:00:00.000Z', '2025-12-31T23:59:59.999Z', '2026-01-01T00:00:00.000Z'];
      await put(
        instants.flatMap((placedAt, year) =>
          ['3', '1', '2'].map((last) =>
            historicalOrder({ customerId, orderId: `${year + 1}00${last}`, placedAt: new Date(placedAt) }),
          ),
        ),
      );
      const expected = ['3003', '3002', '3001', '2003', '2002', '2001', '1003', '1002', '1001'];
      for (const limit of [1, 2, 3, 4, 9, 10]) expect(idsOf(await allOf(customerId, limit))).toEqual(expected);
      expect(idsOf(await pageOf(customerId, { limit: 2, after: [Date.UTC(2020, 0), '1'] }))).toEqual(['1003', '1002']);
    });

    test('keeps the latest state of an order, in whatever order the states arrive', async () => {
      const customerId = newNumericId();
      const placed = historicalOrder({ customerId, status: 'PENDING' });
      const shipped = { ...placed, status: 'SHIPPED', updatedAt: new Date('2026-03-02T00:00:00.000Z') } as const;
      const delivered = { ...placed, status: 'DELIVERED', updatedAt: new Date('2026-03-03T00:00:00.000Z') } as const;
      await put([shipped, placed]);
      expect(await allOf(customerId)).toEqual([shipped]);
      await put([delivered]);
      await put([placed, shipped]);
      expect(await allOf(customerId)).toEqual([delivered]);
    });

    test('keeps an order once, also from racing writers', async () => {
      const order = historicalOrder({ customerId: newNumericId() });
      await Promise.all(Array.from({ length: 50 }, () => put([order, order])));
      expect(await allOf(order.customerId)).toEqual([order]);
    });

    test('answers each request at its place, takes an empty batch and one of 1,001 orders', async () => {
      await put([]);
      const orders = Array.from({ length: 1_001 }, () => historicalOrder({ customerId: newNumericId() }));
      await put(orders);
      await put(orders);
      const pages = await opened().orderHistory.pagesOf(
        [...orders, { customerId: newNumericId() }].map(({ customerId }) => ({ customerId, limit: 2, after: null })),
      );
      expect(pages).toEqual([...orders.map((order) => [order]), []]);
    });
  });
}
