import { invalidArgument } from '../errors.ts';
import { show } from './plain.ts';

/** A dotted path to a field: no empty parts, none that begins with `$`. */
export function checkPath(what: string, path: unknown): asserts path is string {
  if (typeof path !== 'string' || path === '' || !path.split('.').every(isFieldName)) {
    throw invalidArgument(`${what} must be a path such as "name" or "price.amount", got ${show(path)}.`);
  }
}

/** A name that a stored field may have, and a part of a path may be. */
export function isFieldName(name: string): boolean {
  return name !== '' && !name.startsWith('$') && !name.includes('.') && !name.includes('\0') && name !== '__proto__';
}

/** Refuses two paths of which one is inside the other (or the same), since what they mean together is not defined. */
export function checkNoOverlap(what: string, paths: readonly string[]): void {
  const sorted = [...paths].sort();
  for (const path of sorted) {
    const inside = sorted.find((other) => other.startsWith(`${path}.`));
    if (inside !== undefined)
      throw invalidArgument(`${what} names both "${path}" and "${inside}", which is inside it.`);
  }
  const twice = sorted.find((path, at) => path === sorted[at + 1]);
  if (twice !== undefined) throw invalidArgument(`${what} names "${twice}" twice.`);
}
