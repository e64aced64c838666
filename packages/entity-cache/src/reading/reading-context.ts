import type { CacheRecorder } from '../cache-metrics.ts';
import type { Background } from './background.ts';
import type { Flights } from './flights.ts';
import type { TierAccess } from './tier-access.ts';

/** How long things last and may take, in milliseconds. */
export interface CacheTiming {
  /** How long L1 keeps an entity at most, 300,000 when absent. The last tenth of each of these is left to chance. */
  readonly l1TtlMs: number;
  /** How long L2 keeps an entity, and any tier at most, 3,600,000 when absent. */
  readonly l2TtlMs: number;
  /** How long any tier keeps the knowledge that there is no such row, 30,000 when absent. */
  readonly absentTtlMs: number;
  /** How long the process serves what it has loaded when neither L1 nor L2 answers, 5,000 when absent. */
  readonly outageTtlMs: number;
  /** How long a process waits for another one that loads the same entity, 250 when absent. */
  readonly waitMs: number;
}

/** What the steps of a read share. */
export interface ReadingContext<Id, Entity> {
  readonly load: (ids: readonly Id[]) => Promise<readonly Entity[]>;
  readonly keyOf: (entity: Entity) => Id;
  readonly access: Readonly<Record<'l1' | 'l2' | 'outage', TierAccess<Entity>>>;
  readonly flights: Flights<Entity>;
  readonly background: Background;
  readonly recorder: CacheRecorder;
  readonly timing: CacheTiming;
  readonly maxValueBytes: number;
  readonly now: () => number;
  readonly random: () => number;
  readonly createToken: () => string;
  readonly sleep: (milliseconds: number) => Promise<unknown>;
}

/** The last tenth of every time to live is left to chance, so that what was stored together does not expire together. */
export function jittered(ttlMs: number, random: () => number): number {
  return Math.max(1, Math.round(ttlMs * (1 - random() / 10)));
}
