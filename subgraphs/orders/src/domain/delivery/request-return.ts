import { requireCustomer, type Identity } from '@mosaico/service';
import type { ReturnRecord } from '../../store/delivery-store.ts';
import type { OrderStore } from '../../store/order-store.ts';
import { requireActionKey } from '../action-key.ts';
import { actorOf, staffActor } from '../actor.ts';
import { requireOrderLines, type OrderLine } from '../order-lines.ts';
import { fingerprintOf, requireOrder, requireText } from './requests.ts';
import { inOrder, returnable, tooMany, type TooManyLine } from './units.ts';

type RequestReturnOutcome =
  | { outcome: 'requested'; request: ReturnRecord }
  /** Nothing was noted: fewer units were delivered lately, or others of them are on their way back. */
  | { outcome: 'tooMany'; lines: TooManyLine[] }
  | { outcome: 'keyConflict' };

export type RequestReturn = (request: {
  orderId: string;
  lines: readonly OrderLine[];
  reason: string;
  idempotencyKey: string;
  identity: Identity;
}) => Promise<RequestReturnOutcome>;

/**
 * Notes that a customer sends units back that arrived within the last 30 days. The same key is the same return.
 *
 * @throws BAD_USER_INPUT for what can be no key, line, reason or order; FORBIDDEN for somebody else's order
 */
export function createRequestReturn(options: {
  orders: Pick<OrderStore, 'transaction'>;
  now: () => Date;
}): RequestReturn {
  const { orders, now } = options;
  return async ({ orderId, lines: given, reason: said, idempotencyKey, identity }) => {
    const key = `${orderId}:${requireActionKey(idempotencyKey)}`;
    const lines = inOrder(requireOrderLines(given, { argument: 'lines' }));
    const reason = requireText(said, { argument: 'reason', longest: 200 });
    const fingerprint = fingerprintOf(lines);
    return orders.transaction<RequestReturnOutcome>(async (transaction) => {
      const order = await requireOrder(transaction, orderId);
      requireCustomer(identity, order.customerId, 'support', 'fulfiller', 'admin');
      const returns = await transaction.returnsOfOrder(orderId);
      const earlier = returns.find((one) => one.key === key);
      if (earlier !== undefined) {
        const isSame = earlier.fingerprint === fingerprint;
        return { keep: false, value: isSame ? { outcome: 'requested', request: earlier } : { outcome: 'keyConflict' } };
      }
      const at = now();
      const parcels = await transaction.parcelsOfOrder(orderId);
      const over = tooMany(lines, returnable({ parcels, returns }, { at }));
      if (over.length > 0) return { keep: false, value: { outcome: 'tooMany', lines: over } };
      const actor = identity.customerId === order.customerId ? actorOf(order.customerId) : staffActor(identity);
      const request = await transaction.addReturn({
        ...{ orderId, key, fingerprint, reason, actor, requestedAt: at, lines },
      });
      return { keep: true, value: { outcome: 'requested', request } };
    });
  };
}
