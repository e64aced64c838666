import type { DatabaseSync } from 'node:sqlite';
import { resolutions, stretchStart, type MetricResolution, type MetricStore } from '../metric-store.ts';
import { promised } from './promised.ts';
import type { UserEvent } from '../user-event-store.ts';

export function createSqliteMetricStore({ database }: { database: DatabaseSync }): MetricStore {
  const selectPoints = database.prepare(
    `SELECT at, count, sum FROM metric_points
     WHERE name = ? AND resolution = ? AND at >= ? AND at < ? ORDER BY at`,
  );
  return {
    points: ({ name, resolution, from, to }) =>
      promised(() =>
        selectPoints
          .all(name, resolution, stretchStart(from, resolution), to.getTime())
          .map((row) => ({ at: new Date(Number(row['at'])), count: Number(row['count']), sum: Number(row['sum']) })),
      ),
  };
}

/** Counts events in the measures of their types, as a part of the transaction that records them. */
export function createSqliteMetricCounter({ database }: { database: DatabaseSync }) {
  const addToPoint = database.prepare(
    `INSERT INTO metric_points (name, resolution, at, count, sum) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (name, resolution, at) DO UPDATE SET count = count + excluded.count, sum = sum + excluded.sum`,
  );
  return {
    count(events: readonly UserEvent[]): void {
      for (const { name, resolution, at, count, sum } of increments(events)) {
        addToPoint.run(name, resolution, at, count, sum);
      }
    },
  };
}

interface Increment {
  name: string;
  resolution: MetricResolution;
  at: number;
  count: number;
  sum: number;
}

/** One increment for each point that the events touch: a batch of events of one minute is three writes, not three for each. */
function increments(events: readonly UserEvent[]): Iterable<Increment> {
  const byPoint = new Map<string, Increment>();
  for (const event of events) {
    for (const resolution of resolutions) {
      const at = stretchStart(event.at, resolution);
      const key = `${event.type} ${resolution} ${at}`;
      const increment = byPoint.get(key) ?? { name: event.type, resolution, at, count: 0, sum: 0 };
      increment.count += 1;
      increment.sum += event.value ?? 0;
      byPoint.set(key, increment);
    }
  }
  return byPoint.values();
}
