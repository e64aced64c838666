import type { Identity } from '@mosaico/service';
import type { AccountStore } from '../../store/accounts/account-store.ts';
import type { CheckPassword } from './current-password.ts';
import { passwordWeakness, requirePasswordLength, type Passwords } from './password.ts';
import type { OpenSession, SessionRecord } from './session.ts';

type ChangePasswordOutcome =
  | { outcome: 'changed'; session: SessionRecord }
  | { outcome: 'wrongPassword' }
  | { outcome: 'weakPassword'; advice: string }
  | { outcome: 'tooManyAttempts'; retryAfter: number };

export type ChangePassword = (input: {
  identity: Identity;
  currentPassword: string;
  newPassword: string;
  clientAddress: string | null;
}) => Promise<ChangePasswordOutcome>;

/**
 * Changes the caller's password and ends all of their logins, of which the caller gets a new one.
 * @throws as CheckPassword
 */
export function createChangePassword(options: {
  accounts: Pick<AccountStore, 'changePassword'>;
  checkPassword: CheckPassword;
  passwords: Passwords;
  openSession: OpenSession;
  mailQueued: () => void;
  newId: () => string;
  now: () => Date;
}): ChangePassword {
  const { accounts, checkPassword, passwords, openSession, mailQueued, newId, now } = options;
  return async ({ identity, currentPassword, newPassword, clientAddress }) => {
    requirePasswordLength(newPassword);
    const checked = await checkPassword({ identity, password: currentPassword, clientAddress });
    if (checked.outcome !== 'known') return checked;
    const { customer, passwordHash: from } = checked;
    const advice = passwordWeakness(newPassword, { email: customer.email ?? '' });
    if (advice !== null) return { outcome: 'weakPassword', advice };
    const passwordHash = await passwords.hash(newPassword);
    const at = now();
    const hasChanged = await accounts.changePassword(customer.id, {
      from,
      passwordHash,
      at,
      tell: { id: newId(), kind: 'passwordChanged', to: { customerId: customer.id }, createdAt: at },
    });
    if (!hasChanged) return { outcome: 'wrongPassword' };
    mailQueued();
    const session = await openSession(customer);
    return session === null ? { outcome: 'wrongPassword' } : { outcome: 'changed', session };
  };
}
