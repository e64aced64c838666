import type { GraphQLFormattedError } from 'graphql';
import { pathInAnswer } from './answer-path.ts';

/**
 * The errors of an answer as the client gets them: each at a place that is in the answer, none twice, and in the order of
 * their places. Fetches that run side by side end in any order; the same question must get the same bytes however they end.
 */
export function settleErrors(errors: readonly GraphQLFormattedError[], data: unknown): GraphQLFormattedError[] {
  const placed = errors.map((error) => (error.path ? { ...error, path: pathInAnswer(error.path, data) } : error));
  const distinct = new Map(placed.map((error) => [JSON.stringify([error.path, error.message, code(error)]), error]));
  return [...distinct.values()].toSorted(
    (a, b) => comparePaths(a.path ?? [], b.path ?? []) || compare(a.message, b.message) || compare(code(a), code(b)),
  );
}

function comparePaths(a: readonly (string | number)[], b: readonly (string | number)[]): number {
  for (const [depth, step] of a.entries()) {
    const other = b[depth];
    if (other === undefined) return 1;
    const difference = typeof step === typeof other ? compare(step, other) : compare(typeof step, typeof other);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

function compare(a: string | number, b: string | number): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function code(error: GraphQLFormattedError): string {
  return String(error.extensions?.['code']);
}
