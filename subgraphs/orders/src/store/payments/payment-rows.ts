import { roundAmount, type Currency } from '@mosaico/service';
import type { DeclineCode } from '../../payments/payment-provider.ts';
import type { PaymentRecord, PaymentStatus, RefundRecord, RefundStatus } from '../payment-store.ts';

/** The rows of payments and refunds, and what they are outside of the store. */
export interface PaymentRow {
  payment_id: number;
  order_id: number;
  payment_key: string;
  provider: string;
  method: string;
  amount: string;
  currency: Currency;
  status: PaymentStatus;
  reference: string | null;
  decline_code: DeclineCode | null;
  redirect_url: string | null;
  started_at: Date;
  changed_at: Date;
  ask_at: Date | null;
}
export interface RefundRow {
  refund_id: number;
  order_id: number;
  payment_id: number;
  refund_key: string;
  amount: string;
  currency: Currency;
  status: RefundStatus;
  reason: string;
  actor: string;
  reference: string | null;
  decline_code: DeclineCode | null;
  requested_at: Date;
  changed_at: Date;
  ask_at: Date | null;
}

export function toPayment(row: PaymentRow): PaymentRecord {
  return {
    id: String(row.payment_id),
    orderId: String(row.order_id),
    key: row.payment_key,
    provider: row.provider,
    method: row.method,
    amount: roundAmount(row.amount),
    currency: row.currency,
    status: row.status,
    reference: row.reference,
    declineCode: row.decline_code,
    redirectUrl: row.redirect_url,
    startedAt: row.started_at,
    changedAt: row.changed_at,
  };
}

export function toRefund(row: RefundRow): RefundRecord {
  return {
    id: String(row.refund_id),
    orderId: String(row.order_id),
    paymentId: String(row.payment_id),
    key: row.refund_key,
    amount: roundAmount(row.amount),
    currency: row.currency,
    status: row.status,
    reason: row.reason,
    actor: row.actor,
    reference: row.reference,
    declineCode: row.decline_code,
    requestedAt: row.requested_at,
    changedAt: row.changed_at,
  };
}
