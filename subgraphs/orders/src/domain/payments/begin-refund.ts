import { allocateAmount, badUserInput, compareAmounts, shortened, subtractAmounts, sumAmounts } from '@mosaico/service';
import { PaymentUnavailable } from '../../payments/payment-provider.ts';
import type { UnitLine } from '../../store/delivery-store.ts';
import type { OrderItemRecord, OrderRecord, OrderTransaction } from '../../store/order-store.ts';
import type { PaymentRecord, RefundRecord } from '../../store/payment-store.ts';
import { refundable } from '../order-saga/refundable.ts';
import type { CompleteRefund } from './complete-refund.ts';

/** A refund that has been written down, and the payment that it is a part of. */
export interface RefundBegun {
  readonly refund: RefundRecord;
  readonly payment: PaymentRecord;
}

export type RefundRefused =
  /** So much of what was taken is left. */
  | { outcome: 'tooLarge'; requested: string; left: string; currency: RefundRecord['currency'] }
  /** The key was used for another amount. */
  | { outcome: 'keyConflict' };

/** How long a refund that was begun here is left to this process, in milliseconds. */
const ownMs = 30_000;

/** Writes a refund down, of the payment that has enough left of it, or finds the one of its key. The order is locked. */
export async function beginRefund(
  transaction: OrderTransaction,
  options: {
    order: Pick<OrderRecord, 'id' | 'currency'>;
    key: string;
    amount: string;
    reason: string;
    actor: string;
    at: Date;
  },
): Promise<{ keep: boolean; value: RefundRefused | RefundBegun }> {
  const { order, key, amount, reason, actor, at } = options;
  const { id: orderId } = order;
  const [payments, refunds] = [await transaction.paymentsOfOrder(orderId), await transaction.refundsOfOrder(orderId)];
  const earlier = refunds.find((refund) => refund.key === key);
  if (earlier !== undefined) {
    const payment = payments.find(({ id }) => id === earlier.paymentId);
    if (earlier.amount !== amount || payment === undefined) return { keep: false, value: { outcome: 'keyConflict' } };
    return { keep: false, value: { refund: earlier, payment } };
  }
  const left = payments.map((payment) => {
    const own = refunds.filter(({ paymentId }) => paymentId === payment.id);
    return { payment, amount: refundable(payment, own) ?? '0.00' };
  });
  const enough = left.find((one) => compareAmounts(one.amount, amount) >= 0);
  if (enough === undefined || compareAmounts(amount, '0.00') <= 0) {
    const most = left.toSorted((a, b) => compareAmounts(b.amount, a.amount))[0];
    const currency = most?.payment.currency ?? order.currency;
    return { keep: false, value: { outcome: 'tooLarge', requested: amount, left: most?.amount ?? '0.00', currency } };
  }
  const { payment } = enough;
  const refund = await transaction.addRefund(
    { orderId, paymentId: payment.id, key, amount, currency: payment.currency, reason, actor },
    { at, askAt: new Date(at.getTime() + ownMs) },
  );
  return { keep: true, value: { refund, payment } };
}

/** The refund, completed; or as it was begun where the provider does not answer: then it is completed later. */
export async function completePatiently(complete: CompleteRefund, begun: RefundBegun): Promise<RefundRecord> {
  try {
    return await complete(begun.refund, begun.payment);
  } catch (error) {
    if (error instanceof PaymentUnavailable) return begun.refund;
    throw error;
  }
}

/**
 * What was paid for units of an order, with its discount and tax: a line divided among its units to the cent. What delivery cost is
 * not in it.
 *
 * @param options.before units that are paid back apart from these: the amounts of all parts of a line sum to what the whole cost
 * @throws BAD_USER_INPUT for lines that are not of the order
 */
export function sumOf(
  lines: readonly UnitLine[],
  {
    items,
    order,
    before = [],
  }: {
    items: readonly OrderItemRecord[];
    order: Pick<OrderRecord, 'pricesIncludeTax'>;
    before?: readonly UnitLine[];
  },
): string {
  const amounts = lines.map(({ sku, quantity }) => {
    const item = items.find((one) => one.sku === sku);
    const earlier = before.filter((one) => one.sku === sku).reduce((sum, one) => sum + one.quantity, 0);
    if (item === undefined || item.quantity < quantity) {
      throw badUserInput(
        `lines must be of the order; it has ${item?.quantity ?? 0} of ${shortened(sku)}, and ${quantity} were named.`,
      );
    }
    const first = Math.min(earlier, item.quantity - quantity);
    return subtractAmounts(paidForFirst(first + quantity, { item, order }), paidForFirst(first, { item, order }));
  });
  return sumAmounts(amounts);
}

/** What was paid for so many units of a line, whichever. */
function paidForFirst(
  units: number,
  { item, order }: { item: OrderItemRecord; order: Pick<OrderRecord, 'pricesIncludeTax'> },
): string {
  const net = subtractAmounts(item.lineTotal, item.discount);
  const paid = order.pricesIncludeTax ? net : sumAmounts([net, item.tax]);
  return allocateAmount(paid, [String(units), String(item.quantity - units)])[0] ?? '0.00';
}
