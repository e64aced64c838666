/** How often something is tried, and how long it rests between. */
export interface RetryPolicy {
  /** The first included. */
  readonly tries: number;
  /** The longest rest after the first failure, in milliseconds; twice as long after each further one. */
  readonly firstRestMs: number;
  readonly longestRestMs: number;
}

/**
 * How long to rest after a number of failures, in milliseconds: exponential with full jitter, so that what failed together does
 * not come back together.
 *
 * @param options.random from 0 to below 1
 * @see https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 */
export function restAfter(failures: number, options: RetryPolicy & { random: () => number }): number {
  const { firstRestMs, longestRestMs, random } = options;
  return Math.floor(random() * Math.min(longestRestMs, firstRestMs * 2 ** (failures - 1)));
}
