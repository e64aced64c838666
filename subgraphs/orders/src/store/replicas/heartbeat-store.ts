import type { Database } from '../connect.ts';

/** A time that is written to the primary over and over, and tells on a replica how much of the past has arrived there. */
export interface HeartbeatStore {
  /**
   * Sees to it that the last beat is no older than half a second, whichever process wrote it.
   * @returns the time by this database's clock
   */
  beat(): Promise<Date>;
  /** The last beat that has arrived in this database, by the primary's clock; null when none has. */
  lastBeat(): Promise<Date | null>;
}

/** Half of the time between two looks at the replicas, so that one process alone beats at every look, and twenty no oftener. */
const renewedAfterMs = 500;

interface BeatRow {
  beat_at: Date;
  now: Date;
}

export function createSqlHeartbeatStore({ knex }: Database): HeartbeatStore {
  return {
    async beat() {
      const row = await knex('replication_heartbeat')
        .comment('heartbeat-store.beat')
        .where({ heartbeat_id: 1 })
        .first<BeatRow | undefined>('beat_at', knex.raw('current_timestamp(3) as now'));
      if (row === undefined) throw new Error('The table replication_heartbeat must have its row, and has none.');
      if (row.now.getTime() - row.beat_at.getTime() >= renewedAfterMs) {
        await knex('replication_heartbeat')
          .comment('heartbeat-store.beat')
          .where({ heartbeat_id: 1 })
          .where('beat_at', '<', row.now)
          .update({ beat_at: knex.raw('current_timestamp(3)') });
      }
      return row.now;
    },

    async lastBeat() {
      const row = await knex('replication_heartbeat')
        .comment('heartbeat-store.lastBeat')
        .where({ heartbeat_id: 1 })
        .first<Pick<BeatRow, 'beat_at'> | undefined>('beat_at');
      return row?.beat_at ?? null;
    },
  };
}
