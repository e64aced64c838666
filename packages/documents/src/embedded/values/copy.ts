import { isPlainObject } from '../../checks/plain.ts';

/**
 * A deep copy of a value that an expression or a stage made, fit to hand out: fields that are undefined are left out,
 * undefined elements become null. ObjectIds, dates and Buffers are shared: nothing here changes them.
 */
export function copyStored(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value))
    return value.map((element: unknown) => (element === undefined ? null : copyStored(element)));
  if (!isPlainObject(value)) return value;
  const copy: Record<string, unknown> = {};
  for (const name of Object.keys(value)) {
    const field = value[name];
    if (field !== undefined) copy[name] = copyStored(field);
  }
  return copy;
}
