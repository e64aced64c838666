import type { Knex } from 'knex';
import { chunksOf, explicitId, groupRows, inList, insertRows, rowIds } from './bulk.ts';
import type { Database } from './connect.ts';
import {
  toChargeColumns,
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
import { createPreparedQuestions } from './prepared-questions.ts';
import { toAddress, type AddressRow } from './address-rows.ts';
import { toDiscount, type RedemptionRow } from './pricing/promotion-rows.ts';
import { transact } from './transact.ts';

/** @param bulk the same database for what no page waits for */
export function createSqlOrderStore(database: Database, bulk: Database): OrderStore {
  const { knex, dialect } = database;
  const ask = createPreparedQuestions(knex);
  return {
    async find(ids) {
      const keys = inList(rowIds(ids));
      const rows = await ask<OrderRow>(`find/${keys.length}`, keys, (shop, places) =>
        shop('orders').comment('order-store.find').whereIn('order_id', places).select(),
      );
      return rows.map(toOrder);
    },

    async itemsOf(orderIds) {
      const keys = inList(rowIds(orderIds));
      type Row = OrderItemRow & { catalog_id: string | null };
      const rows = await ask<Row>(`itemsOf/${keys.length}`, keys, (shop, places) =>
        shop('order_items as item')
          .comment('order-store.itemsOf')
          .leftJoin('products', 'products.sku', 'item.sku')
          .whereIn('item.order_id', places)
          .orderBy(['item.order_id', 'item.line_no'])
          .select('item.*', 'products.catalog_id'),
      );
      return Array.from(
        groupRows(rows, (row) => row.order_id),
        ([id, group]) => ({
          orderId: String(id),
          items: group.map((row) => ({ ...toItem(row), catalogId: row.catalog_id })),
        }),
      );
    },

    async statusHistoryOf(orderIds) {
      const keys = inList(rowIds(orderIds));
      const rows = await ask<StatusChangeRow>(`statusHistoryOf/${keys.length}`, keys, (shop, places) =>
        shop('order_status_history')
          .comment('order-store.statusHistoryOf')
          .whereIn('order_id', places)
          .orderBy(['order_id', 'step_no'])
          .select(),
      );
      return Array.from(
        groupRows(rows, (row) => row.order_id),
        ([id, group]) => ({ orderId: String(id), history: group.map(toStatusChange) }),
      );
    },

    async discountsOf(orderIds) {
      const rows = await knex('coupon_redemptions')
        .comment('order-store.discountsOf')
        .whereIn('order_id', inList(rowIds(orderIds)))
        .orderBy(['order_id', 'discount_no'])
        .select<RedemptionRow[]>();
      return Array.from(
        groupRows(rows, (row) => row.order_id),
        ([id, group]) => ({ orderId: String(id), discounts: group.map(toDiscount) }),
      );
    },

    async deliveryAddressesOf(orderIds) {
      const rows = await knex('order_addresses')
        .comment('order-store.deliveryAddressesOf')
        .whereIn('order_id', inList(rowIds(orderIds)))
        .select<(AddressRow & { order_id: number })[]>();
      return rows.map((row) => ({ orderId: String(row.order_id), address: toAddress(row) }));
    },

    async pagesOf(customerIds, { limit, after }) {
      const ids = rowIds(customerIds);
      if (ids.length === 0) return [];
      // A customer's id, and where the page begins if that is not the beginning.
      const values = ids.flatMap((id) =>
        after === null ? [id] : [id, after.placedAt, after.placedAt, Number(after.id)],
      );
      const shape = `pagesOf/${ids.length}/${limit}/${after === null ? 'first' : 'after'}`;
      const rows = await ask<OrderRow>(shape, values, (shop, places) => {
        const each = places.length / ids.length;
        const pages = ids.map((_id, index) => pageOf(shop, limit, places.slice(index * each, (index + 1) * each)));
        // One limited range of the index for each customer: a window function would read every order of each.
        return pages.length === 1 ? (pages[0] as Knex.QueryBuilder) : shop.unionAll(pages, true);
      });
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
function pageOf(knex: Knex, limit: number, places: readonly Knex.Value[]): Knex.QueryBuilder {
  const [customerId = null, latest, placedAt, id] = places;
  const page = knex('orders')
    .comment('order-store.pagesOf')
    .where('customer_id', customerId)
    .orderBy([
      { column: 'placed_at', order: 'desc' },
      { column: 'order_id', order: 'desc' },
    ])
    .limit(limit);
  if (latest === undefined || placedAt === undefined || id === undefined) return page;
  // MySQL does not search an index by a row comparison, so the position is spelt out, its first column twice.
  return page
    .where('placed_at', '<=', latest)
    .where((rest) => void rest.where('placed_at', '<', placedAt).orWhere('order_id', '<', id));
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
    ...toChargeColumns(order),
  };
}
