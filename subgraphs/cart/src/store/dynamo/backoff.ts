const baseMs = 50;
const longestMs = 1_000;

/** Before each attempt but the first: true when the wait is over; false, at once, when there is no time for it. */
export type Wait = () => Promise<boolean>;

/** Waits between attempts: each is of any length up to a bound that doubles, so that many who were refused at once do not come back at once. */
export interface Backoff {
  /**
   * For one question, which begins now.
   * @param patienceMs how long after its beginning the last wait may end
   * @returns the waits of one of its requests, for each call
   */
  within(patienceMs: number): () => Wait;
}

export function createBackoff(options: {
  pause: (ms: number) => Promise<unknown>;
  /** From 0 up to, and without, 1. */
  random: () => number;
  /** Milliseconds of a clock that nobody sets. */
  clock: () => number;
}): Backoff {
  const { pause, random, clock } = options;
  return {
    within(patienceMs) {
      const end = clock() + patienceMs;
      return () => {
        let waits = 0;
        return async () => {
          const waitMs = random() * Math.min(longestMs, baseMs * 2 ** waits);
          if (clock() + waitMs > end) return false;
          waits += 1;
          await pause(waitMs);
          return true;
        };
      };
    },
  };
}
