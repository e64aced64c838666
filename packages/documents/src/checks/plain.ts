import { types } from 'node:util';

/** The inside of a document, of a filter, of anything made of fields. */
export type Fields = Record<string, unknown>;

/** An object literal or its like, of whichever realm (Jest runs code in a realm of its own); not a class instance. */
export function isPlainObject(value: unknown): value is Fields {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || (Object.getPrototypeOf(prototype) === null && !Array.isArray(value));
}

/** As `types.isRegExp`, which does not tell the compiler so for unknown values of another realm. */
export const isRegExp = (value: unknown): value is RegExp => types.isRegExp(value);

/** Whether the object is a set of operators (`{ $gt: 1 }`) and not a literal value. */
export function hasOperators(value: unknown): value is Fields {
  return isPlainObject(value) && Object.keys(value).some((key) => key.startsWith('$'));
}

/** A value as an error message shows it: short, and never failing. */
export function show(value: unknown): string {
  if (typeof value === 'function') return 'a function';
  if (typeof value === 'bigint') return `${value}n`;
  if (value === undefined || typeof value === 'number' || typeof value === 'symbol') return String(value);
  if (types.isRegExp(value)) return value.toString();
  try {
    const text = JSON.stringify(value);
    return text.length > 80 ? `${text.slice(0, 77)}...` : text;
  } catch {
    return 'a value that cannot be shown';
  }
}
