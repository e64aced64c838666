import { isPlainObject } from '../../checks/plain.ts';
import { writeRefused } from '../../errors.ts';
import type { Path } from '../values/paths.ts';

/** The value at each path of an index: undefined where there is none. */
export type Tuple = unknown[];

export interface IndexTuples {
  tuples: Tuple[];
  /** Whether an array was on the way to, or at, each path. */
  arrays: boolean[];
}

/** Stands for the empty array at the end of a path: it sorts before null, and is not missing. */
export const emptyArray = Symbol('empty array');

/**
 * What an index over these paths holds for a document: one tuple, or one for each element where a path meets an array.
 * As in MongoDB, an array inside an array is one value, and only one array can be taken apart at a time: rejects with
 * WRITE_REFUSED if two paths meet different ones.
 */
export function indexTuples(document: unknown, paths: readonly Path[]): IndexTuples {
  const arrays = paths.map(() => false);
  const tuples: Tuple[] = [];
  expand(
    paths.map(({ parts }) => ({ parts, at: 0, value: document })),
    tuples,
    arrays,
  );
  return { tuples, arrays };
}

/** How far along a path we are, and what is there. */
interface Place {
  readonly parts: readonly string[];
  readonly at: number;
  readonly value: unknown;
}

function expand(places: readonly Place[], tuples: Tuple[], arrays: boolean[]): void {
  const reached = places.map(descend);
  const blocked = reached.filter(isAtArray);
  const [first, ...others] = blocked;
  if (first === undefined) {
    tuples.push(reached.map(({ parts, at, value }) => (at < parts.length ? undefined : value)));
    return;
  }
  const array = first.value as unknown[];
  const other = others.find(({ value }) => value !== array);
  if (other !== undefined) {
    const names = [first, other].map(({ parts }) => `"${parts.join('.')}"`).join(' and ');
    throw writeRefused(`An index or a sort cannot take apart two arrays at once: ${names} meet different ones.`);
  }
  reached.forEach((place, field) => {
    if (isAtArray(place)) arrays[field] = true;
  });
  const elements = array.length === 0 ? [undefined] : array;
  for (const element of elements) {
    expand(
      reached.map((place) => (isAtArray(place) ? enter(place, element, array.length === 0) : place)),
      tuples,
      arrays,
    );
  }
}

/** Follows the path to its end, to an array, or to where there is no way on. */
function descend(place: Place): Place {
  const { parts } = place;
  let { at, value } = place;
  while (at < parts.length && isPlainObject(value)) {
    const part = parts[at] as string;
    value = Object.hasOwn(value, part) ? value[part] : undefined;
    at++;
  }
  return { parts, at, value };
}

/** Past its end (`at` beyond the parts) a place is settled: the element that it took is not taken apart again. */
function isAtArray({ parts, at, value }: Place): boolean {
  return Array.isArray(value) && at <= parts.length;
}

function enter(place: Place, element: unknown, isEmpty: boolean): Place {
  const { parts, at } = place;
  if (at === parts.length) return { parts, at: at + 1, value: isEmpty ? emptyArray : element };
  return isPlainObject(element) ? { parts, at, value: element } : { parts, at, value: undefined };
}
