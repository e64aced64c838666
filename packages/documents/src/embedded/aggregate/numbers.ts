import { compareValues } from '../../values/compare.ts';

const isNumber = (value: unknown): value is number => typeof value === 'number';
const isPresent = (value: unknown): boolean => value !== null && value !== undefined;

/** What is not a number is passed over. */
export function sumOf(values: readonly unknown[]): number {
  return values.filter(isNumber).reduce((sum, value) => sum + value, 0);
}

/** Null when there is no number. */
export function averageOf(values: readonly unknown[]): number | null {
  const numbers = values.filter(isNumber);
  return numbers.length === 0 ? null : sumOf(numbers) / numbers.length;
}

/** Null and missing are passed over; undefined when nothing is left. */
export function greatestOf(values: readonly unknown[]): unknown {
  return values.filter(isPresent).reduce((most: unknown, value) => {
    return most === undefined || compareValues(value, most) > 0 ? value : most;
  }, undefined);
}

/** Null and missing are passed over; undefined when nothing is left. */
export function leastOf(values: readonly unknown[]): unknown {
  return values.filter(isPresent).reduce((least: unknown, value) => {
    return least === undefined || compareValues(value, least) < 0 ? value : least;
  }, undefined);
}
