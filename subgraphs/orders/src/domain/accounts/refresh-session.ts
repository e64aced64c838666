import type { IdentityTokens } from '@mosaico/service';
import type { CustomerStore } from '../../store/customer-store.ts';
import type { LoginSessionStore } from '../../store/accounts/login-session-store.ts';
import { hashToken } from './secret-token.ts';
import { signSession, type SessionRecord } from './session.ts';

type RefreshOutcome = { outcome: 'refreshed'; session: SessionRecord } | { outcome: 'reused' } | { outcome: 'unknown' };

export type RefreshSession = (input: { refreshToken: string }) => Promise<RefreshOutcome>;

/**
 * Takes a refresh token for a new one and a new access token. A token that comes a second time is in two hands: one of them has
 * stolen it, nobody knows which, so that both are logged out.
 */
export function createRefreshSession(options: {
  customers: Pick<CustomerStore, 'find' | 'rolesOf'>;
  sessions: Pick<LoginSessionStore, 'rotate'>;
  accessTokens: IdentityTokens;
  /** How long a session lasts after its refresh token was issued, in milliseconds. */
  lifetimeMs: number;
  newToken: () => string;
  now: () => Date;
}): RefreshSession {
  const { customers, sessions, lifetimeMs, newToken, now } = options;
  return async (input) => {
    const refreshToken = newToken();
    const at = now();
    const refreshTokenExpiresAt = new Date(at.getTime() + lifetimeMs);
    const rotation = await sessions.rotate(hashToken(input.refreshToken), {
      tokenHash: hashToken(refreshToken),
      at,
      expiresAt: refreshTokenExpiresAt,
    });
    if (rotation.outcome !== 'rotated') return rotation;
    const [customer] = await customers.find([rotation.session.customerId]);
    if (customer === undefined) throw new Error('A session is kept up for a customer who is not there.');
    const issued = { refreshToken, refreshTokenExpiresAt };
    return { outcome: 'refreshed', session: await signSession(customer, { ...options, issued }) };
  };
}
