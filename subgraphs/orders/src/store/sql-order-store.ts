import type { Knex } from 'knex';
import { chunksOf, explicitId, groupRows, inList, insertRows, rowIds } from './bulk.ts';
import type { Database } from './connect.ts';
import {
  toItem,
  toItemRows,
  toOrder,
  toStatusChange,
  toStatusChangeRows,
  type OrderItemRow,
  type OrderRow,
  type StatusChangeRow,
} from './order-rows.ts';
import type { OrderImport, OrderPosition, OrderStore } from './order-store.ts';
import { createSqlOrderTransaction, findPlacement } from './sql-order-transaction.ts';
import { transact } from './transact.ts';

/** @param bulk the same database for what no page waits for */
export function createSqlOrderStore(database: Database, bulk: Database): OrderStore {
  const { knex, dialect } = database;
  return {
    async find(ids) {
      const rows = await knex('orders')
        .comment('order-store.find')
        .whereIn('order_id', inList(rowIds(ids)))
        .select<OrderRow[]>();
      return rows.map(toOrder);
    },

    async itemsOf(orderIds) {
      const rows = await knex('order_items as item')
        .comment('order-store.itemsOf')
        .leftJoin('products', 'products.sku', 'item.sku')
        .whereIn('item.order_id', inList(rowIds(orderIds)))
        .orderBy(['item.order_id', 'item.line_no'])
        .select<(OrderItemRow & { catalog_id: string | null })[]>('item.*', 'products.catalog_id');
      return Array.from(
        groupRows(rows, (row) => row.order_id),
        ([id, group]) => ({
          orderId: String(id),
          items: group.map((row) => ({ ...toItem(row), catalogId: row.catalog_id })),
        }),
      );
    },

    async statusHistoryOf(orderIds) {
      const rows = await knex('order_status_history')
        .comment('order-store.statusHistoryOf')
        .whereIn('order_id', inList(rowIds(orderIds)))
        .orderBy(['order_id', 'step_no'])
        .select<StatusChangeRow[]>();
      return Array.from(
        groupRows(rows, (row) => row.order_id),
        ([id, group]) => ({ orderId: String(id), history: group.map(toStatusChange) }),
      );
    },

    async pagesOf(customerIds, { limit, after }) {
      const [first, ...others] = rowIds(customerIds).map((id) => pageOf(knex, { customerId: id, limit, after }));
      if (first === undefined) return [];
      // One limited range of the index for each customer: a window function would read every order of each.
      const rows = (await (others.length === 0 ? first : knex.unionAll([first, ...others], true))) as OrderRow[];
      return Array.from(
        groupRows(rows.map(toOrder), (order) => order.customerId ?? ''),
        ([customerId, orders]) => ({ customerId, orders: orders.toSorted(newestFirst) }),
      );
    },

    findPlacement: (key) => findPlacement(knex, key),

    transaction(work) {
      return transact(database, (transaction) => work(createSqlOrderTransaction(transaction)));
    },

    addMissing(orders) {
      return transact(
        bulk,
        async (transaction) => {
          let added = 0;
          for (const chunk of chunksOf(orders)) added += await addMissingChunk(transaction, chunk);
          return { keep: true, value: { added, changed: 0 } };
        },
        // Somebody else has added one of them since it was looked for.
        { isLost: (error) => dialect.isUniqueViolation(error) },
      );
    },

    async counts() {
      const orders = await bulk.knex('orders').comment('order-store.counts').count({ count: '*' }).first();
      const items = await bulk.knex('order_items').comment('order-store.counts').count({ count: '*' }).first();
      return { orders: Number(orders?.count), items: Number(items?.count) };
    },
  };
}

/** The part of `idx_orders_customer` that one page is. */
function pageOf(knex: Knex, options: { customerId: number; limit: number; after: OrderPosition | null }) {
  const { customerId, limit, after } = options;
  const page = knex('orders')
    .comment('order-store.pagesOf')
    .where('customer_id', customerId)
    .orderBy([
      { column: 'placed_at', order: 'desc' },
      { column: 'order_id', order: 'desc' },
    ])
    .limit(limit);
  if (after === null) return page;
  // MySQL does not search an index by a row comparison, so the position is spelt out, its first column twice.
  return page
    .where('placed_at', '<=', after.placedAt)
    .where((rest) => void rest.where('placed_at', '<', after.placedAt).orWhere('order_id', '<', Number(after.id)));
}

function newestFirst(a: OrderPosition, b: OrderPosition): number {
  return b.placedAt.getTime() - a.placedAt.getTime() || Number(b.id) - Number(a.id);
}

async function addMissingChunk(transaction: Database, orders: readonly OrderImport[]): Promise<number> {
  const ids = orders.map(({ id }) => explicitId(id));
  const known = new Set(await transaction.knex('orders').whereIn('order_id', ids).pluck<number[]>('order_id'));
  const missing = orders.filter(({ id }) => !known.has(Number(id)));
  await insertRows(transaction, 'orders', missing.map(toOrderRow));
  const itemRows = missing.flatMap(({ id, items }) => toItemRows(Number(id), items));
  await insertRows(transaction, 'order_items', itemRows);
  const historyRows = missing.flatMap(({ id, history }) => toStatusChangeRows(Number(id), history));
  await insertRows(transaction, 'order_status_history', historyRows);
  return missing.length;
}

function toOrderRow(order: OrderImport): OrderRow {
  return {
    order_id: Number(order.id),
    order_number: order.number === order.id ? null : order.number,
    customer_id: order.customerId === null ? null : Number(order.customerId),
    status: order.status,
    currency: order.currency,
    subtotal: order.subtotal,
    total: order.total,
    placed_at: order.placedAt,
  };
}
