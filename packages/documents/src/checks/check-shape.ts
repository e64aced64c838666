import { invalidArgument } from '../errors.ts';
import { checkNoOverlap, checkPath } from './check-path.ts';
import { isPlainObject, show } from './plain.ts';

/** Refuses a sort that is not paths with 1 or -1. */
export function checkSort(what: string, sort: unknown): void {
  if (!isPlainObject(sort) || Object.keys(sort).length === 0) {
    throw invalidArgument(`${what} must be an object such as { createdAt: -1 }, got ${show(sort)}.`);
  }
  for (const [path, direction] of Object.entries(sort)) {
    checkPath(`A path of ${what}`, path);
    if (direction !== 1 && direction !== -1) {
      throw invalidArgument(`${what} by "${path}" must be 1 or -1, got ${show(direction)}.`);
    }
  }
}

/** Refuses a projection of `find`: anything but paths that are all kept or all left out (`_id` apart). */
export function checkProjection(what: string, projection: unknown): void {
  if (!isPlainObject(projection) || Object.keys(projection).length === 0) {
    throw invalidArgument(`${what} must be an object such as { name: 1 }, got ${show(projection)}.`);
  }
  const entries = Object.entries(projection);
  for (const [path, kept] of entries) {
    checkPath(`A path of ${what}`, path);
    if (kept !== 0 && kept !== 1 && typeof kept !== 'boolean') {
      throw invalidArgument(`${what} of "${path}" must be 1, 0, true or false, got ${show(kept)}.`);
    }
  }
  checkOneMode(
    what,
    entries.map(([path, kept]) => [path, Boolean(kept)]),
  );
  checkNoOverlap(what, Object.keys(projection));
}

/** Refuses keeping some paths while leaving out others: only `_id` may be left out of what is kept. */
export function checkOneMode(what: string, kept: readonly (readonly [path: string, kept: boolean])[]): void {
  const others = kept.filter(([path]) => path !== '_id');
  const left = others.find(([, isKept]) => !isKept);
  const taken = others.find(([, isKept]) => isKept) ?? kept.find(([, isKept]) => isKept);
  if (left !== undefined && taken !== undefined) {
    throw invalidArgument(`${what} keeps "${taken[0]}" and leaves out "${left[0]}": do one or the other.`);
  }
}
