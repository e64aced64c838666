import { setTimeout as delay } from 'node:timers/promises';
import { waitFor } from '@mosaico/testing';
import type { Database } from '../src/store/connect.ts';

/** Waits until a session of this database waits for a lock of another one. */
export async function waitUntilBlocked({ knex, dialect }: Database): Promise<void> {
  await waitFor(
    async () => {
      if (dialect.name === 'postgres') {
        const blocked = await knex('pg_stat_activity')
          .whereRaw('datname = current_database()')
          .where({ wait_event_type: 'Lock' })
          .count({ count: '*' })
          .first();
        return Number(blocked?.count) > 0;
      }
      // InnoDB shows the same picture for as long as it is looked at again within a tenth of a second.
      await delay(150);
      const [rows] = (await knex.raw(
        `select process.id from information_schema.processlist as process
         left join information_schema.innodb_trx as trx on trx.trx_mysql_thread_id = process.id
         where process.db = database() and (process.state = 'User lock' or trx.trx_state = 'LOCK WAIT')`,
      )) as [unknown[]];
      return rows.length > 0;
    },
    { deadlineMs: 60_000, describe: 'a session that waits for a lock' },
  );
}
