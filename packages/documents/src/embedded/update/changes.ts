import { hasOperators, isPlainObject, show } from '../../checks/plain.ts';
import type { Sort } from '../../document-collection.ts';
import { writeRefused } from '../../errors.ts';
import { compileElementCondition } from '../query/compile-filter.ts';
import { sortDocuments } from '../aggregate/stages/sort.ts';
import { compareValues, equalValues } from '../../values/compare.ts';
import { copyStored } from '../values/copy.ts';

/** What one operator does to the value at its path. */
export interface Change {
  /** The new value from the old one; undefined stands for "no field". It never changes the old one in place. */
  apply(value: unknown, path: string): unknown;
  /** Whether it makes the field, and the objects on the way to it, when they are missing. */
  readonly creates: boolean;
  readonly onlyOnInsert: boolean;
}

export function compileChange(operator: string, operand: unknown, now: () => Date): Change {
  switch (operator) {
    case '$set':
      return creating(() => copyStored(operand));
    case '$setOnInsert':
      return { ...creating(() => copyStored(operand)), onlyOnInsert: true };
    case '$currentDate':
      return creating(now);
    case '$unset':
      return { apply: () => undefined, creates: false, onlyOnInsert: false };
    case '$inc':
      return creating((value, path) => increment(value, operand as number, path));
    case '$min':
      return creating((value) =>
        value === undefined || compareValues(operand, value) < 0 ? copyStored(operand) : value,
      );
    case '$max':
      return creating((value) =>
        value === undefined || compareValues(operand, value) > 0 ? copyStored(operand) : value,
      );
    case '$push':
      return creating((value, path) => push(arrayAt(value, operator, path), operand));
    case '$addToSet':
      return creating((value, path) => addToSet(arrayAt(value, operator, path), operand));
    case '$pull':
      return pull(operand);
    default:
      throw new TypeError(`The operator ${operator} is on the list of supported ones, but nothing applies it.`);
  }
}

const creating = (apply: Change['apply']): Change => ({ apply, creates: true, onlyOnInsert: false });

function increment(value: unknown, by: number, path: string): number {
  if (value !== undefined && typeof value !== 'number') {
    throw writeRefused(`$inc needs a number at "${path}", found ${show(value)}.`);
  }
  const sum = (value ?? 0) + by;
  if (!Number.isFinite(sum))
    throw writeRefused(`$inc of "${path}" by ${by} makes ${sum}, which is not a finite number.`);
  return sum;
}

/** What a missing field is to `$push` and `$addToSet`. */
function arrayAt(value: unknown, operator: string, path: string): unknown[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) throw writeRefused(`${operator} needs an array at "${path}", found ${show(value)}.`);
  return value;
}

/** Adds, then sorts, then cuts: from the front, or (a negative `$slice`) from the end. */
function push(array: readonly unknown[], operand: unknown): unknown[] {
  if (!hasOperators(operand)) return [...array, copyStored(operand)];
  const { $each, $position, $sort, $slice } = operand as {
    $each: unknown[];
    $position?: number;
    $sort?: 1 | -1 | Sort;
    $slice?: number;
  };
  const pushed = array.toSpliced($position ?? array.length, 0, ...$each.map(copyStored));
  const sorted = $sort === undefined ? pushed : sortElements(pushed, $sort);
  if ($slice === undefined) return sorted;
  return $slice >= 0 ? sorted.slice(0, $slice) : sorted.slice($slice);
}

function sortElements(elements: unknown[], sort: 1 | -1 | Sort): unknown[] {
  if (typeof sort === 'number') return elements.toSorted((left, right) => sort * compareValues(left, right));
  const wrapped = elements.map((element) => ({ element, ...(isPlainObject(element) ? { fields: element } : {}) }));
  const inner = Object.fromEntries(Object.entries(sort).map(([path, direction]) => [`fields.${path}`, direction]));
  return sortDocuments(wrapped, inner).map(({ element }) => element);
}

function addToSet(array: readonly unknown[], operand: unknown): unknown[] {
  const added = hasOperators(operand) ? (operand['$each'] as unknown[]) : [operand];
  const set = [...array];
  for (const value of added) if (!set.some((element) => equalValues(element, value))) set.push(copyStored(value));
  return set;
}

function pull(condition: unknown): Change {
  const matches = compileElementCondition(condition);
  return {
    apply(value, path) {
      if (value === undefined) return undefined;
      if (!Array.isArray(value)) throw writeRefused(`$pull needs an array at "${path}", found ${show(value)}.`);
      return value.filter((element: unknown): unknown => !matches(element)) as unknown[];
    },
    creates: false,
    onlyOnInsert: false,
  };
}
