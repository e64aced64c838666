import type { ShopEvent } from '@mosaico/bus';

/** A login of a customer on one device, kept up by refresh tokens of which each is used once. */
export interface LoginSession {
  /** Unique among all sessions: a UUID. */
  readonly id: string;
  readonly customerId: string;
  readonly startedAt: Date;
  /** When its last token ceases to hold, unless it is used before. */
  readonly expiresAt: Date;
}

/** Why a session ended before its time. */
export type SessionEnd = 'logout' | 'logoutEverywhere' | 'tokenReused' | 'passwordChanged' | 'accountClosed';

/** What came of a refresh token. */
export type Rotation =
  | { readonly outcome: 'rotated'; readonly session: LoginSession }
  /** It was used before: whoever has the other copy is logged out as well. */
  | { readonly outcome: 'reused' }
  /** There is no such token, or its session has ended or expired. */
  | { readonly outcome: 'unknown' };

/** Logins. Tokens come as SHA-256 hashes in hexadecimal digits: what is kept here lets nobody in. */
export interface LoginSessionStore {
  /**
   * Begins a session with its first token, and drops those of the customer's sessions that have expired.
   * @param options.announce makes the events that are written with it
   * @returns false when there is no such customer, or the account is closed: then nothing is written
   */
  begin(
    session: LoginSession & { readonly tokenHash: string },
    options: { announce: readonly ShopEvent[] },
  ): Promise<boolean>;
  /**
   * Takes a token for the next one of its session, which then lasts until `expiresAt`. Of any number of calls with one token one
   * rotates it at most; any further one ends the session.
   */
  rotate(tokenHash: string, next: { tokenHash: string; at: Date; expiresAt: Date }): Promise<Rotation>;
  /** Ends the session of a token, used or not. @returns how many sessions ended: 0 for a token that is nobody's, or ended before */
  end(tokenHash: string, options: { at: Date }): Promise<number>;
  /** Ends all sessions of a customer. @returns how many ended */
  endAll(customerId: string, options: { at: Date; reason: SessionEnd }): Promise<number>;
}
