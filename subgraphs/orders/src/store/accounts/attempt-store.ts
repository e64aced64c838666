/** How often something was attempted of which only so many attempts are allowed in a while. */
export interface AttemptStore {
  /**
   * Counts one attempt more under each of the keys, and tells how many there are now. A key's window begins with its first
   * attempt, and when it has ended, with the next one. Of any number of calls at once no two get the same count.
   * @param keys of 1 to 80 characters
   */
  count(keys: readonly string[], options: { at: Date; windowMs: number }): Promise<Attempts[]>;
  /** Takes back: what was counted under the keys of `clear`, and one attempt under those of `one`. */
  forgive(keys: { clear: readonly string[]; one: readonly string[] }): Promise<void>;
}

export interface Attempts {
  readonly key: string;
  readonly count: number;
  readonly windowEndsAt: Date;
}
