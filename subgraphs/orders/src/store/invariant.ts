import type { Knex } from 'knex';

/** Something that is not as it must be: a fault of the shop, or somebody wrote past it. */
export interface Violation {
  /** What must hold, as a sentence. */
  readonly invariant: string;
  /** Of what it does not: `MUG-1 in main`, `order 100000001`. */
  readonly subject: string;
  readonly expected: string;
  readonly found: string;
}

/** What must hold whenever no transaction is under way, whatever was killed when. */
export interface Invariant {
  readonly name: string;
  /** Where it does not hold, in the order of the subjects: one question. */
  find(knex: Knex): Promise<readonly Omit<Violation, 'invariant'>[]>;
}
