import type { CreateEvent, ShopEvent } from '@mosaico/bus';
import type { IdentityTokens } from '@mosaico/service';
import { createLogin } from './domain/accounts/login.ts';
import { createLogout, createLogoutEverywhere } from './domain/accounts/logout.ts';
import { createRefreshSession } from './domain/accounts/refresh-session.ts';
import { createRegister } from './domain/accounts/register.ts';
import { randomToken } from './domain/accounts/secret-token.ts';
import { createOpenSession } from './domain/accounts/session.ts';
import type { OrdersPorts } from './store/sql-stores.ts';

/** What of the configuration accounts need. */
export interface AccountConfig {
  readonly SESSION_LIFETIME_SECONDS: number;
}

/** What a customer can do about their account. */
export type AccountUseCases = ReturnType<typeof createAccountUseCases>;

/** Puts together what is done about accounts, for `subgraph.ts`. */
export function createAccountUseCases(options: {
  stores: Pick<OrdersPorts, 'customers' | 'sessions'>;
  config: AccountConfig;
  accessTokens: IdentityTokens;
  createEvent: CreateEvent;
  /** What follows when events are committed; never rejects. */
  committed: (events: readonly ShopEvent[]) => Promise<void>;
  newId: () => string;
  newToken?: () => string;
  now: () => Date;
}) {
  const { stores, config, newToken = randomToken, ...rest } = options;
  const shared = { ...rest, ...stores, newToken, lifetimeMs: config.SESSION_LIFETIME_SECONDS * 1_000 };
  const openSession = createOpenSession(shared);
  return {
    register: createRegister({ ...shared, openSession }),
    login: createLogin({ ...shared, openSession }),
    refreshSession: createRefreshSession(shared),
    logout: createLogout(shared),
    logoutEverywhere: createLogoutEverywhere(shared),
  };
}
