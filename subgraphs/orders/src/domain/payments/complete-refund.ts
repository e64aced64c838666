import type { CreateEvent, ShopEvent } from '@mosaico/bus';
import type { PaymentAnswer, PaymentProvider } from '../../payments/payment-provider.ts';
import type { OrderStore } from '../../store/order-store.ts';
import type { PaymentRecord, RefundRecord } from '../../store/payment-store.ts';
import { orderRefunded } from '../order-events.ts';

/** Has the provider give back money of a refund that has been written down, and keeps the answer with its event. */
export type CompleteRefund = (refund: RefundRecord, payment: PaymentRecord) => Promise<RefundRecord>;

/**
 * However often and by however many at once: the provider knows the refund by its key, and one of them keeps the answer.
 * @returns the refund as it stands now
 * @throws PaymentUnavailable while the provider does not answer: the refund stays `unknown`, to be completed later
 */
export function createCompleteRefund(options: {
  provider: PaymentProvider;
  orders: Pick<OrderStore, 'transaction'>;
  createEvent: CreateEvent;
  /** What follows when events are committed; never rejects. */
  committed: (events: readonly ShopEvent[]) => Promise<void>;
  now: () => Date;
}): CompleteRefund {
  const { provider, orders, createEvent, committed, now } = options;

  async function ask({ key, amount, currency }: RefundRecord, { reference }: PaymentRecord): Promise<PaymentAnswer> {
    if (reference === null) throw new Error(`The payment that ${key} is to give back has no reference.`);
    // Not at once again: providers forget keys after a time, and what they did stays.
    return (await provider.find(key, { reference })) ?? provider.refund({ key, reference, amount, currency });
  }

  return async (refund, payment) => {
    if (refund.status !== 'unknown') return refund;
    const answer = await ask(refund, payment);
    let events: ShopEvent[] = [];
    const kept = await orders.transaction<RefundRecord>(async (transaction) => {
      events = [];
      const order = await transaction.lockOrder(refund.orderId);
      const own = (await transaction.refundsOfOrder(refund.orderId)).find(({ id }) => id === refund.id);
      if (order === null || own === undefined) throw new Error(`The refund ${refund.id} is not there.`);
      // Somebody else was first.
      if (own.status !== 'unknown') return { keep: false, value: own };
      const at = now();
      const { reference } = answer;
      if (answer.outcome !== 'refunded') {
        const declineCode = answer.outcome === 'declined' ? answer.code : 'processingError';
        const change = { status: 'declined', reference, declineCode, at, askAt: null } as const;
        return { keep: true, value: await transaction.recordRefund(own.id, change) };
      }
      const done = await transaction.recordRefund(own.id, { status: 'refunded', reference, at, askAt: null });
      events = [orderRefunded(createEvent, { order, refund: done, at })];
      await transaction.announce(events);
      return { keep: true, value: done };
    });
    await committed(events);
    return kept;
  };
}
