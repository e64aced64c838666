import { evalExpr } from 'mingo/core';
import * as mingo from 'mingo/operators/expression';
import type { Options } from 'mingo/types';
import { arithmetic } from './arithmetic.ts';
import { arrays } from './arrays.ts';
import { comparison } from './comparison.ts';
import { dates } from './dates.ts';
import type { Operation } from './operation.ts';
import { sets } from './sets.ts';
import { strings } from './strings.ts';

/** An operator as mingo calls it: the document, the operand as it stands in the expression, mingo's options. */
type MingoOperator = (document: unknown, operand: unknown, options: Options) => unknown;

/**
 * The operators of `supportedOperators.expression`. Those of mingo are used where it answers as MongoDB does; the
 * others are this package's own, since mingo 7.2.7 differs in them: it compares only values of one type and ignores
 * the order of fields, rounds wrongly, fails on null or on one argument, or counts "" as false.
 */
export const expressionOperators: Readonly<Record<string, MingoOperator>> = {
  $abs: unary(mingo.$abs),
  $ceil: unary(mingo.$ceil),
  $floor: unary(mingo.$floor),
  $isArray: unary(mingo.$isArray),
  $objectToArray: unary(mingo.$objectToArray),
  $reverseArray: unary(mingo.$reverseArray),
  $strLenCP: unary(mingo.$strLenCP),

  $add: variadic(mingo.$add),
  $and: variadic(mingo.$and),
  $concat: variadic(mingo.$concat),
  $concatArrays: variadic(mingo.$concatArrays),
  $multiply: variadic(mingo.$multiply),
  $or: variadic(mingo.$or),

  $arrayElemAt: checked(mingo.$arrayElemAt),
  $cond: checked(mingo.$cond),
  $divide: checked(mingo.$divide),
  $filter: checked(mingo.$filter),
  $ifNull: checked(mingo.$ifNull),
  $let: checked(mingo.$let),
  $literal: checked(mingo.$literal),
  $map: checked(mingo.$map),
  $range: checked(mingo.$range),
  $reduce: checked(mingo.$reduce),
  $regexMatch: checked(mingo.$regexMatch),
  $split: checked(mingo.$split),
  $substrCP: checked(mingo.$substrCP),
  $subtract: checked(mingo.$subtract),
  $switch: checked(mingo.$switch),
  $trim: checked(mingo.$trim),

  ...Object.fromEntries(
    Object.entries({ ...arithmetic, ...arrays, ...comparison, ...dates, ...sets, ...strings }).map(
      ([operator, operation]) => [operator, own(operation)],
    ),
  ),
};

/** mingo types each operator's operand; ours have been checked. */
function checked(operator: (...args: never[]) => unknown): MingoOperator {
  return operator as MingoOperator;
}

/** Takes `x` and `[x]` alike, as MongoDB does. */
function unary(operator: (...args: never[]) => unknown): MingoOperator {
  const inner = checked(operator);
  return (document, operand, options) => inner(document, Array.isArray(operand) ? operand[0] : operand, options);
}

/** Takes `x` and `[x]` alike, as MongoDB does. */
function variadic(operator: (...args: never[]) => unknown): MingoOperator {
  const inner = checked(operator);
  return (document, operand, options) => inner(document, Array.isArray(operand) ? operand : [operand], options);
}

/** An operation on evaluated arguments, or on the one object of named ones. */
function own(operation: Operation): MingoOperator {
  return (document, operand, options) => {
    const given = Array.isArray(operand) ? (operand as unknown[]) : [operand];
    return operation(given.map((argument) => evalExpr(document, argument, options)));
  };
}
