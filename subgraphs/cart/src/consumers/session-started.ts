import type { Handler } from '@mosaico/bus';
import type { SessionStore } from '../store/session-store.ts';

/** A login, kept for its customer to see. The session's id and time are its key: one that is told twice is kept once. */
export function createSessionStartedHandler({
  sessions,
}: {
  sessions: Pick<SessionStore, 'putMissing'>;
}): Handler<'session.started'> {
  return async ({ data: { customerId, sessionId, startedAt } }) => {
    await sessions.putMissing([{ id: sessionId, customerId, userAgent: null, startedAt: new Date(startedAt) }]);
  };
}
