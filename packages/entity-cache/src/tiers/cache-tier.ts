/**
 * A place that keeps values for a while: a Redis server, or a bounded map in the process.
 *
 * A key has one slot, and a slot that is not empty holds a token, alone or with a value. The token names an epoch of the key:
 * it begins when somebody claims the empty slot and ends when the slot is removed, expires or is evicted. Who means to store
 * what he is about to ask elsewhere takes the token first, and his value is taken only while the slot still holds it: what
 * was asked before a removal cannot be stored after it.
 *
 * Keys and values are well-formed Unicode strings of any kind, the empty one included. Answers are in the order of the keys.
 * Any method rejects when the tier cannot be reached or is too slow; whatever it was to do may still happen later.
 */
export interface CacheTier {
  /** As metrics call it: `l1`. */
  readonly name: string;
  /** True when other processes see the same slots. */
  readonly isShared: boolean;
  /** The values there are; null for an empty slot and for a token alone. */
  read(keys: readonly string[]): Promise<(string | null)[]>;
  /**
   * Puts the token into each slot that is empty, for `ttlMs`, and tells what every slot then holds. A slot is claimed by one
   * caller only: the one who finds his own token in it.
   */
  claim(keys: readonly string[], claim: { token: string; ttlMs: number }): Promise<Slot[]>;
  /** Stores each value if its slot still holds its token, and tells for each whether it did. */
  put(entries: readonly Entry[]): Promise<boolean[]>;
  /** Empties each slot that holds this token and no value. */
  release(claims: readonly { key: string; token: string }[]): Promise<void>;
  /** Empties the slots: values and tokens are gone when it resolves. */
  remove(keys: readonly string[]): Promise<void>;
  /**
   * Empties every slot that was not empty when it was called: for who changes stores by another way than through the caches.
   */
  clear(): Promise<void>;
  /** Lets go of what the tier holds open. */
  close(): Promise<void>;
}

/** What a slot that is not empty holds. */
export interface Slot {
  readonly token: string;
  readonly value: string | null;
}

/** A value on its way into a slot. */
export interface Entry {
  readonly key: string;
  /** The one that the slot held before the value was asked of where it comes from. */
  readonly token: string;
  readonly value: string;
  /** A whole number of milliseconds, 1 or more. */
  readonly ttlMs: number;
}

/** Every token is so many characters of ASCII: 72 random bits in base64url. */
export const tokenLength = 12;
