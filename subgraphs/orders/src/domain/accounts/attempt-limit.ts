import { createHash } from 'node:crypto';
import type { AttemptStore } from '../../store/accounts/attempt-store.ts';
import { networkOf } from './network.ts';

/** How much is allowed in one window. */
export interface AttemptLimits {
  /** Of attempts that fail, for one account, whether there is one or not. */
  readonly perAccount: number;
  /** Of attempts that fail, from one network address. */
  readonly perAddress: number;
  readonly windowMs: number;
}

/** What is attempted: each is counted for itself. */
export type Attempt = 'login' | 'reset' | 'verify' | 'password';

export type Admission =
  | {
      readonly outcome: 'admitted';
      /** To be called when it did not fail: then it does not count, nor do the failures of the account before it. */
      readonly forgive: () => Promise<void>;
    }
  | { readonly outcome: 'tooManyAttempts'; /** In seconds, 1 or more. */ readonly retryAfter: number };

/**
 * Counts an attempt before it is made, so that of any number at once no more are made than are allowed.
 * @param from.account what tells one account from another, such as its e-mail address: kept as a hash
 * @param from.clientAddress null where nobody knows it: then the account alone is counted
 */
export type Admit = (attempt: Attempt, from: { account: string; clientAddress: string | null }) => Promise<Admission>;

export function createAdmit(options: { attempts: AttemptStore; limits: AttemptLimits; now: () => Date }): Admit {
  const { attempts, limits, now } = options;
  return async (attempt, { account, clientAddress }) => {
    const at = now();
    const accountKey = keyOf(attempt, 'account', account);
    const network = clientAddress === null ? null : networkOf(clientAddress);
    const networkKeys = network === null ? [] : [keyOf(attempt, 'address', network)];
    const counted = await attempts.count([accountKey, ...networkKeys], { at, windowMs: limits.windowMs });
    const over = counted.filter(
      ({ key, count }) => count > (key === accountKey ? limits.perAccount : limits.perAddress),
    );
    if (over.length === 0) {
      return {
        outcome: 'admitted',
        forgive: () => attempts.forgive({ clear: [accountKey], one: networkKeys }),
      };
    }
    const latest = Math.max(...over.map(({ windowEndsAt }) => windowEndsAt.getTime()));
    return { outcome: 'tooManyAttempts', retryAfter: Math.max(1, Math.ceil((latest - at.getTime()) / 1_000)) };
  };
}

/** At most 80 characters, and nobody's name in them. */
function keyOf(attempt: Attempt, kind: 'account' | 'address', value: string): string {
  return `${attempt}:${kind === 'account' ? 'a' : 'n'}:${createHash('sha256').update(value).digest('hex')}`;
}
