import { compareValues } from '../../../values/compare.ts';
import { isTruthy } from '../truth.ts';
import type { Operation } from './operation.ts';

const compares =
  (holds: (order: number) => boolean): Operation =>
  ([left, right]) =>
    holds(compareValues(left, right));

/** Unlike in filters, values of all types compare, and missing is less than null. */
export const comparison: Record<string, Operation> = {
  $cmp: ([left, right]) => Math.sign(compareValues(left, right)),
  $eq: compares((order) => order === 0),
  $ne: compares((order) => order !== 0),
  $gt: compares((order) => order > 0),
  $gte: compares((order) => order >= 0),
  $lt: compares((order) => order < 0),
  $lte: compares((order) => order <= 0),
  $not: ([value]) => !isTruthy(value),
};
