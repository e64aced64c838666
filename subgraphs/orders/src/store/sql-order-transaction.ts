import type { Knex } from 'knex';
import { actorOf } from '../domain/actor.ts';
import { toAddressRow } from './address-rows.ts';
import { insertRows, rowIds } from './bulk.ts';
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
import { createSqlDeliveryTransaction } from './delivery/sql-delivery-transaction.ts';
import { createSqlPaymentTransaction } from './payments/sql-payment-transaction.ts';
import { createSqlPricingTransaction } from './pricing/sql-pricing-transaction.ts';
import { createSqlSagaTransaction } from './sql-saga-store.ts';
import { createSqlStockTransaction } from './stock/sql-stock-transaction.ts';

/** @param transaction the database, bound to the transaction */
export function createSqlOrderTransaction(transaction: Database): OrderTransaction {
  const { knex, dialect } = transaction;
  return {
    ...createSqlDeliveryTransaction(transaction),
    ...createSqlPaymentTransaction(transaction),
    ...createSqlPricingTransaction(transaction),
    ...createSqlStockTransaction(transaction),

    async claimKey({ scope, key, fingerprint }, { at }) {
      const row = { scope, idempotency_key: key, fingerprint, created_at: at };
      if (await dialect.insertUnlessThere(knex, { table: 'idempotency_keys', row })) return null;
      const placement = await findPlacement(knex, { scope, key });
      if (placement === null) throw new Error('A placement key is taken, and no order is tied to it.');
      return placement;
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
        // After the row, which waits for an account that is being closed: what is closed stays without new addresses.
        if (row.customer_id !== null && (await isClosed(knex, row.customer_id))) return null;
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

async function isClosed(database: Knex, customerId: number): Promise<boolean> {
  const row = await database('customers')
    .comment('order-transaction.isClosed')
    .where({ customer_id: customerId })
    .whereNotNull('closed_at')
    .first<{ customer_id: number } | undefined>('customer_id');
  return row !== undefined;
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
