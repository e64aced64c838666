import type { Database } from '../connect.ts';
import type { PaymentTransaction } from '../payment-store.ts';
import { toPayment, toRefund, type PaymentRow, type RefundRow } from './payment-rows.ts';

/** @param transaction the database, bound to the transaction */
export function createSqlPaymentTransaction({ knex, dialect }: Database): PaymentTransaction {
  async function payment(by: { payment_id: number } | { payment_key: string }): Promise<PaymentRow | undefined> {
    return knex('payments').comment('payment-transaction.payment').where(by).first<PaymentRow | undefined>();
  }
  async function refund(by: { refund_id: number } | { refund_key: string }): Promise<RefundRow | undefined> {
    return knex('refunds').comment('payment-transaction.refund').where(by).first<RefundRow | undefined>();
  }

  return {
    async addPayment({ orderId, key, provider, method, amount, currency }, { at, askAt }) {
      const known = await payment({ payment_key: key });
      if (known !== undefined) return toPayment(known);
      const row: Omit<PaymentRow, 'payment_id'> = {
        order_id: Number(orderId),
        payment_key: key,
        provider,
        method,
        amount,
        currency,
        status: 'unknown',
        reference: null,
        decline_code: null,
        redirect_url: null,
        started_at: at,
        changed_at: at,
        ask_at: askAt,
      };
      const id = await dialect.insertForId(knex, { table: 'payments', row, id: 'payment_id' });
      return toPayment({ ...row, payment_id: id });
    },

    async recordPayment(paymentId, { status, reference, declineCode, redirectUrl, at, askAt }) {
      const id = Number(paymentId);
      await knex('payments')
        .where({ payment_id: id })
        .update({
          status,
          ...(reference === undefined ? {} : { reference }),
          ...(declineCode === undefined ? {} : { decline_code: declineCode }),
          ...(redirectUrl === undefined ? {} : { redirect_url: redirectUrl }),
          changed_at: at,
          ask_at: askAt,
        });
      const row = await payment({ payment_id: id });
      if (row === undefined) throw new Error(`There is no payment ${paymentId}.`);
      return toPayment(row);
    },

    async paymentsOfOrder(orderId) {
      const rows = await knex('payments')
        .comment('payment-transaction.paymentsOfOrder')
        .where({ order_id: Number(orderId) })
        .orderBy('payment_id')
        .select<PaymentRow[]>();
      return rows.map(toPayment);
    },

    async addRefund({ orderId, paymentId, key, amount, currency, reason, actor }, { at, askAt }) {
      const known = await refund({ refund_key: key });
      if (known !== undefined) return toRefund(known);
      const row: Omit<RefundRow, 'refund_id'> = {
        order_id: Number(orderId),
        payment_id: Number(paymentId),
        refund_key: key,
        amount,
        currency,
        status: 'unknown',
        reason,
        actor,
        reference: null,
        decline_code: null,
        requested_at: at,
        changed_at: at,
        ask_at: askAt,
      };
      const id = await dialect.insertForId(knex, { table: 'refunds', row, id: 'refund_id' });
      return toRefund({ ...row, refund_id: id });
    },

    async recordRefund(refundId, { status, reference, declineCode, at, askAt }) {
      const id = Number(refundId);
      await knex('refunds')
        .where({ refund_id: id })
        .update({
          status,
          ...(reference === undefined ? {} : { reference }),
          ...(declineCode === undefined ? {} : { decline_code: declineCode }),
          changed_at: at,
          ask_at: askAt,
        });
      const row = await refund({ refund_id: id });
      if (row === undefined) throw new Error(`There is no refund ${refundId}.`);
      return toRefund(row);
    },

    async refundsOfOrder(orderId) {
      const rows = await knex('refunds')
        .comment('payment-transaction.refundsOfOrder')
        .where({ order_id: Number(orderId) })
        .orderBy('refund_id')
        .select<RefundRow[]>();
      return rows.map(toRefund);
    },
  };
}
