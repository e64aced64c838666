import { badUserInput } from '@mosaico/service';
import type { CustomerStore } from '../../store/customer-store.ts';
import type { Admit } from './attempt-limit.ts';
import { longestEmail, normalizeEmail } from './email.ts';
import { decoyHash, requirePasswordLength, type Passwords } from './password.ts';
import type { OpenSession, SessionRecord } from './session.ts';

type LoginOutcome =
  | { outcome: 'loggedIn'; session: SessionRecord }
  | { outcome: 'invalidCredentials' }
  | { outcome: 'tooManyAttempts'; retryAfter: number };

export type Login = (credentials: {
  email: string;
  password: string;
  /** The IP address that the gateway sees; null where nobody knows it. */
  clientAddress: string | null;
}) => Promise<LoginOutcome>;

/**
 * Exchanges credentials for a session. An unknown address, an account without a password and a wrong password take the same
 * questions, the same work and the same answer, so that nobody learns who has an account here; and the same limit, by which
 * nobody tries many passwords on one account or many accounts from one address.
 *
 * @throws BAD_USER_INPUT for what is too long to be an e-mail address or a password.
 */
export function createLogin(options: {
  customers: Pick<CustomerStore, 'findCredentials'>;
  admit: Admit;
  passwords: Passwords;
  openSession: OpenSession;
}): Login {
  const { customers, admit, passwords, openSession } = options;
  return async ({ email, password, clientAddress }) => {
    requireEmailLength(email);
    requirePasswordLength(password);
    const address = normalizeEmail(email);
    const admission = await admit('login', { account: address, clientAddress });
    if (admission.outcome === 'tooManyAttempts') return admission;
    const found = await customers.findCredentials(address);
    const matches = await passwords.verify(found?.passwordHash ?? decoyHash, password);
    if (!matches || found === null || found.passwordHash === null) return { outcome: 'invalidCredentials' };
    await admission.forgive();
    const session = await openSession(found.customer);
    return session === null ? { outcome: 'invalidCredentials' } : { outcome: 'loggedIn', session };
  };
}

/** Refuses what nobody's address can be. @throws BAD_USER_INPUT */
export function requireEmailLength(email: string): void {
  if (email.length <= longestEmail) return;
  throw badUserInput(`email must have at most ${longestEmail} characters; got ${email.length}.`);
}
