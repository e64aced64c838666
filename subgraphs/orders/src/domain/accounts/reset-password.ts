import type { AccountStore } from '../../store/accounts/account-store.ts';
import type { MailQueue } from '../../store/accounts/mail-queue.ts';
import type { Admit } from './attempt-limit.ts';
import { normalizeEmail } from './email.ts';
import { requireEmailLength } from './login.ts';
import { passwordWeakness, requirePasswordLength, type Passwords } from './password.ts';
import { hashToken } from './secret-token.ts';

export type RequestPasswordReset = (input: {
  email: string;
  clientAddress: string | null;
}) => Promise<{ outcome: 'sent' } | { outcome: 'tooManyAttempts'; retryAfter: number }>;

export type ResetPassword = (input: {
  token: string;
  password: string;
}) => Promise<{ outcome: 'reset' } | { outcome: 'invalidToken' } | { outcome: 'weakPassword'; advice: string }>;

/**
 * Sends a mail to whoever has the address. Whether there is an account is looked for when the mail is sent, not here: the answer,
 * the questions and the time are the same for all addresses.
 *
 * @throws BAD_USER_INPUT for what is too long to be an e-mail address.
 */
export function createRequestPasswordReset(options: {
  mails: Pick<MailQueue, 'add'>;
  admit: Admit;
  mailQueued: () => void;
  newId: () => string;
  now: () => Date;
}): RequestPasswordReset {
  const { mails, admit, mailQueued, newId, now } = options;
  return async ({ email, clientAddress }) => {
    requireEmailLength(email);
    const address = normalizeEmail(email);
    const admission = await admit('reset', { account: address, clientAddress });
    if (admission.outcome === 'tooManyAttempts') return admission;
    await mails.add({ id: newId(), kind: 'resetPassword', to: { email: address }, createdAt: now() });
    mailQueued();
    return { outcome: 'sent' };
  };
}

/**
 * Takes the token of a mail for a new password, and ends all logins of the account. A token that does not hold costs no hash.
 *
 * @throws BAD_USER_INPUT for what is too long to be a password.
 */
export function createResetPassword(options: {
  accounts: Pick<AccountStore, 'findByToken' | 'resetPassword'>;
  passwords: Passwords;
  mailQueued: () => void;
  newId: () => string;
  now: () => Date;
}): ResetPassword {
  const { accounts, passwords, mailQueued, newId, now } = options;
  return async ({ token, password }) => {
    requirePasswordLength(password);
    const hash = hashToken(token);
    const customer = await accounts.findByToken({ hash, purpose: 'resetPassword' }, { at: now() });
    if (customer === null) return { outcome: 'invalidToken' };
    const advice = passwordWeakness(password, { email: customer.email ?? '' });
    if (advice !== null) return { outcome: 'weakPassword', advice };
    const passwordHash = await passwords.hash(password);
    const at = now();
    const isReset = await accounts.resetPassword(hash, {
      passwordHash,
      at,
      tell: (customerId) => ({ id: newId(), kind: 'passwordChanged', to: { customerId }, createdAt: at }),
    });
    if (!isReset) return { outcome: 'invalidToken' };
    mailQueued();
    return { outcome: 'reset' };
  };
}
