/** The token that each tier's slot of a key held when it was asked; null for a tier that did not answer. */
export interface Tokens {
  readonly l1: string | null;
  readonly l2: string | null;
  readonly outage: string | null;
}

/** A key of a batch that is to be had from behind the tiers. */
export interface Wanted<Id> {
  readonly id: Id;
  readonly key: string;
  readonly tokens: Tokens;
  /**
   * Among all processes: the leader is the one who claimed the key in L2, a follower found the claim of another one, and
   * who could not ask L2 is alone.
   */
  readonly role: 'leader' | 'follower' | 'alone';
}
