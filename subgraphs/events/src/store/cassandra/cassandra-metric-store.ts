import type { types } from 'cassandra-driver';
import { stretchStart, type MetricPoint, type MetricResolution, type MetricStore } from '../metric-store.ts';
import type { UserEvent } from '../user-event-store.ts';
import type { CassandraSession } from './client/session.ts';
import { inParallel } from './in-parallel.ts';
import { userIdOf } from './user-id.ts';

const minuteMs = 60_000;
const hourMs = 3_600_000;
const dayMs = 86_400_000;

const selectDays = `SELECT day FROM metric_days WHERE name = ? AND day >= ? AND day <= ?`;

/** The groups of one day, by resolution. */
const selectPoints: Record<MetricResolution, string> = {
  MINUTE: `SELECT hour, minute, COUNT(*) AS events, SUM(value) AS total FROM metric_events
    WHERE name = ? AND day = ? GROUP BY name, day, hour, minute`,
  HOUR: `SELECT hour, COUNT(*) AS events, SUM(value) AS total FROM metric_events
    WHERE name = ? AND day = ? GROUP BY name, day, hour`,
  DAY: `SELECT COUNT(*) AS events, SUM(value) AS total FROM metric_events
    WHERE name = ? AND day = ? GROUP BY name, day`,
};

export function createCassandraMetricStore({ session }: { session: CassandraSession }): MetricStore {
  return {
    async points({ name, resolution, from, to }) {
      const start = stretchStart(from, resolution);
      const days = await session.execute(selectDays, [name, dayOf(from), dayOf(to)]);
      const pointsByDay = await inParallel(
        days.map((row) => Number(row.get('day'))),
        async (day) =>
          (await session.execute(selectPoints[resolution], [name, day])).map((row) => toPoint(day, resolution, row)),
      );
      return pointsByDay.flat().filter(({ at }) => at.getTime() >= start && at.getTime() < to.getTime());
    },
  };
}

/** Counts an event in the measure of its type; again changes nothing. The day goes before what lies in it, as a visitor's month does. */
export function createCassandraMetricCounter({ session }: { session: CassandraSession }) {
  const insertDay = `INSERT INTO metric_days (name, day) VALUES (?, ?)`;
  const insertEvent = `INSERT INTO metric_events (name, day, hour, minute, user_id, event_id, value)
    VALUES (?, ?, ?, ?, ?, ?, ?)`;
  return {
    async nameDay({ type, at }: UserEvent): Promise<void> {
      await session.execute(insertDay, [type, dayOf(at)]);
    },
    async count({ id, visitor, type, at, value }: UserEvent): Promise<void> {
      await session.execute(insertEvent, [
        ...[type, dayOf(at), at.getUTCHours(), at.getUTCMinutes(), userIdOf(visitor), id, value ?? undefined],
      ]);
    },
  };
}

/** Days since 1970, in UTC. */
function dayOf(at: Date): number {
  return Math.floor(at.getTime() / dayMs);
}

function toPoint(day: number, resolution: MetricResolution, row: types.Row): MetricPoint {
  const hour = resolution === 'DAY' ? 0 : Number(row.get('hour'));
  const minute = resolution === 'MINUTE' ? Number(row.get('minute')) : 0;
  return {
    at: new Date(day * dayMs + hour * hourMs + minute * minuteMs),
    count: Number(row.get('events')),
    sum: Number(row.get('total')),
  };
}
