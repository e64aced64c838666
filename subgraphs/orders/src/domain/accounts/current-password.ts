import { codedError, ErrorCode, requireLogin, type Identity } from '@mosaico/service';
import type { AccountStore } from '../../store/accounts/account-store.ts';
import type { CustomerRecord } from '../../store/customer-store.ts';
import type { Admit } from './attempt-limit.ts';
import { decoyHash, requirePasswordLength, type Passwords } from './password.ts';

/** Whether the caller, who is logged in, knows the password as well. */
export type CurrentPassword =
  | { readonly outcome: 'known'; readonly customer: CustomerRecord; readonly passwordHash: string }
  | { readonly outcome: 'wrongPassword' }
  | { readonly outcome: 'tooManyAttempts'; readonly retryAfter: number };

export type CheckPassword = (input: {
  identity: Identity;
  password: string;
  clientAddress: string | null;
}) => Promise<CurrentPassword>;

/**
 * For what an access token alone, which somebody may have stolen, does not allow.
 * @throws UNAUTHENTICATED for a guest, or an account that is closed; BAD_USER_INPUT for what is too long to be a password
 */
export function createCheckPassword(options: {
  accounts: Pick<AccountStore, 'find'>;
  admit: Admit;
  passwords: Passwords;
}): CheckPassword {
  const { accounts, admit, passwords } = options;
  return async ({ identity, password, clientAddress }) => {
    const customerId = requireLogin(identity);
    requirePasswordLength(password);
    const admission = await admit('password', { account: customerId, clientAddress });
    if (admission.outcome === 'tooManyAttempts') return admission;
    const account = await accounts.find(customerId);
    if (account === null) throw codedError(ErrorCode.unauthenticated, 'The account of this login no longer exists.');
    const { customer, passwordHash } = account;
    const matches = await passwords.verify(passwordHash ?? decoyHash, password);
    if (!matches || passwordHash === null) return { outcome: 'wrongPassword' };
    await admission.forgive();
    return { outcome: 'known', customer, passwordHash };
  };
}
