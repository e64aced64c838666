import { encodeValue } from '../../values/encode.ts';
import { mergeObjects } from '../expressions/arrays.ts';
import { evaluate } from '../evaluate.ts';
import { averageOf, greatestOf, leastOf, sumOf } from '../numbers.ts';

/** What an accumulator makes of the values of its expression, one for each document of the group. */
const accumulators: Record<string, (values: readonly unknown[]) => unknown> = {
  $sum: sumOf,
  $avg: averageOf,
  $min: (values) => leastOf(values) ?? null,
  $max: (values) => greatestOf(values) ?? null,
  $first: (values) => values[0] ?? null,
  $last: (values) => values.at(-1) ?? null,
  $push: (values) => values.filter((value) => value !== undefined),
  $addToSet: (values) => [
    ...new Map(
      values.filter((value) => value !== undefined).map((value) => [encodeValue(value).toString('latin1'), value]),
    ).values(),
  ],
  $count: (values) => values.length,
  $mergeObjects: mergeObjects,
};

export type Accumulate = (documents: readonly unknown[]) => Record<string, unknown>;

/** Compiles the output fields of `$group` or `$bucket`. */
export function compileAccumulators(output: Record<string, unknown>): Accumulate {
  const fields = Object.entries(output).map(([name, accumulator]) => {
    const [[operator, operand] = ['', undefined]] = Object.entries(accumulator as object) as [string, unknown][];
    return { name, operand, accumulate: accumulators[operator] ?? (() => undefined) };
  });
  return (documents) =>
    Object.fromEntries(
      fields.map(({ name, operand, accumulate }) => [
        name,
        accumulate(documents.map((document) => evaluate(operand, document))),
      ]),
    );
}
