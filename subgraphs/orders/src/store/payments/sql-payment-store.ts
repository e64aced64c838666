import type { Knex } from 'knex';
import { groupRows, inList, rowIds } from '../bulk.ts';
import type { Database } from '../connect.ts';
import { enterInbox } from '../events/inbox.ts';
import type { PaymentStore } from '../payment-store.ts';
import { transact } from '../transact.ts';
import { toPayment, toRefund, type PaymentRow, type RefundRow } from './payment-rows.ts';

export function createSqlPaymentStore(database: Database): PaymentStore {
  const { knex } = database;
  return {
    async paymentsOf(orderIds) {
      const rows = await knex('payments')
        .comment('payment-store.paymentsOf')
        .whereIn('order_id', inList(rowIds(orderIds)))
        .orderBy(['order_id', 'payment_id'])
        .select<PaymentRow[]>();
      return Array.from(
        groupRows(rows.map(toPayment), ({ orderId }) => orderId),
        ([orderId, payments]) => ({ orderId, payments }),
      );
    },

    async refundsOf(orderIds) {
      const rows = await knex('refunds')
        .comment('payment-store.refundsOf')
        .whereIn('order_id', inList(rowIds(orderIds)))
        .orderBy(['order_id', 'refund_id'])
        .select<RefundRow[]>();
      return Array.from(
        groupRows(rows.map(toRefund), ({ orderId }) => orderId),
        ([orderId, refunds]) => ({ orderId, refunds }),
      );
    },

    async findPayment(by) {
      const row = await knex('payments')
        .comment('payment-store.findPayment')
        .where('key' in by ? { payment_key: by.key } : by)
        .first<PaymentRow | undefined>();
      return row === undefined ? null : toPayment(row);
    },

    async findRefund(key) {
      const row = await knex('refunds')
        .comment('payment-store.findRefund')
        .where({ refund_key: key })
        .first<RefundRow | undefined>();
      return row === undefined ? null : toRefund(row);
    },

    async takeOnPayments(options) {
      const rows = await takeOn<PaymentRow>(database, { ...options, table: 'payments', id: 'payment_id' });
      return rows.map(toPayment);
    },

    async takeOnRefunds(options) {
      const rows = await takeOn<RefundRow>(database, { ...options, table: 'refunds', id: 'refund_id' });
      return rows.map(toRefund);
    },

    async knowsNotice(id) {
      const row = await knex('inbox')
        .comment('payment-store.knowsNotice')
        .where({ event_id: id })
        .first<object | undefined>('event_id');
      return row !== undefined;
    },

    async keepNotice(id, { at }) {
      await transact(database, async (transaction) => {
        const isNew = await enterInbox(transaction, { eventId: id, at });
        return { keep: isNew, value: null };
      });
    },
  };
}

/** Moves on the time of rows that are due, those that another transaction has locked left out. */
function takeOn<Row extends object>(
  database: Database,
  options: { table: 'payments' | 'refunds'; id: keyof Row & string; now: Date; leaseUntil: Date; limit: number },
): Promise<Row[]> {
  const { table, id, now, leaseUntil, limit } = options;
  return transact(database, async ({ knex }) => {
    const rows = (await due(knex, { table, id, now }).limit(limit)) as Row[];
    const ids = rows.map((row) => Number(row[id]));
    if (ids.length > 0) await knex(table).whereIn(id, ids).update({ ask_at: leaseUntil });
    return { keep: ids.length > 0, value: rows };
  });
}

function due(knex: Knex, { table, id, now }: { table: string; id: string; now: Date }) {
  return knex(table)
    .comment('payment-store.takeOn')
    .where('ask_at', '<=', now)
    .orderBy(['ask_at', id])
    .forUpdate()
    .skipLocked()
    .select();
}
