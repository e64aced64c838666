import type { typeRank } from '../../values/bson-type.ts';
import { encodeStringPrefix, encodeValue, successor } from '../values/encode.ts';

/** The encoded values from `low` up to, not including, `high`; with `point`, those of one value. */
export interface Interval {
  readonly low: Buffer;
  readonly high: Buffer;
  readonly point?: Buffer;
}

export function pointInterval(value: unknown): Interval {
  const point = encodeValue(value);
  return { low: point, high: above(point), point };
}

export function typeInterval(rank: (typeof typeRank)[keyof typeof typeRank]): Interval {
  return { low: Buffer.of(rank), high: Buffer.of(rank + 1) };
}

export function prefixInterval(prefix: string): Interval {
  const low = encodeStringPrefix(prefix);
  return { low, high: above(low) };
}

/** The least bytes above everything that begins with an encoding; there always are some, since none begins with FF. */
export function above(encoding: Buffer): Buffer {
  return successor(encoding) ?? Buffer.of(0xff);
}

/** Sorted, and without overlaps. */
export function union(intervals: readonly Interval[]): Interval[] {
  const sorted = [...intervals].sort((left, right) => Buffer.compare(left.low, right.low));
  const merged: Interval[] = [];
  for (const interval of sorted) {
    const last = merged.at(-1);
    if (last === undefined || Buffer.compare(interval.low, last.high) >= 0) merged.push(interval);
    else if (Buffer.compare(interval.high, last.high) > 0)
      merged[merged.length - 1] = { low: last.low, high: interval.high };
  }
  return merged;
}

/** What is in both of two unions. */
export function intersection(left: readonly Interval[], right: readonly Interval[]): Interval[] {
  const common: Interval[] = [];
  let [at, other] = [0, 0];
  while (at < left.length && other < right.length) {
    const [a, b] = [left[at] as Interval, right[other] as Interval];
    const low = Buffer.compare(a.low, b.low) >= 0 ? a.low : b.low;
    const aEndsFirst = Buffer.compare(a.high, b.high) <= 0;
    const high = aEndsFirst ? a.high : b.high;
    if (Buffer.compare(low, high) < 0) {
      const point = a.point ?? b.point;
      common.push(point === undefined ? { low, high } : { low: point, high: above(point), point });
    }
    if (aEndsFirst) at++;
    else other++;
  }
  return common;
}

/** Whether everything in the inner union is in the outer one. */
export function isWithin(inner: readonly Interval[], outer: readonly Interval[]): boolean {
  return inner.every(({ low, high }) =>
    outer.some((other) => Buffer.compare(other.low, low) <= 0 && Buffer.compare(high, other.high) <= 0),
  );
}
