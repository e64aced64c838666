/** What a commit changed, by which it may be kept somewhere as it was before. */
export interface Changed {
  readonly productIds?: readonly string[];
  /** Those that are a product's from now on, and those that are no longer. */
  readonly skus?: readonly string[];
}

/**
 * To be called after each commit, and awaited before the caller is answered: who asks from then on gets what was written, and
 * what was announced is on its way. Never throws: what it could not do is done when the event of the change arrives.
 */
export type AfterCommit = (changed: Changed) => Promise<void>;
