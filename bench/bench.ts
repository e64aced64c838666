/** One thing that is measured. */
export interface Bench {
  /** What a person types to run it alone. */
  readonly name: string;
  /** What is measured and how, in a sentence or two. */
  readonly method: string;
  /** True for one that takes hours: it runs only when it is named. */
  readonly isLong?: true;
  run(options: { say: (line: string) => void }): Promise<BenchResult>;
}

/** What was measured, with more figures where a row of them says more; or why it could not be, on this machine. */
export type BenchResult =
  { readonly measures: readonly Measure[]; readonly details?: Table } | { readonly skipped: string };

export interface Table {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** One number, taken several times. */
export interface Measure {
  readonly name: string;
  readonly unit: 's' | 'MB' | 'ms' | 'lines/s' | 'requests/s' | 'events/s' | 'ratio';
  /** One value a run, in the order of the runs. */
  readonly runs: readonly number[];
  /** The median must be below it. */
  readonly limit?: number;
}

/** @throws RangeError when there are no values */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.floor(sorted.length / 2)]];
  if (low === undefined || high === undefined) throw new RangeError('A median needs at least one value; got none.');
  return (low + high) / 2;
}

/** The value below which so large a share of them lies, such as 0.99; NaN of none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
}

/** Seconds since a moment of `performance.now()`. */
export function secondsSince(started: number): number {
  return (performance.now() - started) / 1_000;
}
