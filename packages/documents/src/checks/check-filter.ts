import { invalidArgument, UnsupportedOperatorError } from '../errors.ts';
import { supportedOperators } from '../supported-operators.ts';
import { checkExpression } from './check-expression.ts';
import { checkInteger } from './check-options.ts';
import { checkPath } from './check-path.ts';
import { copyValue } from './copy-value.ts';
import { type Fields, hasOperators, isPlainObject, isRegExp, show } from './plain.ts';

/** Refuses a filter that is malformed, holds undefined, or uses an operator that is not supported. */
export function checkFilter(what: string, filter: unknown): asserts filter is Fields {
  if (!isPlainObject(filter)) throw invalidArgument(`${what} must be an object, got ${show(filter)}.`);
  for (const [key, condition] of Object.entries(filter)) {
    if (condition === undefined) {
      throw invalidArgument(`${what} has undefined for "${key}": say null, or leave the condition out.`);
    }
    if (key === '$and' || key === '$or' || key === '$nor') checkBranches(`${what}'s ${key}`, condition);
    else if (key === '$expr') checkExpression(`${what}'s $expr`, condition);
    else if (key.startsWith('$')) throw unsupported(what, key);
    else {
      checkPath(`A path of ${what}`, key);
      checkCondition(`${what}'s "${key}"`, condition);
    }
  }
}

/** What a path (or, in `$elemMatch` and `$pull`, an element) must satisfy: a value, a RegExp, or operators. */
export function checkCondition(what: string, condition: unknown): void {
  if (isRegExp(condition)) {
    checkRegExp(what, condition);
    return;
  }
  if (!hasOperators(condition)) return void copyValue(condition, what);
  for (const [operator, operand] of Object.entries(condition)) {
    if (!operator.startsWith('$')) {
      throw invalidArgument(`${what} mixes operators with the field "${operator}": use one or the other.`);
    }
    const check = operators[operator];
    if (check === undefined) throw unsupported(what, operator);
    if (operand === undefined) throw invalidArgument(`${what} has undefined for ${operator}.`);
    check(`${what}.${operator}`, operand, condition);
  }
}

type Check = (what: string, operand: unknown, condition: Fields) => void;

const checkLiteral: Check = (what, operand) => void copyValue(operand, what);

const operators: Record<string, Check | undefined> = {
  $eq: checkLiteral,
  $ne: checkLiteral,
  $gt: checkLiteral,
  $gte: checkLiteral,
  $lt: checkLiteral,
  $lte: checkLiteral,
  $in: checkList,
  $nin: checkList,
  $not: (what, operand) => {
    if (!isRegExp(operand) && !hasOperators(operand)) {
      throw invalidArgument(`${what} must be operators or a RegExp, got ${show(operand)}.`);
    }
    checkCondition(what, operand);
  },
  $exists: (what, operand) => {
    if (typeof operand !== 'boolean') throw invalidArgument(`${what} must be true or false, got ${show(operand)}.`);
  },
  $type: (what, operand) => {
    const known: readonly string[] = supportedOperators.types;
    for (const type of Array.isArray(operand) ? (operand as unknown[]) : [operand]) {
      if (typeof type !== 'string' || !known.includes(type)) {
        throw invalidArgument(`${what} must be one or an array of ${known.join(', ')}, got ${show(type)}.`);
      }
    }
  },
  $regex: (what, operand, condition) => {
    if (isRegExp(operand) && condition['$options'] === undefined) {
      checkRegExp(what, operand);
      return;
    }
    if (typeof operand !== 'string') {
      throw invalidArgument(`${what} must be a string, or a RegExp without $options, got ${show(operand)}.`);
    }
    try {
      new RegExp(operand);
    } catch (cause) {
      throw invalidArgument(`${what} is not a regular expression: ${Error.isError(cause) ? cause.message : ''}`);
    }
  },
  $options: (what, operand, condition) => {
    if (condition['$regex'] === undefined) throw invalidArgument(`${what} needs a $regex beside it.`);
    if (typeof operand !== 'string' || !/^(?!.*(.).*\1)[ims]*$/.test(operand)) {
      throw invalidArgument(`${what} must be made of i, m and s, got ${show(operand)}.`);
    }
  },
  $mod: (what, operand) => {
    const [divisor, remainder, ...rest] = Array.isArray(operand) ? (operand as unknown[]) : [];
    if (!Number.isInteger(divisor) || divisor === 0 || !Number.isInteger(remainder) || rest.length > 0) {
      throw invalidArgument(`${what} must be [divisor, remainder], got ${show(operand)}.`);
    }
  },
  $all: (what, operand) => {
    for (const element of elementsOf(what, operand)) {
      if (isPlainObject(element) && '$elemMatch' in element) checkCondition(what, element);
      else checkListed(what, element);
    }
  },
  $size: (what, operand) => checkInteger(what, operand, 0),
  $elemMatch: (what, operand) => {
    if (!isPlainObject(operand)) throw invalidArgument(`${what} must be an object, got ${show(operand)}.`);
    if (isValueElemMatch(operand)) {
      checkCondition(what, operand);
      return;
    }
    if ('$expr' in operand) throw unsupported(what, '$expr');
    checkFilter(what, operand);
  },
};

/** `{ $elemMatch: { $gt: 1 } }` tests the element itself; any other form tests the element's fields. */
export function isValueElemMatch(operand: Fields): boolean {
  const keys = Object.keys(operand);
  return keys.length > 0 && keys.every((key) => key.startsWith('$') && !['$and', '$or', '$nor', '$expr'].includes(key));
}

function checkBranches(what: string, branches: unknown): void {
  if (!Array.isArray(branches) || branches.length === 0) {
    throw invalidArgument(`${what} must be a non-empty array of filters, got ${show(branches)}.`);
  }
  branches.forEach((branch: unknown, at) => {
    checkFilter(`${what}[${at}]`, branch);
  });
}

function checkList(what: string, operand: unknown): void {
  for (const element of elementsOf(what, operand)) checkListed(what, element);
}

function checkListed(what: string, element: unknown): void {
  if (element === undefined) throw invalidArgument(`${what} holds undefined: say null, or leave it out.`);
  if (isRegExp(element)) checkRegExp(what, element);
  else copyValue(element, what);
}

function elementsOf(what: string, operand: unknown): unknown[] {
  if (!Array.isArray(operand)) throw invalidArgument(`${what} must be an array, got ${show(operand)}.`);
  return operand;
}

function checkRegExp(what: string, pattern: RegExp): void {
  if (/[^im]/.test(pattern.flags)) {
    throw invalidArgument(
      `${what} must have no flags but i and m (the driver loses the others), got ${show(pattern)}.`,
    );
  }
}

function unsupported(what: string, operator: string): UnsupportedOperatorError {
  return new UnsupportedOperatorError(
    operator,
    `${what} uses ${operator}, which is not one of ${supportedOperators.filter.join(' ')}.`,
  );
}
