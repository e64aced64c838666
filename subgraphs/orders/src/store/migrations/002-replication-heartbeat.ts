import type { Migration } from '../migration.ts';

/** One row that tells, on a replica, how far it has come: see `../replicas/heartbeat-store.ts`. */
export const replicationHeartbeat: Migration = {
  name: '002-replication-heartbeat',
  async run(database, dialect) {
    const { instant, tableOptions } = dialect.columns;
    await database.raw(
      `create table if not exists replication_heartbeat (
         heartbeat_id integer not null primary key,
         beat_at ${instant} not null
       ) ${tableOptions()}`,
    );
    const beats = await database('replication_heartbeat').select<unknown[]>('heartbeat_id');
    if (beats.length === 0) {
      await database('replication_heartbeat').insert({
        heartbeat_id: 1,
        beat_at: database.raw('current_timestamp(3)'),
      });
    }
  },
};
