import type { Inbox } from '@mosaico/bus';
import type { Database } from '../connect.ts';

/** How many ids one statement removes: so few that no handler waits for it. */
const rowsAtOnce = 1_000;

/** The ids that `enterInbox` has written. @param database with connections of its own: nobody waits for this */
export function createSqlInbox({ knex }: Database): Inbox {
  return {
    async forget(handledBefore) {
      let forgotten = 0;
      for (;;) {
        const ids = await knex('inbox')
          .comment('inbox.forget')
          .where('handled_at', '<', handledBefore)
          .limit(rowsAtOnce)
          .pluck<string[]>('event_id');
        if (ids.length > 0) forgotten += await knex('inbox').whereIn('event_id', ids).delete();
        if (ids.length < rowsAtOnce) return forgotten;
      }
    },
  };
}
