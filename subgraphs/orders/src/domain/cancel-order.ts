import { createHash } from 'node:crypto';
import type { CreateEvent, ShopEvent } from '@mosaico/bus';
import { badUserInput, requireCustomer, shortened, type Identity } from '@mosaico/service';
import type { SagaEngine } from '../saga/saga-engine.ts';
import type { OrderRecord, OrderStatus, OrderStore, PlacementKey } from '../store/order-store.ts';
import type { SagaRecord } from '../store/saga-store.ts';
import { requireActionKey } from './action-key.ts';
import { actorOf, staffActor, type Actor } from './actor.ts';
import { isEntityId } from './entity-id.ts';
import { endOrder } from './order-saga/end-order.ts';
import { turnSaga } from './order-saga/turn-saga.ts';

type CancelOrderOutcome =
  | { outcome: 'cancelled'; order: OrderRecord }
  | { outcome: 'notCancellable'; status: OrderStatus }
  | { outcome: 'keyConflict' };

export type CancelOrder = (request: {
  orderId: string;
  reason: string;
  idempotencyKey: string;
  identity: Identity;
}) => Promise<CancelOrderOutcome>;

const longestReason = 200;

/**
 * Cancels an order at once, also one that is just being paid, and turns its saga, which gives back whatever was paid or is found to
 * have been: in this request as far as it goes. Cancelling what is cancelled changes nothing, so that two who cancel at once are
 * answered alike and the money goes back once.
 *
 * @throws BAD_USER_INPUT for what can be no key, reason or order; FORBIDDEN for somebody else's order
 */
export function createCancelOrder(options: {
  orders: OrderStore;
  engine: SagaEngine;
  createEvent: CreateEvent;
  committed: (events: readonly ShopEvent[]) => Promise<void>;
  now: () => Date;
}): CancelOrder {
  const { orders, engine, createEvent, committed, now } = options;

  return async ({ orderId, reason: given, idempotencyKey, identity }) => {
    const reason = requireReason(given);
    const key: PlacementKey = {
      scope: `cancelOrder:${orderId.slice(0, 20)}`,
      key: requireActionKey(idempotencyKey),
      fingerprint: createHash('sha256').update(reason).digest('hex'),
    };
    let events: ShopEvent[] = [];
    const { outcome, saga } = await orders.transaction<{ outcome: CancelOrderOutcome; saga: SagaRecord | null }>(
      async (transaction) => {
        events = [];
        const order = isEntityId(orderId) ? await transaction.lockOrder(orderId) : null;
        if (order === null)
          throw badUserInput(`orderId must be the id of an order; there is no order ${shortened(orderId)}.`);
        requireCustomer(identity, order.customerId, 'support', 'admin');
        const at = now();
        const earlier = await transaction.claimKey(key, { at });
        if (earlier !== null && earlier.fingerprint !== key.fingerprint) return giveUp({ outcome: 'keyConflict' });
        if (order.status === 'cancelled') return giveUp({ outcome: 'cancelled', order });

        const actor = actorIn(identity, order);
        const own = await endOrder(transaction, { order, reason, actor, at, createEvent });
        if (own === null) return giveUp({ outcome: 'notCancellable', status: order.status });
        events = own;
        await transaction.settleKey(key, { orderId });
        const back = await turnSaga(transaction, { orderId, cancelled: { reason, actor }, at });
        await transaction.announce(events);
        return {
          keep: true,
          value: { outcome: { outcome: 'cancelled', order: { ...order, status: 'cancelled' } }, saga: back },
        };
      },
    );
    await committed(events);
    if (saga !== null) await engine.drive(saga);
    return outcome;
  };
}

function actorIn(identity: Identity, { customerId }: OrderRecord): Actor {
  return identity.customerId === customerId ? actorOf(customerId) : staffActor(identity);
}

/** @throws BAD_USER_INPUT */
function requireReason(reason: string): string {
  const trimmed = reason.trim();
  if (trimmed.length > 0 && trimmed.length <= longestReason) return trimmed;
  throw badUserInput(`reason must have 1 to ${longestReason} characters; got ${shortened(reason)}.`);
}

function giveUp(outcome: CancelOrderOutcome) {
  return { keep: false, value: { outcome, saga: null } };
}
