import type { Database } from '../connect.ts';

/** How many rows one statement looks at and removes: so few that nobody who writes events waits for it. */
const rowsAtOnce = 1_000;

/** An outbox that nobody marks, because its events are read from the binary log. */
export interface CapturedOutbox {
  /** Removes what was written before. @returns how many events, of some at a time: more may be left unless it is 0 */
  forget(writtenBefore: Date): Promise<number>;
}

/** @param database with connections of its own: nobody waits for this */
export function createCapturedOutbox({ knex }: Database): CapturedOutbox {
  return {
    async forget(writtenBefore) {
      // Ids follow time closely enough: the oldest rows are the first ones.
      const first = await knex('outbox')
        .comment('outbox.forgetCaptured')
        .orderBy('outbox_id')
        .limit(rowsAtOnce)
        .select<{ outbox_id: number | string; created_at: Date }[]>('outbox_id', 'created_at');
      const old = first.filter(({ created_at }) => created_at < writtenBefore);
      if (old.length === 0) return 0;
      return knex('outbox')
        .whereIn(
          'outbox_id',
          old.map(({ outbox_id }) => outbox_id),
        )
        .delete();
    },
  };
}
