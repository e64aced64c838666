import type { CreateEvent } from '@mosaico/bus';
import type { EndExpired } from '../expire-reservations.ts';
import type { OrderSagaData } from './data.ts';
import { endOrder } from './end-order.ts';
import { turnSaga } from './turn-saga.ts';

export const expired = { reason: 'The reservation has expired.', actor: 'system' };

/**
 * Ends an order that was not paid in time, as the saga does when it finds that out first; not one that is being paid: until that
 * is decided it keeps its units.
 */
export function createEndExpired({ createEvent }: { createEvent: CreateEvent }): EndExpired {
  return async (transaction, { order, at }) => {
    const saga = await transaction.sagas.lock(order.id);
    if (saga !== null && (JSON.parse(saga.data) as OrderSagaData).payment !== null) return null;
    const events = await endOrder(transaction, { ...{ order, at, createEvent }, ...expired });
    if (events !== null) await turnSaga(transaction, { orderId: order.id, cancelled: expired, at });
    return events;
  };
}
