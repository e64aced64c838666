import { types } from 'cassandra-driver';
import { readAcrossBuckets, yearOf } from '../buckets.ts';
import {
  lifeOfAnOrder,
  requireItemCounts,
  type HistoricalOrder,
  type OrderHistoryPageRequest,
  type OrderHistoryStore,
} from '../order-history-store.ts';
import { beforeAll } from '../time-position.ts';
import type { CassandraSession } from './client/session.ts';
import { inParallel } from './in-parallel.ts';
import { userIdOf } from './user-id.ts';

const insertYear = `INSERT INTO order_history_years (user_id, year) VALUES (?, ?)`;
/**
 * The row's timestamp, in microseconds, is when the order came to this status, so that the cluster itself keeps the latest state;
 * what comes later in an order's life is later within the millisecond, or the cluster would mix the columns of both states.
 */
const insertOrder = `INSERT INTO order_history
  (user_id, year, placed_at, order_id, order_number, status, updated_at, total, currency, item_count)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) USING TIMESTAMP ?`;
const selectYears = `SELECT year FROM order_history_years WHERE user_id = ? AND year <= ?`;
const selectOrders = `SELECT placed_at, order_id, order_number, status, updated_at, total, currency, item_count
  FROM order_history WHERE user_id = ? AND year = ? AND (placed_at, order_id) < (?, ?) LIMIT ?`;

export function createCassandraOrderHistoryStore({ session }: { session: CassandraSession }): OrderHistoryStore {
  async function put(order: HistoricalOrder): Promise<void> {
    const { customerId, orderId, number, status, placedAt, updatedAt, total, currency, itemCount } = order;
    const userId = userIdOf({ kind: 'customer', id: customerId });
    const year = yearOf(placedAt);
    // The bucket before what lies in it, as with the months of a visitor.
    await session.execute(insertYear, [userId, year]);
    await session.execute(insertOrder, [
      ...[userId, year, placedAt, orderId, number, status, updatedAt],
      ...[types.BigDecimal.fromString(total), currency, itemCount],
      types.Long.fromNumber(updatedAt.getTime()).multiply(1_000).add(lifeOfAnOrder.indexOf(status)),
    ]);
  }

  async function pageOf({ customerId, limit, after }: OrderHistoryPageRequest): Promise<HistoricalOrder[]> {
    const userId = userIdOf({ kind: 'customer', id: customerId });
    const [at, id] = after ?? beforeAll;
    const years = await session.execute(selectYears, [userId, yearOf(new Date(at))]);
    return readAcrossBuckets({
      buckets: years.map((row) => Number(row.get('year'))),
      limit,
      read: async (year, rest) =>
        (await session.execute(selectOrders, [userId, year, new Date(at), id, rest])).map((row) =>
          toOrder(customerId, row),
        ),
    });
  }

  return {
    put: async (orders) => {
      requireItemCounts(orders);
      await inParallel(orders, put);
    },
    pagesOf: (requests) => inParallel(requests, pageOf),
  };
}

function toOrder(customerId: string, row: types.Row): HistoricalOrder {
  return {
    customerId,
    orderId: String(row.get('order_id')),
    number: String(row.get('order_number')),
    status: String(row.get('status')) as HistoricalOrder['status'],
    placedAt: row.get('placed_at') as Date,
    updatedAt: row.get('updated_at') as Date,
    total: String(row.get('total')),
    currency: String(row.get('currency')) as HistoricalOrder['currency'],
    itemCount: Number(row.get('item_count')),
  };
}
