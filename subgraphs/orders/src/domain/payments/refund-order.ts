import { badUserInput, requireRole, shortened, sumAmounts, type Identity } from '@mosaico/service';
import type { OrderStore } from '../../store/order-store.ts';
import type { RefundRecord } from '../../store/payment-store.ts';
import { requireActionKey } from '../action-key.ts';
import { staffActor } from '../actor.ts';
import { requireOrder, requireText } from '../delivery/requests.ts';
import { requireOrderLines, type OrderLine } from '../order-lines.ts';
import { beginRefund, completePatiently, sumOf, type RefundBegun, type RefundRefused } from './begin-refund.ts';
import type { CompleteRefund } from './complete-refund.ts';

type RefundOrderOutcome =
  /** Given back; or `unknown` while the provider does not answer: it is completed later, and not begun again. */
  { outcome: 'refunded'; refund: RefundRecord } | { outcome: 'declined'; refund: RefundRecord } | RefundRefused;

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
    const reason = requireText(given, { argument: 'reason', longest: 200 });
    const key = `refund:${orderId}:${requireActionKey(idempotencyKey)}`;
    const wanted = requireWanted(asked, lines);
    const begun = await orders.transaction<RefundRefused | RefundBegun>(async (transaction) => {
      const order = await requireOrder(transaction, orderId);
      const amount =
        typeof wanted === 'string' ? wanted : sumOf(wanted, { items: await transaction.itemsOf(orderId), order });
      return beginRefund(transaction, { order, key, amount, reason, actor: staffActor(identity), at: now() });
    });
    if (!('payment' in begun)) return begun;
    const refund = await completePatiently(completeRefund, begun);
    return { outcome: refund.status === 'declined' ? 'declined' : 'refunded', refund };
  };
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
