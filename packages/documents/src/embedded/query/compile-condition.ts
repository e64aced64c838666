import { type Fields, hasOperators, isPlainObject, isRegExp } from '../../checks/plain.ts';
import { typeOf } from '../../values/bson-type.ts';
import { compareValues, equalValues } from '../../values/compare.ts';
import { type Path, someAt, someValueAt } from '../values/paths.ts';

/**
 * Whether what the path reaches in the subject satisfies a condition; without a path the subject itself is tested, as
 * an element of an array is. An operator holds when any value reached satisfies it, a negated one when none does.
 */
export type Condition = (subject: unknown, path: Path | undefined) => boolean;

type Test = (value: unknown) => boolean;

/** Compiles what stands at a path of a checked filter: a value, a RegExp, or operators that must all hold. */
export function compileCondition(condition: unknown, compileElemMatch: (operand: Fields) => Test): Condition {
  if (isRegExp(condition)) return anyValue(matchesPattern(condition));
  if (!hasOperators(condition)) return anyValue(equals(condition));
  const operators = Object.entries(condition)
    .filter(([operator]) => operator !== '$options')
    .map(([operator, operand]) => compileOperator({ operator, operand, condition, compileElemMatch }));
  return all(operators);
}

interface Operator {
  operator: string;
  operand: unknown;
  /** The operators it stands among. */
  condition: Fields;
  compileElemMatch: (operand: Fields) => Test;
}

function compileOperator({ operator, operand, condition, compileElemMatch }: Operator): Condition {
  switch (operator) {
    case '$ne':
      return not(anyValue(equals(operand)));
    case '$in':
      return anyValue(isListed(operand as unknown[]));
    case '$nin':
      return not(anyValue(isListed(operand as unknown[])));
    case '$not':
      return not(compileCondition(operand, compileElemMatch));
    case '$gt':
      return anyValue(compares(operand, (order) => order > 0));
    case '$gte':
      return anyValue(compares(operand, (order) => order >= 0));
    case '$lt':
      return anyValue(compares(operand, (order) => order < 0));
    case '$lte':
      return anyValue(compares(operand, (order) => order <= 0));
    case '$exists': {
      const exists = anyWhole((value) => value !== undefined);
      return operand === true ? exists : not(exists);
    }
    case '$type': {
      const wanted = new Set([operand].flat());
      return anyValue((value) => value !== undefined && wanted.has(typeOf(value)));
    }
    case '$regex':
      return anyValue(
        matchesPattern(isRegExp(operand) ? operand : new RegExp(operand as string, condition['$options'] as string)),
      );
    case '$mod': {
      const [divisor, remainder] = operand as [number, number];
      return anyValue((value) => typeof value === 'number' && Math.trunc(value) % divisor === remainder);
    }
    case '$size':
      return anyWhole((value) => Array.isArray(value) && value.length === operand);
    case '$elemMatch':
      return elemMatch(compileElemMatch(operand as Fields));
    case '$all':
      return compileAll(operand as unknown[], compileElemMatch);
    default:
      return anyValue(equals(operand));
  }
}

/** Each operand must be found, not necessarily in the same value. */
function compileAll(operands: readonly unknown[], compileElemMatch: (operand: Fields) => Test): Condition {
  if (operands.length === 0) return () => false;
  return all(
    operands.map((operand) => {
      if (isRegExp(operand)) return anyValue(matchesPattern(operand));
      const inner = isPlainObject(operand) ? operand['$elemMatch'] : undefined;
      return isPlainObject(inner) ? elemMatch(compileElemMatch(inner)) : anyValue(equals(operand));
    }),
  );
}

/** Null equals what is missing too. */
function equals(operand: unknown): Test {
  if (operand === null) return (value) => value === null || value === undefined;
  if (typeof operand !== 'object') return (value) => value === operand;
  return (value) => equalValues(value, operand);
}

/** Only values of the operand's own type compare. */
function compares(operand: unknown, holds: (order: number) => boolean): Test {
  const type = typeOf(operand);
  if (type === 'null') return holds(0) ? equals(null) : () => false;
  return (value) => typeOf(value) === type && holds(compareValues(value, operand));
}

function isListed(operands: readonly unknown[]): Test {
  const primitives = new Set(operands.filter((operand) => typeof operand !== 'object'));
  const others = operands
    .filter((operand) => typeof operand === 'object')
    .map((operand) => (isRegExp(operand) ? matchesPattern(operand) : equals(operand)));
  return (value) => primitives.has(value) || others.some((accepts) => accepts(value));
}

const matchesPattern =
  (pattern: RegExp): Test =>
  (value) =>
    typeof value === 'string' && pattern.test(value);

const elemMatch = (matches: Test): Condition => anyWhole((value) => Array.isArray(value) && value.some(matches));

/** An array counts as its elements and itself. */
const anyValue =
  (test: Test): Condition =>
  (subject, path) =>
    path === undefined ? test(subject) : someValueAt(subject, path, test);

/** An array counts as one value. */
const anyWhole =
  (test: Test): Condition =>
  (subject, path) =>
    path === undefined ? test(subject) : someAt(subject, path, test);

const not =
  (condition: Condition): Condition =>
  (subject, path) =>
    !condition(subject, path);

function all(conditions: readonly Condition[]): Condition {
  const [only] = conditions;
  if (conditions.length === 1 && only !== undefined) return only;
  return (subject, path) => conditions.every((holds) => holds(subject, path));
}
