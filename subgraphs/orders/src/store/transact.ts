import type { Database } from './connect.ts';
import { againWhileLost } from './lost.ts';
import type { Verdict } from './order-store.ts';

/**
 * Runs `work` in one transaction, kept or rolled back as its verdict says, rolled back when it throws. Begins it again after
 * a deadlock, a serialization failure or a lock that did not come in time, and, where `isLost` says so, after other failures.
 */
export function transact<Value>(
  database: Database,
  work: (transaction: Database) => Promise<Verdict<Value>>,
  options: { isLost?: (error: unknown) => boolean } = {},
): Promise<Value> {
  return againWhileLost(
    () => inTransaction(database, work),
    (error) => database.dialect.isRetryable(error) || options.isLost?.(error) === true,
  );
}

/** As `transact`, but once. */
export async function inTransaction<Value>(
  { knex, dialect }: Database,
  work: (transaction: Database) => Promise<Verdict<Value>>,
): Promise<Value> {
  const transaction = await knex.transaction();
  try {
    const { keep, value } = await work({ knex: transaction, dialect });
    await (keep ? transaction.commit() : transaction.rollback());
    return value;
  } catch (error) {
    // With its connection lost the transaction is gone anyway, and the first failure tells more.
    if (!transaction.isCompleted()) await transaction.rollback().catch(() => undefined);
    throw error;
  }
}
