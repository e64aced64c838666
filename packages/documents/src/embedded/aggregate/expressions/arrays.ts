import { isPlainObject, show } from '../../../checks/plain.ts';
import { queryFailed } from '../../../errors.ts';
import { equalValues } from '../../../values/compare.ts';
import { asArray, asNumber, isNullish, type Operation } from './operation.ts';

export const arrays: Record<string, Operation> = {
  $size: ([array]) => asArray('$size', array).length,
  $in: ([value, array]) => asArray('$in', array).some((element) => equalValues(element, value)),
  $first: ([array]) => (isNullish(array) ? null : asArray('$first', array)[0]),
  $last: ([array]) => (isNullish(array) ? null : asArray('$last', array).at(-1)),
  $slice: (args) => {
    if (args.some(isNullish)) return null;
    const array = asArray('$slice', args[0]);
    const [first = 0, second] = args.slice(1).map((argument) => asNumber('$slice', argument));
    if (second === undefined) return first < 0 ? array.slice(first) : array.slice(0, first);
    if (second <= 0) throw queryFailed(`$slice needs a count of at least 1, got ${second}.`);
    const start = first < 0 ? Math.max(0, array.length + first) : first;
    return array.slice(start, start + second);
  },
  $arrayToObject: ([array]) => {
    if (isNullish(array)) return null;
    return Object.fromEntries(asArray('$arrayToObject', array).map(toEntry));
  },
  $mergeObjects: (args) => {
    const [only] = args;
    const objects = args.length === 1 && Array.isArray(only) ? (only as unknown[]) : args;
    return mergeObjects(objects);
  },
};

/** The fields of all of them, the later ones winning; null and missing are passed over. */
export function mergeObjects(objects: readonly unknown[]): Record<string, unknown> {
  const present = objects.filter((object) => !isNullish(object));
  const stray = present.find((object) => !isPlainObject(object));
  if (stray !== undefined) throw queryFailed(`$mergeObjects needs objects, got ${show(stray)}.`);
  return Object.assign({}, ...present) as Record<string, unknown>;
}

function toEntry(element: unknown): [string, unknown] {
  const [name, value] = Array.isArray(element)
    ? (element as unknown[])
    : isPlainObject(element)
      ? [element['k'], element['v']]
      : [];
  if (typeof name !== 'string')
    throw queryFailed(`$arrayToObject needs [name, value] or { k, v }, got ${show(element)}.`);
  return [name, value];
}
