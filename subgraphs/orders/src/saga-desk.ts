import { randomUUID } from 'node:crypto';
import { createEventFactory } from '@mosaico/bus';
import { endOrder } from './domain/order-saga/end-order.ts';
import { turnSaga } from './domain/order-saga/turn-saga.ts';
import type { OrdersPorts } from './store/sql-stores.ts';

/** A saga that is past its deadline. */
export interface StuckSaga {
  readonly orderId: string;
  readonly step: string;
  readonly tries: number;
  readonly deadlineAt: Date;
  readonly nextAt: Date;
  readonly lastFailure: string | null;
}

/** What a person can do about the sagas of orders, from outside the processes that drive them. */
export interface SagaDesk {
  /** The longest overdue first. */
  stuck(): Promise<StuckSaga[]>;
  /** Makes the step of an order's saga due now. False when there is none to be taken. */
  retry(orderId: string): Promise<boolean>;
  /** Cancels the order and sends its saga back. */
  compensate(orderId: string): Promise<'cancelled' | 'cancelledBefore' | 'tooFar' | 'unknown'>;
}

/** More than a person reads. */
const limit = 1_000;
const cancelled = { reason: 'Cancelled by the shop.', actor: 'staff:operator' };

export function createSagaDesk(options: {
  stores: Pick<OrdersPorts, 'orders' | 'sagas'>;
  now?: () => Date;
  newId?: () => string;
}): SagaDesk {
  const { stores, now = () => new Date(), newId = randomUUID } = options;
  const { orders, sagas } = stores;
  const createEvent = createEventFactory({ source: 'orders', newId });
  return {
    async stuck() {
      const found = await sagas.stuck({ at: now(), limit });
      const steps = new Map(
        (await sagas.stepsOf(found.map(({ orderId }) => orderId))).map((one) => [one.orderId, one.steps]),
      );
      return found.flatMap(({ orderId, step, tries, deadlineAt, nextAt }) => {
        if (step === null || deadlineAt === null || nextAt === null) return [];
        const last = steps.get(orderId)?.at(-1);
        const lastFailure = last?.state === 'failed' ? last.result : null;
        return [{ orderId, step, tries, deadlineAt, nextAt, lastFailure }];
      });
    },

    async retry(orderId) {
      const [saga] = await sagas.ofOrders([orderId]);
      return saga !== undefined && (await sagas.makeDue(saga.id, { at: now() }));
    },

    compensate(orderId) {
      return orders.transaction<'cancelled' | 'cancelledBefore' | 'tooFar' | 'unknown'>(async (transaction) => {
        const at = now();
        const order = await transaction.lockOrder(orderId);
        if (order === null) return { keep: false, value: 'unknown' };
        if (order.status === 'cancelled') return { keep: false, value: 'cancelledBefore' };
        const events = await endOrder(transaction, { ...{ order, at, createEvent }, ...cancelled });
        if (events === null) return { keep: false, value: 'tooFar' };
        await turnSaga(transaction, { orderId, cancelled, at });
        await transaction.announce(events);
        return { keep: true, value: 'cancelled' };
      });
    },
  };
}
