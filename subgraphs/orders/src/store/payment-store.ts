import type { Currency } from '@mosaico/service';
import type { DeclineCode } from '../payments/payment-provider.ts';

/**
 * How far a payment has come. `unknown` from before the provider is first asked until its answer is kept; `captured`, `declined`
 * and `voided` are its ends, but that a late notice can tell that what was taken for declined or voided has been captured.
 */
export type PaymentStatus = 'unknown' | 'actionRequired' | 'authorized' | 'captured' | 'declined' | 'voided';
/** `unknown` from before the provider is asked until its answer is kept. */
export type RefundStatus = 'unknown' | 'refunded' | 'declined';

export interface PaymentRecord {
  readonly id: string;
  readonly orderId: string;
  /** By which the provider knows it, of at most 90 characters; see `operationKeys`. */
  readonly key: string;
  /** The provider's name. */
  readonly provider: string;
  /** The provider's token of a card; no card data. */
  readonly method: string;
  /** A decimal string with two decimals. */
  readonly amount: string;
  readonly currency: Currency;
  readonly status: PaymentStatus;
  /** The provider's own id, as soon as it is known. */
  readonly reference: string | null;
  readonly declineCode: DeclineCode | null;
  /** Where the shopper confirms it while it is `actionRequired`. */
  readonly redirectUrl: string | null;
  readonly startedAt: Date;
  readonly changedAt: Date;
}

export interface RefundRecord {
  readonly id: string;
  readonly orderId: string;
  readonly paymentId: string;
  /** By which the provider knows it, of at most 150 characters. */
  readonly key: string;
  /** A decimal string with two decimals. */
  readonly amount: string;
  readonly currency: Currency;
  readonly status: RefundStatus;
  /** For a person. */
  readonly reason: string;
  /** Who asked for it: the id of a customer or member of staff, or a part of the shop such as `saga`. */
  readonly actor: string;
  readonly reference: string | null;
  readonly declineCode: DeclineCode | null;
  readonly requestedAt: Date;
  readonly changedAt: Date;
}

export type NewPayment = Pick<PaymentRecord, 'orderId' | 'key' | 'provider' | 'method' | 'amount' | 'currency'>;
export type NewRefund = Pick<
  RefundRecord,
  'orderId' | 'paymentId' | 'key' | 'amount' | 'currency' | 'reason' | 'actor'
>;

/** What has become of a payment; what is absent stays as it is. */
export interface PaymentChange {
  readonly status: PaymentStatus;
  readonly reference?: string | null;
  readonly declineCode?: DeclineCode | null;
  readonly redirectUrl?: string | null;
  readonly at: Date;
  /** When the provider is to be asked about it; null when there is nothing more to ask. */
  readonly askAt: Date | null;
}
export interface RefundChange {
  readonly status: RefundStatus;
  readonly reference?: string | null;
  readonly declineCode?: DeclineCode | null;
  readonly at: Date;
  readonly askAt: Date | null;
}

/** Payments and refunds of orders. Ids are decimal strings; ids that no order has are misses. */
export interface PaymentStore {
  /** The payments of those orders that have any, each order's oldest first. */
  paymentsOf(orderIds: readonly string[]): Promise<{ orderId: string; payments: PaymentRecord[] }[]>;
  /** The refunds of those orders that have any, each order's oldest first. */
  refundsOf(orderIds: readonly string[]): Promise<{ orderId: string; refunds: RefundRecord[] }[]>;
  /** The payment of a key, or of a provider's reference; null for a miss. */
  findPayment(by: { key: string } | { provider: string; reference: string }): Promise<PaymentRecord | null>;
  findRefund(key: string): Promise<RefundRecord | null>;
  /**
   * Takes on payments about which the provider is to be asked by now, oldest first, and moves their time on to `leaseUntil`, so
   * that nobody else takes them on before. Those that another one is just taking on are passed over.
   */
  takeOnPayments(options: { now: Date; leaseUntil: Date; limit: number }): Promise<PaymentRecord[]>;
  /** As `takeOnPayments`. */
  takeOnRefunds(options: { now: Date; leaseUntil: Date; limit: number }): Promise<RefundRecord[]>;
  /** Whether the notice has been kept. Ids are of at most 150 characters. */
  knowsNotice(id: string): Promise<boolean>;
  /** Keeps that a notice has been followed; once more changes nothing. */
  keepNotice(id: string, options: { at: Date }): Promise<void>;
}

/** The steps of paying and paying back, bound to one transaction. Whoever writes has the order locked, by `lockOrder`. */
export interface PaymentTransaction {
  /** A new payment that is `unknown`, or the one that has its key already. */
  addPayment(payment: NewPayment, options: { at: Date; askAt: Date }): Promise<PaymentRecord>;
  /** @throws when there is no such payment */
  recordPayment(paymentId: string, change: PaymentChange): Promise<PaymentRecord>;
  /** The order's payments as this transaction sees them, oldest first. */
  paymentsOfOrder(orderId: string): Promise<PaymentRecord[]>;
  /** A new refund that is `unknown`, or the one that has its key already. */
  addRefund(refund: NewRefund, options: { at: Date; askAt: Date }): Promise<RefundRecord>;
  /** @throws when there is no such refund */
  recordRefund(refundId: string, change: RefundChange): Promise<RefundRecord>;
  /** The order's refunds as this transaction sees them, oldest first. */
  refundsOfOrder(orderId: string): Promise<RefundRecord[]>;
}
