import { isValueElemMatch } from '../../checks/check-filter.ts';
import { type Fields, hasOperators, isPlainObject } from '../../checks/plain.ts';
import { evaluate } from '../aggregate/evaluate.ts';
import { isTruthy } from '../aggregate/truth.ts';
import { parsePath } from '../values/paths.ts';
import { compileCondition } from './compile-condition.ts';

/** Whether a document matches. */
export type Matcher = (document: unknown) => boolean;

/** Compiles a checked filter once, to test many documents. */
export function compileFilter(filter: Fields): Matcher {
  const matchers = Object.entries(filter).map(([key, operand]): Matcher => {
    if (key === '$expr') return (document) => isTruthy(evaluate(operand, document));
    if (!key.startsWith('$')) {
      const path = parsePath(key);
      const holds = compileCondition(operand, compileElemMatch);
      return (document) => holds(document, path);
    }
    const branches = (operand as Fields[]).map(compileFilter);
    if (key === '$and') return (document) => branches.every((matches) => matches(document));
    const some: Matcher = (document) => branches.some((matches) => matches(document));
    return key === '$or' ? some : (document) => !some(document);
  });
  return (document) => matchers.every((matches) => matches(document));
}

/** Whether an element of an array satisfies the condition of a `$pull`. */
export function compileElementCondition(condition: unknown): Matcher {
  if (isPlainObject(condition) && !hasOperators(condition)) {
    const matches = compileFilter(condition);
    return (element) => isPlainObject(element) && matches(element);
  }
  const holds = compileCondition(condition, compileElemMatch);
  return (element) => holds(element, undefined);
}

/** The inside of `$elemMatch`: about the element itself, or (be it an object or an array) about its fields. */
function compileElemMatch(operand: Fields): Matcher {
  if (isValueElemMatch(operand)) {
    const holds = compileCondition(operand, compileElemMatch);
    return (element) => holds(element, undefined);
  }
  const matches = compileFilter(operand);
  return (element) => (isPlainObject(element) || Array.isArray(element)) && matches(element);
}
