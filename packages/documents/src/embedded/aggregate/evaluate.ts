import { Aggregator } from 'mingo/aggregator';
import { Context, evalExpr } from 'mingo/core';
import type { Options } from 'mingo/types';
import { DocumentError, queryFailed } from '../../errors.ts';
import { expressionOperators } from './expressions/expression-operators.ts';

/**
 * The value of a checked expression for a document; undefined where MongoDB says "missing".
 * Rejects with QUERY_FAILED when the data does not fit the expression.
 */
export function evaluate(expression: unknown, document: unknown): unknown {
  try {
    return evalExpr(document, expression, options);
  } catch (error) {
    if (error instanceof DocumentError) throw error;
    throw queryFailed(`An expression failed: ${Error.isError(error) ? error.message : 'unknown'}.`, error);
  }
}

/**
 * mingo hands its options, prepared, to the stages it runs, and to no one else; given raw ones, every evaluation
 * copies the table of operators. So one stage is run to take them.
 */
const options = prepareOptions();

function prepareOptions(): Options {
  let prepared: Options | undefined;
  const take = (collection: unknown, _operand: unknown, given: Options): unknown => {
    prepared = given;
    return collection;
  };
  const operators = { expression: expressionOperators, pipeline: { $take: take } };
  // mingo types an operator as the intersection of all its operators, which none satisfies.
  const context = Context.init(operators as unknown as Parameters<typeof Context.init>[0]);
  new Aggregator([{ $take: {} }], { context, scriptEnabled: false }).run([]);
  if (prepared === undefined) throw new TypeError('mingo ran a stage without giving it its options.');
  return prepared;
}
