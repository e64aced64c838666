import { requireLogin, type Identity } from '@mosaico/service';
import type { LoginSessionStore } from '../../store/accounts/login-session-store.ts';
import { hashToken } from './secret-token.ts';

/** Ends the login of a refresh token. @returns how many logins ended: 1, or 0 where it had ended before */
export type Logout = (input: { refreshToken: string }) => Promise<number>;
/** Ends all logins of the caller. @returns how many ended. @throws UNAUTHENTICATED for a guest */
export type LogoutEverywhere = (input: { identity: Identity }) => Promise<number>;

/** The access token that came with it holds until it expires: it is looked up nowhere. */
export function createLogout(options: { sessions: Pick<LoginSessionStore, 'end'>; now: () => Date }): Logout {
  const { sessions, now } = options;
  return ({ refreshToken }) => sessions.end(hashToken(refreshToken), { at: now() });
}

export function createLogoutEverywhere(options: {
  sessions: Pick<LoginSessionStore, 'endAll'>;
  now: () => Date;
}): LogoutEverywhere {
  const { sessions, now } = options;
  return async ({ identity }) => sessions.endAll(requireLogin(identity), { at: now(), reason: 'logoutEverywhere' });
}
