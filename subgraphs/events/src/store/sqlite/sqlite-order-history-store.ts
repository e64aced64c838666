import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';
import { readAcrossBuckets, yearOf } from '../buckets.ts';
import {
  lifeOfAnOrder,
  requireItemCounts,
  type HistoricalOrder,
  type OrderHistoryPageRequest,
  type OrderHistoryStore,
} from '../order-history-store.ts';
import { promised } from './promised.ts';
import { inTransaction } from './transaction.ts';
import { beforeAll } from '../time-position.ts';

/** Where a status stands in it says how late it comes. */
const life = lifeOfAnOrder.join();

export function createSqliteOrderHistoryStore({ database }: { database: DatabaseSync }): OrderHistoryStore {
  const insertYear = database.prepare(
    'INSERT INTO order_history_years (customer_id, year) VALUES (?, ?) ON CONFLICT DO NOTHING',
  );
  const upsertOrder = database.prepare(
    `INSERT INTO order_history
       (customer_id, year, placed_at, order_id, number, status, updated_at, total, currency, item_count)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (customer_id, year, placed_at, order_id) DO UPDATE SET
       number = excluded.number, status = excluded.status, updated_at = excluded.updated_at,
       total = excluded.total, currency = excluded.currency, item_count = excluded.item_count
     WHERE (excluded.updated_at, instr('${life}', excluded.status)) > (updated_at, instr('${life}', status))`,
  );
  const selectYears = database.prepare(
    'SELECT year FROM order_history_years WHERE customer_id = ? AND year <= ? ORDER BY year DESC',
  );
  const selectOrders = database.prepare(
    `SELECT placed_at, order_id, number, status, updated_at, total, currency, item_count FROM order_history
     WHERE customer_id = ? AND year = ? AND (placed_at, order_id) < (?, ?)
     ORDER BY placed_at DESC, order_id DESC LIMIT ?`,
  );

  function put(order: HistoricalOrder): void {
    const { customerId, orderId, number, status, placedAt, updatedAt, total, currency, itemCount } = order;
    const year = yearOf(placedAt);
    insertYear.run(customerId, year);
    upsertOrder.run(
      ...[customerId, year, placedAt.getTime(), orderId],
      ...[number, status, updatedAt.getTime(), total, currency, itemCount],
    );
  }

  async function pageOf({ customerId, limit, after }: OrderHistoryPageRequest): Promise<HistoricalOrder[]> {
    const [at, id] = after ?? beforeAll;
    return readAcrossBuckets({
      buckets: await promised(() => selectYears.all(customerId, yearOf(new Date(at))).map(({ year }) => Number(year))),
      limit,
      read: (year, rest) =>
        promised(() => selectOrders.all(customerId, year, at, id, rest).map((row) => toOrder(customerId, row))),
    });
  }

  return {
    put: async (orders) => {
      requireItemCounts(orders);
      await promised(() => {
        inTransaction(database, () => {
          for (const order of orders) put(order);
        });
      });
    },
    pagesOf: (requests) => Promise.all(requests.map((request) => pageOf(request))),
  };
}

function toOrder(customerId: string, row: Record<string, SQLOutputValue>): HistoricalOrder {
  return {
    customerId,
    orderId: String(row['order_id']),
    number: String(row['number']),
    status: String(row['status']) as HistoricalOrder['status'],
    placedAt: new Date(Number(row['placed_at'])),
    updatedAt: new Date(Number(row['updated_at'])),
    total: String(row['total']),
    currency: String(row['currency']) as HistoricalOrder['currency'],
    itemCount: Number(row['item_count']),
  };
}
