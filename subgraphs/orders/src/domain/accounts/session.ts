import type { CreateEvent, ShopEvent } from '@mosaico/bus';
import type { IdentityTokens } from '@mosaico/service';
import type { CustomerRecord, CustomerStore } from '../../store/customer-store.ts';
import type { LoginSessionStore } from '../../store/accounts/login-session-store.ts';
import { sessionStarted } from '../events.ts';
import { hashToken } from './secret-token.ts';

/** A login: whoever carries the access token is the customer until it expires, and gets the next one for the refresh token. */
export interface SessionRecord {
  readonly accessToken: string;
  readonly expiresAt: Date;
  readonly refreshToken: string;
  readonly refreshTokenExpiresAt: Date;
  readonly customer: CustomerRecord;
}

/** What of a login is the client's to keep. */
export interface IssuedRefreshToken {
  readonly refreshToken: string;
  readonly refreshTokenExpiresAt: Date;
}

/** Logs a customer in; null when the account has been closed meanwhile. */
export type OpenSession = (customer: CustomerRecord) => Promise<SessionRecord | null>;

export function createOpenSession(options: {
  customers: Pick<CustomerStore, 'rolesOf'>;
  sessions: Pick<LoginSessionStore, 'begin'>;
  accessTokens: IdentityTokens;
  /** How long a session lasts after its refresh token was issued, in milliseconds. */
  lifetimeMs: number;
  createEvent: CreateEvent;
  /** What follows when events are committed; never rejects. */
  committed: (events: readonly ShopEvent[]) => Promise<void>;
  newId: () => string;
  newToken: () => string;
  now: () => Date;
}): OpenSession {
  const { sessions, lifetimeMs, createEvent, committed, newId, newToken, now } = options;
  return async (customer) => {
    const id = newId();
    const refreshToken = newToken();
    const startedAt = now();
    const refreshTokenExpiresAt = new Date(startedAt.getTime() + lifetimeMs);
    const events = [sessionStarted(createEvent, { customerId: customer.id, sessionId: id, at: startedAt })];
    const hasBegun = await sessions.begin(
      {
        id,
        customerId: customer.id,
        startedAt,
        expiresAt: refreshTokenExpiresAt,
        tokenHash: hashToken(refreshToken),
      },
      { announce: events },
    );
    if (!hasBegun) return null;
    await committed(events);
    return signSession(customer, { ...options, issued: { refreshToken, refreshTokenExpiresAt } });
  };
}

/** A session with an access token that tells the roles which the customer has at this moment. */
export async function signSession(
  customer: CustomerRecord,
  options: { customers: Pick<CustomerStore, 'rolesOf'>; accessTokens: IdentityTokens; issued: IssuedRefreshToken },
): Promise<SessionRecord> {
  const [found] = await options.customers.rolesOf([customer.id]);
  const { token, expiresAt } = await options.accessTokens.sign({ customerId: customer.id, roles: found?.roles ?? [] });
  return { accessToken: token, expiresAt, ...options.issued, customer };
}
