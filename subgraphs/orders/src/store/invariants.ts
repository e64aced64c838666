import type { Database } from './connect.ts';
import type { Invariant, Violation } from './invariant.ts';
import { orderInvariants } from './order-invariants.ts';
import { pricingInvariants } from './pricing/pricing-invariants.ts';
import { stockInvariants } from './stock/stock-invariants.ts';

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
