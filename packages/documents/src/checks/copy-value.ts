import { types } from 'node:util';
import { ObjectId } from 'mongodb';
import { invalidArgument } from '../errors.ts';
import { isFieldName } from './check-path.ts';
import { isPlainObject, show } from './plain.ts';

/** As in MongoDB; it also ends what contains itself. */
const maxDepth = 100;

/**
 * A copy of a value as it will be stored: undefined fields are left out, undefined elements become null.
 * Refuses every type that an engine would store as something else, or compare in its own way (Decimal128, Long, bigint,
 * NaN, RegExp, class instances), naming the path.
 */
export function copyValue(value: unknown, path: string, depth = 0): unknown {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value;
    case 'number':
      if (Number.isFinite(value)) return value === 0 ? 0 : value;
      throw refuse(path, value);
    case 'object':
      return value === null ? null : copyObject(value, path, depth);
    default:
      throw refuse(path, value);
  }
}

/** A copy of a document's or a sub-document's fields. */
export function copyFields(fields: Record<string, unknown>, path: string, depth = 0): Record<string, unknown> {
  const copy: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(fields)) {
    if (value === undefined) continue;
    if (!isFieldName(name)) {
      throw invalidArgument(
        `${path} has a field named ${show(name)}: a name is not empty, does not begin with "$" and holds no ".".`,
      );
    }
    copy[name] = copyValue(value, `${path}.${name}`, depth + 1);
  }
  return copy;
}

function copyObject(value: object, path: string, depth: number): unknown {
  if (depth > maxDepth) throw invalidArgument(`${path} is nested more than ${maxDepth} deep.`);
  if (Array.isArray(value)) {
    return value.map((element: unknown, at) => copyValue(element ?? null, `${path}.${at}`, depth + 1));
  }
  if (isPlainObject(value)) return copyFields(value, path, depth);
  if (value instanceof ObjectId) return value;
  if (types.isDate(value) && !Number.isNaN(value.getTime())) return new Date(value.getTime());
  if (types.isUint8Array(value)) return Buffer.from(value);
  throw refuse(path, value);
}

function refuse(path: string, value: unknown) {
  return invalidArgument(
    `${path} is ${describe(value)}: a document holds null, booleans, finite numbers, strings, valid dates, ` +
      'ObjectIds of the mongodb package, Buffers, arrays and plain objects.',
  );
}

function describe(value: unknown): string {
  if (typeof value !== 'object' || value === null) return show(value);
  if (types.isRegExp(value)) return `the RegExp ${value.toString()}`;
  if (types.isDate(value)) return 'an invalid date';
  if ('_bsontype' in value) return `a BSON ${String(value._bsontype)}`;
  const name: unknown = value.constructor.name;
  return typeof name === 'string' && name !== '' ? `an instance of ${name}` : 'an object of no class';
}
