import type { Database } from '../connect.ts';
import { transact } from '../transact.ts';
import type { AttemptStore } from './attempt-store.ts';

interface AttemptRow {
  attempt_key: string;
  attempts: number;
  window_ends_at: Date;
}

/** How many rows whose window has ended are dropped whenever one is added: more than come in, so that the table stays small. */
const dropsPerRow = 10;

export function createSqlAttemptStore(database: Database): AttemptStore {
  return {
    async count(keys, { at, windowMs }) {
      const windowEndsAt = new Date(at.getTime() + windowMs);
      // In one order for all, so that two wait for each other and never both.
      const inOrder = Array.from(new Set(keys)).sort();
      const { rows, added } = await transact(database, async (transaction) => {
        let inserted = 0;
        for (const key of inOrder) inserted += (await countOne(transaction, { key, at, windowEndsAt })) ? 1 : 0;
        const counted = await transaction.knex('login_attempts').whereIn('attempt_key', inOrder).select<AttemptRow[]>();
        return { keep: true, value: { rows: counted, added: inserted } };
      });
      if (added > 0) await dropEnded(database, { at });
      return rows.map((row) => ({ key: row.attempt_key, count: row.attempts, windowEndsAt: row.window_ends_at }));
    },

    async forgive({ clear, one }) {
      const { knex } = database;
      if (clear.length > 0) {
        // Not deleted: whoever is counting there waits for the row, and the two could wait for each other.
        await knex('login_attempts')
          .comment('attempt-store.forgive')
          .whereIn('attempt_key', clear)
          .update({ attempts: 0 });
      }
      if (one.length > 0) {
        await knex('login_attempts')
          .comment('attempt-store.forgive')
          .whereIn('attempt_key', one)
          .where('attempts', '>', 0)
          .update({ attempts: knex.raw('attempts - 1') });
      }
    },
  };
}

/** @returns true when the key was not there before */
async function countOne(
  { knex, dialect }: Database,
  { key, at, windowEndsAt }: { key: string; at: Date; windowEndsAt: Date },
): Promise<boolean> {
  // `attempts` before the end of the window: MySQL reads what it has set already.
  const add = () =>
    knex('login_attempts')
      .comment('attempt-store.count')
      .where({ attempt_key: key })
      .update({
        attempts: knex.raw('case when window_ends_at <= ? then 1 else attempts + 1 end', [at]),
        window_ends_at: knex.raw('case when window_ends_at <= ? then ? else window_ends_at end', [at, windowEndsAt]),
      });
  if ((await add()) > 0) return false;
  const row = { attempt_key: key, attempts: 1, window_ends_at: windowEndsAt };
  if (await dialect.insertUnlessThere(knex, { table: 'login_attempts', row })) return true;
  await add();
  return false;
}

async function dropEnded({ knex }: Database, { at }: { at: Date }): Promise<void> {
  const ended = await knex('login_attempts')
    .comment('attempt-store.dropEnded')
    .where('window_ends_at', '<=', at)
    .limit(dropsPerRow)
    .pluck<string[]>('attempt_key');
  if (ended.length === 0) return;
  await knex('login_attempts').whereIn('attempt_key', ended).where('window_ends_at', '<=', at).delete();
}
