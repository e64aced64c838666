import type { ShopEvent } from '@mosaico/bus';
import type { CustomerRecord } from '../customer-store.ts';
import type { MailToken, QueuedMail } from './mail-queue.ts';

/** What customers do about accounts they have. Tokens come as SHA-256 hashes in hexadecimal digits. */
export interface AccountStore {
  /** An account that is open, with what a password is checked against: null where nobody can log in. Null for a miss. */
  find(customerId: string): Promise<{ customer: CustomerRecord; passwordHash: string | null } | null>;
  /** Whose token it is, while it holds: given out for this purpose, not used, not expired, the account open. Null otherwise. */
  findByToken(token: Pick<MailToken, 'hash' | 'purpose'>, options: { at: Date }): Promise<CustomerRecord | null>;
  /**
   * Uses a token up and notes that the account's mail reaches its customer. Of any number of calls with one token one at most
   * answers true.
   */
  verifyEmail(
    tokenHash: string,
    options: { at: Date; announce: (customerId: string) => readonly ShopEvent[] },
  ): Promise<boolean>;
  /**
   * Uses a token up, sets the password, ends all logins, and queues the mail that says so. What is left of the account's tokens
   * of this kind holds no longer. The mailbox is proven by it, too.
   * @returns false, and nothing is changed, when the token does not hold
   */
  resetPassword(
    tokenHash: string,
    change: { passwordHash: string; at: Date; tell: (customerId: string) => QueuedMail },
  ): Promise<boolean>;
  /**
   * Sets the password, ends all logins, and queues the mail that says so.
   * @returns false, and nothing is changed, when the password is no longer the one that was checked, or the account is closed
   */
  changePassword(
    customerId: string,
    change: { from: string; passwordHash: string; at: Date; tell: QueuedMail },
  ): Promise<boolean>;
  /**
   * Closes an account for good: the name and the address of its customer go, with their postal addresses, roles, password,
   * logins, and mail that waits; what they ordered stays, and the country it went to, as somebody's whom nobody can name.
   * @returns `ordersOnTheirWay` while an order that is paid has not arrived, `unknown` when there is no such account, or it is
   *   closed: then nothing is changed
   */
  close(
    customerId: string,
    options: { at: Date; name: string; announce: readonly ShopEvent[] },
  ): Promise<'closed' | 'ordersOnTheirWay' | 'unknown'>;
}
