import type { Handler } from '@mosaico/bus';
import { shopTypes } from '../domain/shop-types.ts';
import type { UserEventStore } from '../store/user-event-store.ts';
import { rowIdOf } from './row-id.ts';

/** A login is activity of its customer. */
export function createSessionStartedHandler({
  userEvents,
}: {
  userEvents: UserEventStore;
}): Handler<'session.started'> {
  return async (event) => {
    const { customerId, sessionId, startedAt } = event.data;
    await userEvents.append([
      {
        id: rowIdOf(event),
        visitor: { kind: 'customer', id: customerId },
        type: shopTypes.sessionStarted,
        at: new Date(startedAt),
        sessionId,
        productId: null,
        value: null,
        properties: [],
      },
    ]);
  };
}
