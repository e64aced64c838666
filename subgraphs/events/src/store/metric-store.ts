/** How much time a point covers. Stretches begin at whole minutes, hours and days in UTC. */
export type MetricResolution = 'MINUTE' | 'HOUR' | 'DAY';

export const resolutions = ['MINUTE', 'HOUR', 'DAY'] as const satisfies readonly MetricResolution[];

/** A measure in one stretch of time. */
export interface MetricPoint {
  /** When the stretch begins. */
  readonly at: Date;
  /** How many events it has, one or more. */
  readonly count: number;
  /** The sum of the values of those that carry one; 0 when none does. */
  readonly sum: number;
}

export interface MetricRange {
  /** The type of the events counted. */
  readonly name: string;
  readonly resolution: MetricResolution;
  readonly from: Date;
  readonly to: Date;
}

/**
 * How many events of a type there were, and what their values sum to. The measures are derived: UserEventStore.append counts
 * an event together with recording it, so each event counts exactly once, however often it is sent. (An adapter for
 * Cassandra cannot use its counters, which a retry counts twice: it keeps a row for each event, keyed by the event, in the
 * partition of the measure's name and day, and groups the rows when they are read. There an event counts for 400 days.)
 */
export interface MetricStore {
  /**
   * The points that begin before `to` and end after `from`, oldest first; a stretch without events has no point. Stretches
   * are never cut: the one that holds `from` is counted whole.
   */
  points(range: MetricRange): Promise<MetricPoint[]>;
}

const lengths = { MINUTE: 60_000, HOUR: 3_600_000, DAY: 86_400_000 } as const satisfies Record<
  MetricResolution,
  number
>;

/** When the stretch that holds the instant begins, in milliseconds since 1970. */
export function stretchStart(at: Date, resolution: MetricResolution): number {
  return Math.floor(at.getTime() / lengths[resolution]) * lengths[resolution];
}

/** How many stretches the range touches; none when it ends before it begins. */
export function stretchesIn(range: Pick<MetricRange, 'resolution' | 'from' | 'to'>): number {
  const start = stretchStart(range.from, range.resolution);
  return Math.max(0, Math.ceil((range.to.getTime() - start) / lengths[range.resolution]));
}
