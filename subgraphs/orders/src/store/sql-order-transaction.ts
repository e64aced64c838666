import type { Knex } from 'knex';
import { actorOf } from '../domain/actor.ts';
import { toAddressRow } from './address-rows.ts';
import { inList, insertRows, rowIds } from './bulk.ts';
import type { Database } from './connect.ts';
import { insertEvents } from './events/outbox-rows.ts';
import {
  toChargeColumns,
  toItem,
  toItemRows,
  toOrder,
  toStatusChangeRows,
  type OrderItemRow,
  type OrderRow,
} from './order-rows.ts';
import type { OrderTransaction, PlacementKey } from './order-store.ts';
import { createSqlPaymentTransaction } from './payments/sql-payment-transaction.ts';
import { createSqlPricingTransaction } from './pricing/sql-pricing-transaction.ts';
import { createSqlSagaTransaction } from './sql-saga-store.ts';
import type { SellableStatus } from './stock-store.ts';

interface LevelRow {
  product_id: number;
  on_hand: number;
  reserved: number;
  movement: number;
}
interface SellableRow {
  product_id: number;
  sku: string;
  catalog_id: string;
  name: string;
  price: string;
  status: SellableStatus;
}

/** @param transaction the database, bound to the transaction */
export function createSqlOrderTransaction(transaction: Database): OrderTransaction {
  const { knex, dialect } = transaction;
  return {
    ...createSqlPaymentTransaction(transaction),
    ...createSqlPricingTransaction(transaction),

    async claimKey({ scope, key, fingerprint }, { at }) {
      try {
        // A savepoint, because after a failed statement PostgreSQL accepts nothing more of the transaction.
        await knex.transaction((savepoint) =>
          savepoint('idempotency_keys').insert({ scope, idempotency_key: key, fingerprint, created_at: at }),
        );
        return null;
      } catch (error) {
        if (!dialect.isUniqueViolation(error)) throw error;
      }
      const placement = await findPlacement(knex, { scope, key });
      if (placement === null) throw new Error('A placement key is taken, and no order is tied to it.');
      return placement;
    },

    async lockSellables(skus) {
      const sellables = await knex('products')
        .comment('order-transaction.lockSellables')
        .whereIn('sku', inList(skus))
        .select<SellableRow[]>('product_id', 'sku', 'catalog_id', 'name', 'price', 'status');
      // Locked in the order of their key by everybody: two orders of the same units wait for each other, never both.
      const levels = await knex('stock_levels')
        .comment('order-transaction.lockSellables')
        .whereIn('product_id', inList(sellables.map(({ product_id }) => product_id)))
        .orderBy('product_id')
        .forUpdate()
        .select<LevelRow[]>();
      const levelOf = new Map(levels.map((level) => [level.product_id, level]));
      return sellables.map(({ product_id, catalog_id, ...sellable }) => {
        const level = levelOf.get(product_id);
        const stock =
          level === undefined ? null : { onHand: level.on_hand, reserved: level.reserved, movement: level.movement };
        return { productId: product_id, catalogId: catalog_id, ...sellable, stock };
      });
    },

    async addOrder({ customerId, currency, subtotal, total, placedAt, items, deliverTo = null, ...charges }) {
      const row: Omit<OrderRow, 'order_id'> = {
        order_number: null,
        customer_id: customerId === null ? null : Number(customerId),
        status: 'pending',
        currency,
        subtotal,
        total,
        placed_at: placedAt,
        ...toChargeColumns(charges),
      };
      try {
        const id = await dialect.insertForId(knex, { table: 'orders', row, id: 'order_id' });
        await insertRows(transaction, 'order_items', toItemRows(id, items));
        const addresses = deliverTo === null ? [] : [{ order_id: id, ...toAddressRow(deliverTo) }];
        await insertRows(transaction, 'order_addresses', addresses);
        const history = toStatusChangeRows(id, [
          { status: 'pending', at: placedAt, reason: null, actor: actorOf(customerId) },
        ]);
        await insertRows(transaction, 'order_status_history', history);
        return toOrder({ ...row, order_id: id });
      } catch (error) {
        if (dialect.isForeignKeyViolation(error)) return null;
        throw error;
      }
    },

    async takeStock(takes, { orderId, at }) {
      // A movement locks its product's row a little: in the order in which a change of the catalog locks them.
      const inOrder = takes.toSorted((a, b) => a.productId - b.productId);
      const movements = inOrder.map(({ productId, quantity }) => ({
        product_id: productId,
        kind: 'sale',
        on_hand_change: -quantity,
        reserved_change: 0,
        order_id: Number(orderId),
        moved_at: at,
      }));
      await insertRows(transaction, 'stock_movements', movements);
      // One statement for all lines. `0 +` tells PostgreSQL that the value is a number.
      const cases = takes.map(() => 'when ? then 0 + ?').join(' ');
      await knex('stock_levels')
        .whereIn(
          'product_id',
          takes.map(({ productId }) => productId),
        )
        .update({
          on_hand: knex.raw(
            `on_hand - case product_id ${cases} end`,
            takes.flatMap(({ productId, quantity }) => [productId, quantity]),
          ),
          movement: knex.raw('movement + 1'),
        });
    },

    async settleKey({ scope, key }, { orderId }) {
      await knex('idempotency_keys')
        .where({ scope, idempotency_key: key })
        .update({ order_id: Number(orderId) });
    },

    announce: (events) => insertEvents(transaction, events),

    async findOrder(id) {
      const row = await knex('orders')
        .comment('order-transaction.findOrder')
        .whereIn('order_id', rowIds([id]))
        .first<OrderRow | undefined>();
      return row === undefined ? null : toOrder(row);
    },

    async lockOrder(id) {
      const row = await knex('orders')
        .comment('order-transaction.lockOrder')
        .whereIn('order_id', rowIds([id]))
        .forUpdate()
        .first<OrderRow | undefined>();
      return row === undefined ? null : toOrder(row);
    },

    async changeStatus(id, { status, at, reason, actor }) {
      const order_id = Number(id);
      await knex('orders').comment('order-transaction.changeStatus').where({ order_id }).update({ status });
      const last = await knex('order_status_history')
        .comment('order-transaction.changeStatus')
        .where({ order_id })
        .max({ step: 'step_no' })
        .first<{ step: number | null } | undefined>();
      const step_no = (last?.step ?? 0) + 1;
      await knex('order_status_history').insert({ order_id, step_no, status, reason, changed_at: at, actor });
    },

    async itemsOf(id) {
      const rows = await knex('order_items')
        .comment('order-transaction.itemsOf')
        .whereIn('order_id', rowIds([id]))
        .orderBy('line_no')
        .select<OrderItemRow[]>();
      return rows.map(toItem);
    },

    sagas: createSqlSagaTransaction(transaction),
  };
}

export async function findPlacement(
  database: Knex,
  { scope, key }: Omit<PlacementKey, 'fingerprint'>,
): Promise<{ fingerprint: string; orderId: string } | null> {
  const row = await database('idempotency_keys')
    .comment('order-store.findPlacement')
    .where({ scope, idempotency_key: key })
    .whereNotNull('order_id')
    .first<{ fingerprint: string; order_id: number } | undefined>('fingerprint', 'order_id');
  return row === undefined ? null : { fingerprint: row.fingerprint, orderId: String(row.order_id) };
}
