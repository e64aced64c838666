import type { Fields } from '../checks/plain.ts';
import { encodeValue } from './values/encode.ts';
import { parsePath, someAt } from './values/paths.ts';

/** The distinct values at a path, the elements of an array there one by one. */
export function distinctValues(documents: readonly Fields[], field: string): unknown[] {
  const path = parsePath(field);
  const distinct = new Map<string, unknown>();
  const add = (value: unknown): void => {
    const key = encodeValue(value).toString('latin1');
    if (!distinct.has(key)) distinct.set(key, value);
  };
  for (const document of documents) {
    someAt(document, path, (value) => {
      if (Array.isArray(value)) value.forEach(add);
      else if (value !== undefined) add(value);
      return false;
    });
  }
  return [...distinct.values()];
}
