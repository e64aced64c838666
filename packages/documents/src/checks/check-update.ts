import { invalidArgument, UnsupportedOperatorError } from '../errors.ts';
import { supportedOperators } from '../supported-operators.ts';
import { checkCondition, checkFilter } from './check-filter.ts';
import { checkInteger } from './check-options.ts';
import { checkNoOverlap, isFieldName } from './check-path.ts';
import { checkSort } from './check-shape.ts';
import { copyValue } from './copy-value.ts';
import { type Fields, hasOperators, isPlainObject, show } from './plain.ts';

/** Operators with their paths and operands: what the adapters are given. */
export type CheckedUpdate = Record<string, Fields>;

/**
 * A copy of the update without what is undefined. Refuses replacements, pipelines, unsupported operators, operands of
 * the wrong type, and paths that collide.
 */
export function checkUpdate(what: string, update: unknown, arrayFilters: readonly unknown[] = []): CheckedUpdate {
  if (Array.isArray(update)) {
    throw new UnsupportedOperatorError('pipeline', `${what} is a pipeline: updates take operators such as $set.`);
  }
  if (!isPlainObject(update)) throw invalidArgument(`${what} must be an object of operators, got ${show(update)}.`);
  const checked: CheckedUpdate = {};
  const paths: string[] = [];
  for (const [operator, fields] of Object.entries(update)) {
    if (!operator.startsWith('$')) {
      throw invalidArgument(`${what} has the field "${operator}" where an operator such as $set must be.`);
    }
    const operand = operands[operator];
    if (operand === undefined) throw unsupported(what, operator, supportedOperators.update);
    if (fields === undefined) continue;
    if (!isPlainObject(fields)) throw invalidArgument(`${what}'s ${operator} must be an object, got ${show(fields)}.`);
    const given = Object.entries(fields).filter(([, value]) => value !== undefined);
    for (const [path] of given) checkUpdatePath(`${what}'s ${operator}`, path);
    if (given.length === 0) continue;
    paths.push(...given.map(([path]) => path));
    checked[operator] = Object.fromEntries(
      given.map(([path, value]) => [path, operand(`${what}'s ${operator} of "${path}"`, value)]),
    );
  }
  if (paths.length === 0) throw invalidArgument(`${what} changes nothing: it needs an operator with a field.`);
  checkNoOverlap(what, paths);
  checkArrayFilters(what, paths, arrayFilters);
  return checked;
}

type Operand = (what: string, value: unknown) => unknown;

const literal: Operand = (what, value) => copyValue(value, what);

const operands: Record<string, Operand | undefined> = {
  $set: literal,
  $setOnInsert: literal,
  $min: literal,
  $max: literal,
  $unset: () => true,
  $inc: (what, value) => {
    if (typeof value !== 'number') throw invalidArgument(`${what} must be a number, got ${show(value)}.`);
    return copyValue(value, what);
  },
  $currentDate: (what, value) => {
    if (value !== true) throw invalidArgument(`${what} must be true, got ${show(value)}.`);
    return true;
  },
  $addToSet: (what, value) => {
    if (!hasOperators(value)) return copyValue(value, what);
    checkModifiers(what, value, ['$each']);
    return { $each: copyValue(value['$each'], what) };
  },
  $push: (what, value) => {
    if (!hasOperators(value)) return copyValue(value, what);
    checkModifiers(what, value, supportedOperators.push);
    if (value['$position'] !== undefined) checkInteger(`${what}'s $position`, value['$position'], -Infinity);
    if (value['$slice'] !== undefined) checkInteger(`${what}'s $slice`, value['$slice'], -Infinity);
    const sort = value['$sort'];
    if (sort !== undefined && sort !== 1 && sort !== -1) checkSort(`${what}'s $sort`, sort);
    return copyDefined({ ...value, $each: copyValue(value['$each'], what) });
  },
  $pull: (what, value) => {
    if (isPlainObject(value) && !hasOperators(value)) checkFilter(what, value);
    else checkCondition(what, value);
    return value;
  },
};

function checkModifiers(what: string, value: Fields, known: readonly string[]): void {
  for (const modifier of Object.keys(value)) if (!known.includes(modifier)) throw unsupported(what, modifier, known);
  if (!Array.isArray(value['$each'])) {
    throw invalidArgument(`${what} must have an array as $each, got ${show(value['$each'])}.`);
  }
}

function checkUpdatePath(what: string, path: string): void {
  const parts = path.split('.');
  if (parts.includes('$')) {
    throw new UnsupportedOperatorError(
      '$',
      `${what} has the positional "${path}": use $[identifier] and arrayFilters.`,
    );
  }
  const [first = '', ...rest] = parts;
  if (
    !isFieldName(first) ||
    !rest.every((part) => isFieldName(part) || part === '$[]' || identifierOf(part) !== undefined)
  ) {
    throw invalidArgument(`${what} has ${show(path)}, which is not a path.`);
  }
}

/** The identifier in a part such as `$[item]`. */
export function identifierOf(part: string): string | undefined {
  return /^\$\[([a-z]\w*)\]$/.exec(part)?.[1];
}

/** The one identifier that an array filter's paths begin with. */
export function filteredIdentifier(arrayFilter: Fields): string {
  return Object.keys(arrayFilter)[0]?.split('.')[0] ?? '';
}

function checkArrayFilters(what: string, paths: readonly string[], arrayFilters: unknown): void {
  if (!Array.isArray(arrayFilters)) {
    throw invalidArgument(`${what}'s arrayFilters must be an array of filters, got ${show(arrayFilters)}.`);
  }
  const filtered = arrayFilters.map((arrayFilter: unknown, at) => {
    checkFilter(`${what}'s arrayFilters[${at}]`, arrayFilter);
    const identifiers = new Set(Object.keys(arrayFilter).map((path) => path.split('.')[0] ?? ''));
    const [identifier = ''] = identifiers;
    if (identifiers.size !== 1 || !/^[a-z]\w*$/.test(identifier)) {
      throw invalidArgument(`${what}'s arrayFilters[${at}] must be about one identifier, got ${show(arrayFilter)}.`);
    }
    return identifier;
  });
  const used = paths.flatMap((path) => path.split('.').map(identifierOf)).filter((name) => name !== undefined);
  const missing = used.find((identifier) => !filtered.includes(identifier));
  if (missing !== undefined) throw invalidArgument(`${what} has $[${missing}] without an array filter for it.`);
  const idle = filtered.find((identifier, at) => !used.includes(identifier) || filtered.indexOf(identifier) !== at);
  if (idle !== undefined)
    throw invalidArgument(`${what} needs exactly one array filter for each identifier; see "${idle}".`);
}

function copyDefined(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

function unsupported(what: string, operator: string, known: readonly string[]): UnsupportedOperatorError {
  return new UnsupportedOperatorError(operator, `${what} uses ${operator}, which is not one of ${known.join(' ')}.`);
}
