import { types } from 'node:util';
import { type Fields, isPlainObject } from '../../checks/plain.ts';

/**
 * A deep copy of a value, fit to store or to hand out, be it from the cache or of an expression's making: fields that
 * are undefined are left out, undefined elements become null. ObjectIds, which do not change, are shared.
 */
export function copyStored(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value))
    return value.map((element: unknown) => (element === undefined ? null : copyStored(element)));
  if (!isPlainObject(value)) return copyLeaf(value);
  const copy: Record<string, unknown> = {};
  for (const name of Object.keys(value)) {
    const field = value[name];
    if (field !== undefined) copy[name] = copyStored(field);
  }
  return copy;
}

function copyLeaf(value: object): object {
  if (types.isDate(value)) return new Date(value.getTime());
  return types.isUint8Array(value) ? Buffer.from(value) : value;
}

export function copyDocument(document: Fields): Fields {
  return copyStored(document) as Fields;
}
