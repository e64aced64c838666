import type { Logger } from '@mosaico/service';
import { operationKeys, type PaymentNotice, type PaymentProvider } from '../../payments/payment-provider.ts';
import type { OrderStore } from '../../store/order-store.ts';
import type { PaymentRecord, PaymentStore, RefundRecord } from '../../store/payment-store.ts';
import type { CompleteRefund } from './complete-refund.ts';

/** Settles by asking the provider, never by guessing, what has been left open. */
export interface Settlement {
  /** A notice has come. Once, twice or in any order: it says which payment to ask about, and the provider says how that stands. */
  notice(notice: PaymentNotice): Promise<'settled' | 'repeated' | 'notOurs'>;
  /** Settles all that is due. Several who do so at once share it out. @returns how many payments and refunds were asked about */
  sweep(): Promise<number>;
}

/** Refunds whose keys begin so are the saga's of a cancelled order. */
const sagaPrefix = 'order:';
/** So long nobody else takes on what this one has; then it is asked about again. */
const leaseMs = 60_000;
const perSweep = 20;

/**
 * A payment that is open is its order's saga's: that is told to go on, and asks. What has ended is looked at once more when a
 * notice comes: money that is set aside for nothing is given up, and money that was taken for nothing is given back.
 *
 * @param options.goOn has the saga of an order look at its payment now; never rejects
 */
export function createSettlement(options: {
  provider: PaymentProvider;
  payments: PaymentStore;
  orders: Pick<OrderStore, 'transaction'>;
  completeRefund: CompleteRefund;
  goOn: (orderId: string) => Promise<void>;
  now: () => Date;
  logger: Logger;
}): Settlement {
  const { provider, payments, orders, completeRefund, goOn, now, logger } = options;

  async function settlePayment(payment: PaymentRecord): Promise<void> {
    if (payment.status === 'captured') return;
    if (payment.status !== 'declined' && payment.status !== 'voided') return goOn(payment.orderId);
    const { authorize, void: giveUp } = operationKeys(payment.key);
    const found = await provider.find(authorize, { reference: payment.reference });
    const isSetAside = found?.outcome === 'authorized' || found?.outcome === 'actionRequired';
    const answer = isSetAside ? await provider.void({ key: giveUp, reference: found.reference }) : found;
    if (answer?.outcome === 'captured') await giveBackLate(payment, answer.reference);
  }

  /** The order has gone on without this payment, so the money belongs to nothing. */
  async function giveBackLate({ id, orderId }: PaymentRecord, reference: string): Promise<void> {
    const begun = await orders.transaction<{ refund: RefundRecord; payment: PaymentRecord } | null>(
      async (transaction) => {
        await transaction.lockOrder(orderId);
        const own = (await transaction.paymentsOfOrder(orderId)).find((payment) => payment.id === id);
        if (own === undefined || own.status === 'captured') return { keep: false, value: null };
        const at = now();
        const change = { status: 'captured', reference, declineCode: null, at, askAt: null } as const;
        const payment = await transaction.recordPayment(id, change);
        const { amount, currency } = payment;
        const refund = await transaction.addRefund(
          {
            ...{ orderId, paymentId: id, key: `late:${payment.key}`, amount, currency },
            ...{ reason: 'The payment was taken after the order had gone on without it.', actor: 'system' },
          },
          { at, askAt: new Date(at.getTime() + leaseMs) },
        );
        return { keep: true, value: { refund, payment } };
      },
    );
    if (begun !== null) await completeRefund(begun.refund, begun.payment);
  }

  async function settleRefund(refund: RefundRecord): Promise<void> {
    if (refund.key.startsWith(sagaPrefix)) return goOn(refund.orderId);
    const [found] = await payments.paymentsOf([refund.orderId]);
    const payment = found?.payments.find(({ id }) => id === refund.paymentId);
    if (payment !== undefined) await completeRefund(refund, payment);
  }

  /** What fails is asked about again when its lease ends. */
  async function patiently(settle: () => Promise<void>): Promise<void> {
    try {
      await settle();
    } catch (error) {
      logger.warn({ err: error }, 'a payment is not settled yet');
    }
  }

  async function find({ paymentKey, reference }: PaymentNotice): Promise<PaymentRecord | null> {
    const byKey = paymentKey === null ? null : await payments.findPayment({ key: paymentKey });
    if (byKey !== null || reference === null) return byKey;
    return payments.findPayment({ provider: provider.name, reference });
  }

  return {
    async notice(notice) {
      const id = `payment-notice:${provider.name}:${notice.id}`;
      if (await payments.knowsNotice(id)) return 'repeated';
      const payment = await find(notice);
      if (payment === null || payment.provider !== provider.name) return 'notOurs';
      await settlePayment(payment);
      // Last: a process that ends before has the provider send it again.
      await payments.keepNotice(id, { at: now() });
      return 'settled';
    },

    async sweep() {
      const at = now();
      const due = { now: at, leaseUntil: new Date(at.getTime() + leaseMs), limit: perSweep };
      const [open, refunds] = [await payments.takeOnPayments(due), await payments.takeOnRefunds(due)];
      for (const payment of open) await patiently(() => settlePayment(payment));
      for (const refund of refunds) await patiently(() => settleRefund(refund));
      return open.length + refunds.length;
    },
  };
}
