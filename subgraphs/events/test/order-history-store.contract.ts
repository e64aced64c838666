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

    test('keeps totals to the last digit, the widest ids and counts, and names in any script', async () => {
      const customerId = '9223372036854775807';
      const first = Date.UTC(2026, 0, 1);
      const orders = ['0.00', '0.01', '9999999999.99', '-12.50', '0.0650', '123456789012345678.9012'].map(
        (total, index) =>
          historicalOrder({
            customerId,
            orderId: String(9_000_000_000_000_000_000n + BigInt(index)),
            number: `№ ${index} – зелёный 🍵`,
            total,
            itemCount: index === 0 ? 0 : 2_147_483_647,
            placedAt: new Date(first - index),
          }),
      );
      await put(orders);
      expect(await allOf(customerId)).toEqual(orders);
    });

    test.each([2_147_483_648, -1, 1.5, NaN])(
      'refuses an order of %d lines, and writes nothing of it',
      async (itemCount) => {
        const order = historicalOrder({ customerId: newNumericId(), itemCount });
        await expect(put([order])).rejects.toMatchObject({ message: expect.stringContaining('itemCount') });
        expect(await allOf(order.customerId)).toEqual([]);
      },
    );

    test('keeps its place while orders of the same and of other instants arrive', async () => {
      const customerId = newNumericId();
      const placedAt = new Date('2026-01-01T00:00:00.000Z');
      const order = (orderId: string, at = placedAt) => historicalOrder({ customerId, orderId, placedAt: at });
      await put(['5', '4', '3', '2'].map((id) => order(id)));
      const first = await pageOf(customerId, { limit: 2, after: null });
      expect(idsOf(first)).toEqual(['5', '4']);
      const later = order('9', new Date(placedAt.getTime() + 1));
      const old = order('1', new Date(placedAt.getTime() - 1));
      await Promise.all([put([order('45'), later]), put([order('35'), old])]);
      const rest = await pageOf(customerId, { limit: 9, after: [placedAt.getTime(), '4'] });
      expect(idsOf(rest)).toEqual(['35', '3', '2', '1']);
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

    test('keeps the later state of an order that came to two of them in one instant, whole', async () => {
      const [one, other] = [newNumericId(), newNumericId()];
      const placed = historicalOrder({ customerId: one, status: 'PENDING', number: 'z', total: '9.00', itemCount: 9 });
      const paid = { ...placed, status: 'PROCESSING', number: 'a', total: '1.00', itemCount: 1 } as const;
      const cancelled = { ...paid, customerId: other, status: 'CANCELLED' } as const;
      await put([placed]);
      await put([paid]);
      await put([placed]);
      expect(await allOf(one)).toEqual([paid]);
      await put([cancelled]);
      await put([{ ...placed, customerId: other }]);
      expect(await allOf(other)).toEqual([cancelled]);
    });

    test('keeps an order once, also from racing writers', async () => {
      const order = historicalOrder({ customerId: newNumericId() });
      await Promise.all(Array.from({ length: 50 }, () => put([order, order])));
      expect(await allOf(order.customerId)).toEqual([order]);
    });

    test.each([0, 101, 1_001])(
      'takes a batch of %d orders, and answers as many requests and one more',
      async (count) => {
        const orders = Array.from({ length: count }, () => historicalOrder({ customerId: newNumericId() }));
        await put(orders);
        await put(orders);
        const pages = await opened().orderHistory.pagesOf(
          [...orders, { customerId: newNumericId() }].map(({ customerId }) => ({ customerId, limit: 2, after: null })),
        );
        expect(pages).toEqual([...orders.map((order) => [order]), []]);
      },
    );
  });
}
