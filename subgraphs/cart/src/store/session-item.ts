import { expirySeconds, sessionLifetimeMs } from './lifetimes.ts';
import type { NewUserSession, UserSession } from './session-store.ts';

/** A session as it is stored. */
export type SessionItem = {
  user_id: string;
  /** The time, then the id, since two logins may share a millisecond: `2026-03-01T09:30:00.000Z~…`. */
  session_timestamp: string;
  session_id: string;
  user_agent?: string;
  expires_at: number;
  /** That it has begun, while that is not announced. */
  unsent_change?: string;
};

export function sessionKey(session: Pick<NewUserSession, 'id' | 'customerId' | 'startedAt'>) {
  return { user_id: session.customerId, session_timestamp: `${session.startedAt.toISOString()}~${session.id}` };
}

/** The key as text: `1000001/2026-03-01T09:30:00.000Z~…`. */
export function sessionKeyText({ user_id, session_timestamp }: ReturnType<typeof sessionKey>): string {
  return `${user_id}/${session_timestamp}`;
}

/** The key that `sessionKeyText` made the text of. */
export function parseSessionKey(text: string): ReturnType<typeof sessionKey> {
  const end = text.indexOf('/');
  return { user_id: text.slice(0, end), session_timestamp: text.slice(end + 1) };
}

export function toSessionItem(session: NewUserSession): SessionItem {
  return {
    ...sessionKey(session),
    session_id: session.id,
    ...(session.userAgent === null ? {} : { user_agent: session.userAgent }),
    expires_at: expirySeconds(session.startedAt, sessionLifetimeMs),
  };
}

export function toSession(item: SessionItem): UserSession {
  const startedAt = new Date(item.session_timestamp.slice(0, item.session_timestamp.indexOf('~')));
  return {
    id: item.session_id,
    customerId: item.user_id,
    userAgent: item.user_agent ?? null,
    startedAt,
    expiresAt: new Date(startedAt.getTime() + sessionLifetimeMs),
  };
}
