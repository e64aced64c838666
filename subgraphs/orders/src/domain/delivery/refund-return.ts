import { requireRole, type Identity } from '@mosaico/service';
import type { DeliveryStore, ReturnRecord } from '../../store/delivery-store.ts';
import type { OrderStore } from '../../store/order-store.ts';
import type { RefundRecord } from '../../store/payment-store.ts';
import { staffActor } from '../actor.ts';
import {
  beginRefund,
  completePatiently,
  sumOf,
  type RefundBegun,
  type RefundRefused,
} from '../payments/begin-refund.ts';
import type { CompleteRefund } from '../payments/complete-refund.ts';
import { requireOrderOf } from './receive-return.ts';

type RefundReturnOutcome =
  | { outcome: 'refunded'; refund: RefundRecord; request: ReturnRecord }
  | { outcome: 'declined'; refund: RefundRecord }
  | { outcome: 'notReceived' }
  | RefundRefused;

export type RefundReturn = (request: { returnId: string; identity: Identity }) => Promise<RefundReturnOutcome>;

/**
 * Gives back what was paid for the units of a return that has been received: once, however often it is asked for; after a refusal of
 * the provider it is another refund.
 *
 * @throws BAD_USER_INPUT when there is no such return; FORBIDDEN without one of the roles
 */
export function createRefundReturn(options: {
  orders: Pick<OrderStore, 'transaction'>;
  deliveries: Pick<DeliveryStore, 'orderOf'>;
  completeRefund: CompleteRefund;
  now: () => Date;
}): RefundReturn {
  const { orders, deliveries, completeRefund, now } = options;
  return async ({ returnId, identity }) => {
    requireRole(identity, 'support', 'admin');
    const orderId = await requireOrderOf(deliveries, returnId);
    const begun = await orders.transaction<RefundReturnOutcome | (RefundBegun & { request: ReturnRecord })>(
      async (transaction) => {
        const order = await transaction.lockOrder(orderId);
        const returns = await transaction.returnsOfOrder(orderId);
        const place = returns.findIndex(({ id }) => id === returnId);
        const own = returns[place];
        if (order === null || own === undefined) throw new Error(`The return ${returnId} is not there.`);
        if (own.receivedAt === null) return { keep: false, value: { outcome: 'notReceived' } };
        const prefix = `return:${returnId}:`;
        const tried = (await transaction.refundsOfOrder(orderId)).filter(({ key }) => key.startsWith(prefix));
        const declined = tried.filter(({ status }) => status === 'declined').length;
        const { keep, value } = await beginRefund(transaction, {
          ...{ order, key: `${prefix}${declined + 1}`, reason: `Return ${returnId}`, at: now() },
          actor: staffActor(identity),
          // What was begun stays as it is; else by the return's place among the order's, which later ones do not change.
          amount:
            tried.find(({ status }) => status !== 'declined')?.amount ??
            sumOf(own.lines, {
              ...{ items: await transaction.itemsOf(orderId), order },
              before: returns.slice(0, place).flatMap(({ lines }) => lines),
            }),
        });
        if ('outcome' in value) return { keep, value };
        await transaction.tieReturnToRefund(returnId, { refundId: value.refund.id });
        return { keep: true, value: { ...value, request: { ...own, refundId: value.refund.id } } };
      },
    );
    if ('outcome' in begun) return begun;
    const refund = await completePatiently(completeRefund, begun);
    if (refund.status === 'declined') return { outcome: 'declined', refund };
    return { outcome: 'refunded', refund, request: begun.request };
  };
}
