import { types } from 'node:util';
import { ObjectId } from 'mongodb';

/**
 * The order in which MongoDB compares values of different types, spaced as the first byte of an encoded key.
 * `missing` is what is not there at all; in an index the empty array stands there too.
 */
export const typeRank = {
  missing: 0x05,
  null: 0x0a,
  number: 0x10,
  string: 0x20,
  object: 0x30,
  array: 0x40,
  binData: 0x50,
  objectId: 0x60,
  bool: 0x70,
  date: 0x80,
} as const;

export type TypeName = keyof typeof typeRank;

export function typeOf(value: unknown): TypeName {
  switch (typeof value) {
    case 'string':
      return 'string';
    case 'number':
      return 'number';
    case 'boolean':
      return 'bool';
    case 'undefined':
      return 'missing';
    default:
  }
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (value instanceof ObjectId) return 'objectId';
  if (types.isDate(value)) return 'date';
  if (types.isUint8Array(value)) return 'binData';
  return 'object';
}
