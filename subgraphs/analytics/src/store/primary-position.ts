/** How far a primary has written its log, as a replica that is to stand in for it must have replayed it. Each is a `pg_lsn`. */
export interface PrimaryPosition {
  /** The primary's position at most `maxAgeMs` ago. */
  readonly latest: string;
  /** Its position at some moment after this process had last written; the beginning of the log when it never has. */
  readonly afterOwnWrites: string;
}

export interface PrimaryPositions {
  /** @throws what asking the primary throws */
  current(): Promise<PrimaryPosition>;
  /** To be called when a transaction that may have written has ended: no position of before says what it wrote. */
  wrote(): void;
}

/**
 * Asks the primary for its position when there is a need, at most once in `maxAgeMs` unless this process writes.
 * @param options.ask asks the primary
 * @param options.now a clock in milliseconds
 */
export function createPrimaryPositions(options: {
  ask: () => Promise<string>;
  maxAgeMs: number;
  now: () => number;
}): PrimaryPositions {
  const { ask, maxAgeMs, now } = options;
  let writes = 0;
  let known = { at: -Infinity, writes, position: { latest: '0/0', afterOwnWrites: '0/0' } };
  return {
    wrote: () => void (writes += 1),
    async current() {
      if (known.writes === writes && now() - known.at < maxAgeMs) return known.position;
      const begun = { at: now(), writes };
      const latest = await ask();
      // What was asked before a write, and answered after it, tells nothing of the write.
      const afterOwnWrites = known.writes === begun.writes ? known.position.afterOwnWrites : latest;
      known = { ...begun, position: { latest, afterOwnWrites } };
      return known.position;
    },
  };
}
