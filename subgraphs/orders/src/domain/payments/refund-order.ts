import { badUserInput, lineTotal, requireRole, shortened, sumAmounts, type Identity } from '@mosaico/service';
import { PaymentUnavailable } from '../../payments/payment-provider.ts';
import type { OrderItemRecord, OrderStore, OrderTransaction } from '../../store/order-store.ts';
import type { PaymentRecord, RefundRecord } from '../../store/payment-store.ts';
import { requireActionKey } from '../action-key.ts';
import { staffActor } from '../actor.ts';
import { isEntityId } from '../entity-id.ts';
import { requireOrderLines, type OrderLine } from '../order-lines.ts';
import { refundable } from '../order-saga/refundable.ts';
import type { CompleteRefund } from './complete-refund.ts';

type RefundOrderOutcome =
  /** Given back; or `unknown` while the provider does not answer: it is completed later, and not begun again. */
  | { outcome: 'refunded'; refund: RefundRecord }
  | { outcome: 'declined'; refund: RefundRecord }
  /** Nothing was done: so much of what was taken is left. */
  | { outcome: 'tooLarge'; requested: string; left: string; currency: RefundRecord['currency'] }
  | { outcome: 'keyConflict' };

export type RefundOrder = (request: {
  orderId: string;
  /** A decimal string; null where lines are given. */
  amount: string | null;
  /** Units of the order, at what they were sold for; null where an amount is given. */
  lines: readonly OrderLine[] | null;
  reason: string;
  idempotencyKey: string;
  identity: Identity;
}) => Promise<RefundOrderOutcome>;

/** How long a refund that was begun here is left to this process, in milliseconds. */
const ownMs = 30_000;
const longestReason = 200;

/**
 * Gives back money of an order. The refund is written down, with the order locked, before the provider is asked: so that refunds
 * never sum to more than was taken, and one whose answer never comes is asked about. The same key is the same refund.
 *
 * @throws BAD_USER_INPUT for what can be no key, amount, line, reason or order; FORBIDDEN without one of the roles
 */
export function createRefundOrder(options: {
  orders: Pick<OrderStore, 'transaction'>;
  completeRefund: CompleteRefund;
  now: () => Date;
}): RefundOrder {
  const { orders, completeRefund, now } = options;
  return async ({ orderId, amount: asked, lines, reason: given, idempotencyKey, identity }) => {
    requireRole(identity, 'support', 'admin');
    const reason = requireReason(given);
    const key = `refund:${orderId}:${requireActionKey(idempotencyKey)}`;
    const wanted = requireWanted(asked, lines);
    const begun = await orders.transaction<RefundOrderOutcome | Begun>(async (transaction) => {
      const order = isEntityId(orderId) ? await transaction.lockOrder(orderId) : null;
      if (order === null)
        throw badUserInput(`orderId must be the id of an order; there is no order ${shortened(orderId)}.`);
      const amount = typeof wanted === 'string' ? wanted : sumOf(wanted, await transaction.itemsOf(orderId));
      return begin(transaction, { orderId, key, amount, reason, actor: staffActor(identity), at: now() });
    });
    if (!('payment' in begun)) return begun;
    const refund = await complete(begun);
    return { outcome: refund.status === 'declined' ? 'declined' : 'refunded', refund };
  };

  async function complete({ refund, payment }: Begun): Promise<RefundRecord> {
    try {
      return await completeRefund(refund, payment);
    } catch (error) {
      if (error instanceof PaymentUnavailable) return refund;
      throw error;
    }
  }
}

interface Begun {
  readonly refund: RefundRecord;
  readonly payment: PaymentRecord;
}

/** Writes the refund down, of the payment that has enough left of it. The order is locked. */
export async function begin(
  transaction: OrderTransaction,
  options: { orderId: string; key: string; amount: string; reason: string; actor: string; at: Date },
): Promise<{ keep: boolean; value: RefundOrderOutcome | Begun }> {
  const { orderId, key, amount, reason, actor, at } = options;
  const [payments, refunds] = [await transaction.paymentsOfOrder(orderId), await transaction.refundsOfOrder(orderId)];
  const earlier = refunds.find((refund) => refund.key === key);
  if (earlier !== undefined) {
    const payment = payments.find(({ id }) => id === earlier.paymentId);
    if (earlier.amount !== amount || payment === undefined) return { keep: false, value: { outcome: 'keyConflict' } };
    return { keep: false, value: { refund: earlier, payment } };
  }
  const left = payments.map((payment) => ({
    payment,
    amount:
      refundable(
        payment,
        refunds.filter(({ paymentId }) => paymentId === payment.id),
      ) ?? '0.00',
  }));
  const enough = left.find((one) => Number(one.amount) >= Number(amount));
  if (enough === undefined) {
    const most = left.toSorted((a, b) => Number(b.amount) - Number(a.amount))[0];
    const currency = most?.payment.currency ?? 'GBP';
    return { keep: false, value: { outcome: 'tooLarge', requested: amount, left: most?.amount ?? '0.00', currency } };
  }
  const { payment } = enough;
  const refund = await transaction.addRefund(
    { orderId, paymentId: payment.id, key, amount, currency: payment.currency, reason, actor },
    { at, askAt: new Date(at.getTime() + ownMs) },
  );
  return { keep: true, value: { refund, payment } };
}

/** @throws BAD_USER_INPUT */
function requireWanted(amount: string | null, lines: readonly OrderLine[] | null): string | readonly OrderLine[] {
  if ((amount === null) === (lines === null)) throw badUserInput('Either amount or lines must be given, and not both.');
  if (lines !== null) return requireOrderLines(lines, { argument: 'lines' });
  if (amount !== null && /^\d{1,16}(\.\d{1,2})?$/.test(amount) && Number(amount) > 0) return sumAmounts([amount]);
  throw badUserInput(
    `amount must be above 0 with two decimals at most, such as "12.50"; got ${shortened(amount ?? '')}.`,
  );
}

/** What units of an order cost when it was placed. @throws BAD_USER_INPUT for lines that are not of the order */
export function sumOf(lines: readonly OrderLine[], items: readonly OrderItemRecord[]): string {
  const amounts = lines.map(({ sku, quantity }) => {
    const item = items.find((one) => one.sku === sku);
    if (item === undefined || item.quantity < quantity) {
      throw badUserInput(
        `lines must be of the order; it has ${item?.quantity ?? 0} of ${shortened(sku)}, and ${quantity} were named.`,
      );
    }
    return item.quantity === quantity ? item.lineTotal : lineTotal(quantity, item.unitPrice);
  });
  return sumAmounts(amounts);
}

/** @throws BAD_USER_INPUT */
function requireReason(reason: string): string {
  const trimmed = reason.trim();
  if (trimmed.length > 0 && trimmed.length <= longestReason) return trimmed;
  throw badUserInput(`reason must have 1 to ${longestReason} characters; got ${shortened(reason)}.`);
}
