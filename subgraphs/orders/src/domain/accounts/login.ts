import { badUserInput } from '@mosaico/service';
import type { CustomerStore } from '../../store/customer-store.ts';
import { longestEmail, normalizeEmail } from './email.ts';
import { decoyHash, requirePasswordLength, verifyPassword } from './password.ts';
import type { OpenSession, SessionRecord } from './session.ts';

type LoginOutcome = { outcome: 'loggedIn'; session: SessionRecord } | { outcome: 'invalidCredentials' };

export type Login = (credentials: { email: string; password: string }) => Promise<LoginOutcome>;

/**
 * Exchanges credentials for a session. An unknown address, an account without a password and a wrong password take the same
 * questions, the same work and the same answer, so that nobody learns who has an account here.
 *
 * @throws BAD_USER_INPUT for what is too long to be an e-mail address or a password.
 */
export function createLogin(options: {
  customers: Pick<CustomerStore, 'findCredentials'>;
  openSession: OpenSession;
}): Login {
  const { customers, openSession } = options;
  return async ({ email, password }) => {
    if (email.length > longestEmail) {
      throw badUserInput(`email must have at most ${longestEmail} characters; got ${email.length}.`);
    }
    requirePasswordLength(password);
    const found = await customers.findCredentials(normalizeEmail(email));
    const matches = await verifyPassword(found?.passwordHash ?? decoyHash, password);
    if (!matches || found === null || found.passwordHash === null) return { outcome: 'invalidCredentials' };
    const session = await openSession(found.customer);
    return session === null ? { outcome: 'invalidCredentials' } : { outcome: 'loggedIn', session };
  };
}
