import type { Knex } from 'knex';
import type { Database } from './connect.ts';
import { orderInvariants } from './order-invariants.ts';
import { pricingInvariants } from './pricing/pricing-invariants.ts';
import { stockInvariants } from './stock/stock-invariants.ts';

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

const invariants: readonly Invariant[] = [...stockInvariants, ...orderInvariants, ...pricingInvariants];

/** All that does not hold now, invariant by invariant, as one moment shows it. */
export async function findViolations({ knex }: Database): Promise<Violation[]> {
  // READ COMMITTED would show each question a moment of its own.
  const moment = await knex.transaction({ isolationLevel: 'repeatable read' });
  try {
    const violations: Violation[] = [];
    for (const invariant of invariants) {
      const found = await invariant.find(moment);
      violations.push(...found.map((one) => ({ invariant: invariant.name, ...one })));
    }
    return violations;
  } finally {
    await moment.rollback();
  }
}
