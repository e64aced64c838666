/** What an expression operator takes. */
export type ExpressionShape =
  | { kind: 'arguments'; least: number; most: number }
  | {
      kind: 'named';
      required: readonly string[];
      optional: readonly string[];
      binds?: { within: string; as?: string; names: readonly string[] };
    }
  | { kind: 'conditional' | 'switch' | 'let' | 'literal' };

const one = { kind: 'arguments', least: 1, most: 1 } as const;
const two = { kind: 'arguments', least: 2, most: 2 } as const;
const three = { kind: 'arguments', least: 3, most: 3 } as const;
const oneOrTwo = { kind: 'arguments', least: 1, most: 2 } as const;
const twoOrThree = { kind: 'arguments', least: 2, most: 3 } as const;
const some = { kind: 'arguments', least: 1, most: Infinity } as const;

/** One entry for each of `supportedOperators.expression`. */
export const expressionShapes: Readonly<Record<string, ExpressionShape | undefined>> = {
  $abs: one,
  $add: some,
  $ceil: one,
  $divide: two,
  $floor: one,
  $mod: two,
  $multiply: some,
  $round: oneOrTwo,
  $subtract: two,
  $trunc: oneOrTwo,
  $cmp: two,
  $eq: two,
  $ne: two,
  $gt: two,
  $gte: two,
  $lt: two,
  $lte: two,
  $and: some,
  $or: some,
  $not: one,
  $cond: { kind: 'conditional' },
  $ifNull: { kind: 'arguments', least: 2, most: Infinity },
  $switch: { kind: 'switch' },
  $concat: some,
  $regexMatch: { kind: 'named', required: ['input', 'regex'], optional: ['options'] },
  $split: two,
  $strLenCP: one,
  $substrCP: three,
  $toLower: one,
  $toString: one,
  $toUpper: one,
  $trim: { kind: 'named', required: ['input'], optional: ['chars'] },
  $arrayElemAt: two,
  $concatArrays: some,
  $filter: {
    kind: 'named',
    required: ['input', 'cond'],
    optional: ['as'],
    binds: { within: 'cond', as: 'as', names: ['this'] },
  },
  $first: one,
  $in: two,
  $isArray: one,
  $last: one,
  $map: {
    kind: 'named',
    required: ['input', 'in'],
    optional: ['as'],
    binds: { within: 'in', as: 'as', names: ['this'] },
  },
  $range: twoOrThree,
  $reduce: {
    kind: 'named',
    required: ['input', 'initialValue', 'in'],
    optional: [],
    binds: { within: 'in', names: ['this', 'value'] },
  },
  $reverseArray: one,
  $size: one,
  $slice: twoOrThree,
  $setDifference: two,
  $setIntersection: some,
  $setIsSubset: two,
  $setUnion: some,
  $arrayToObject: one,
  $mergeObjects: some,
  $objectToArray: one,
  $avg: some,
  $max: some,
  $min: some,
  $sum: some,
  $dateToString: { kind: 'named', required: ['date'], optional: ['format', 'onNull'] },
  $dayOfMonth: one,
  $month: one,
  $year: one,
  $let: { kind: 'let' },
  $literal: { kind: 'literal' },
};
