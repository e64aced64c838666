import type { CreateEvent, ShopEvent } from '@mosaico/bus';
import type { IdentityTokens } from '@mosaico/service';
import { createAddressBook } from './domain/accounts/address-book.ts';
import { createAdmit } from './domain/accounts/attempt-limit.ts';
import { createChangePassword } from './domain/accounts/change-password.ts';
import { createCloseAccount } from './domain/accounts/close-account.ts';
import { createCheckPassword } from './domain/accounts/current-password.ts';
import { createLogin } from './domain/accounts/login.ts';
import { createLogout, createLogoutEverywhere } from './domain/accounts/logout.ts';
import { argon2Passwords, type Passwords } from './domain/accounts/password.ts';
import { createRefreshSession } from './domain/accounts/refresh-session.ts';
import { createRegister } from './domain/accounts/register.ts';
import { createRequestPasswordReset, createResetPassword } from './domain/accounts/reset-password.ts';
import { randomToken } from './domain/accounts/secret-token.ts';
import { createOpenSession } from './domain/accounts/session.ts';
import { createRequestEmailVerification, createVerifyEmail } from './domain/accounts/verify-email.ts';
import type { OrdersPorts } from './store/sql-stores.ts';

/** What of the configuration accounts need. */
export interface AccountConfig {
  readonly SESSION_LIFETIME_SECONDS: number;
  readonly LOGIN_ATTEMPTS_PER_ACCOUNT: number;
  readonly LOGIN_ATTEMPTS_PER_ADDRESS: number;
  readonly LOGIN_ATTEMPTS_WINDOW_SECONDS: number;
}

/** What a customer can do about their account. */
export type AccountUseCases = ReturnType<typeof createAccountUseCases>;

/** Puts together what is done about accounts, for `subgraph.ts`. */
export function createAccountUseCases(options: {
  stores: Pick<OrdersPorts, 'customers' | 'sessions' | 'accounts' | 'addressBook' | 'attempts' | 'mails'>;
  config: AccountConfig;
  accessTokens: IdentityTokens;
  createEvent: CreateEvent;
  /** What follows when events are committed; never rejects. */
  committed: (events: readonly ShopEvent[]) => Promise<void>;
  /** To be called when mail is queued; never throws. */
  mailQueued: () => void;
  passwords?: Passwords;
  newId: () => string;
  newToken?: () => string;
  now: () => Date;
}) {
  const { stores, config, passwords = argon2Passwords, newToken = randomToken, ...rest } = options;
  const base = { ...rest, ...stores, passwords, newToken, lifetimeMs: config.SESSION_LIFETIME_SECONDS * 1_000 };
  const limits = {
    perAccount: config.LOGIN_ATTEMPTS_PER_ACCOUNT,
    perAddress: config.LOGIN_ATTEMPTS_PER_ADDRESS,
    windowMs: config.LOGIN_ATTEMPTS_WINDOW_SECONDS * 1_000,
  };
  const admit = createAdmit({ ...base, limits });
  const shared = {
    ...base,
    admit,
    openSession: createOpenSession(base),
    checkPassword: createCheckPassword({ ...base, admit }),
  };
  return {
    register: createRegister(shared),
    login: createLogin(shared),
    refreshSession: createRefreshSession(shared),
    logout: createLogout(shared),
    logoutEverywhere: createLogoutEverywhere(shared),
    verifyEmail: createVerifyEmail(shared),
    requestEmailVerification: createRequestEmailVerification(shared),
    requestPasswordReset: createRequestPasswordReset(shared),
    resetPassword: createResetPassword(shared),
    changePassword: createChangePassword(shared),
    closeAccount: createCloseAccount(shared),
    addressBook: createAddressBook(shared),
  };
}

/** The same use cases, each by `writing`. */
export function mapAccountUseCases(
  { addressBook, ...rest }: AccountUseCases,
  writing: <Input, Outcome>(useCase: (input: Input) => Promise<Outcome>) => (input: Input) => Promise<Outcome>,
): AccountUseCases {
  return {
    register: writing(rest.register),
    login: writing(rest.login),
    refreshSession: writing(rest.refreshSession),
    logout: writing(rest.logout),
    logoutEverywhere: writing(rest.logoutEverywhere),
    verifyEmail: writing(rest.verifyEmail),
    requestEmailVerification: writing(rest.requestEmailVerification),
    requestPasswordReset: writing(rest.requestPasswordReset),
    resetPassword: writing(rest.resetPassword),
    changePassword: writing(rest.changePassword),
    closeAccount: writing(rest.closeAccount),
    addressBook: {
      add: writing((input) => addressBook.add(input)),
      change: writing((input) => addressBook.change(input)),
      remove: writing((input) => addressBook.remove(input)),
    },
  };
}
