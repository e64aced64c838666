import type { MongoError } from 'mongodb';
import { type Fields, isPlainObject } from '../checks/plain.ts';
import { DuplicateKeyError } from '../errors.ts';

export interface ServerDuplicate {
  error: MongoError;
  /** `E11000 duplicate key error collection: shop.products index: sku_1 dup key: { sku: "A-1" }` */
  message: string;
  positions?: readonly number[];
  /** The document that was being inserted, if one was. */
  inserted?: Fields | undefined;
}

/** The key is in the error's `keyValue` (MongoDB 4.4 and later, outside of a batch) or must be read from its message. */
export function toDuplicateKeyError({ error, message, positions, inserted }: ServerDuplicate): DuplicateKeyError {
  const keyValue: unknown = 'keyValue' in error ? error.keyValue : undefined;
  return new DuplicateKeyError(
    {
      index: /index: (?:\S*\$)?(\S+) dup key/.exec(message)?.[1] ?? 'unknown',
      key: isPlainObject(keyValue) ? keyValue : readKey(message, inserted ?? {}),
      ...(positions === undefined ? {} : { positions }),
    },
    { cause: error },
  );
}

function readKey(message: string, inserted: Fields): Fields {
  const text = /dup key: \{ (.*) \}/.exec(message)?.[1] ?? '';
  const parts = text.split(/(?:^|, )([\w.-]+): /).slice(1);
  const key: Fields = {};
  for (let at = 0; at + 1 < parts.length; at += 2) {
    const path = parts[at] ?? '';
    const value = valueAt(inserted, path);
    // Of an array, the key is one element.
    key[path] = value === undefined || Array.isArray(value) ? readValue(parts[at + 1] ?? '') : value;
  }
  return key;
}

/** Strings, numbers and booleans are written as in JSON; ObjectIds and dates are not. */
function readValue(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function valueAt(document: Fields, path: string): unknown {
  let value: unknown = document;
  for (const part of path.split('.')) value = isPlainObject(value) ? value[part] : undefined;
  return value;
}
