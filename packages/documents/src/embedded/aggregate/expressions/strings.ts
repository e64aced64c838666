import { types } from 'node:util';
import { ObjectId } from 'mongodb';
import { show } from '../../../checks/plain.ts';
import { queryFailed } from '../../../errors.ts';
import { isNullish, type Operation } from './operation.ts';

export const strings: Record<string, Operation> = {
  $toLower: ([value]) => asText('$toLower', value).replace(/[A-Z]/g, (letter) => letter.toLowerCase()),
  $toUpper: ([value]) => asText('$toUpper', value).replace(/[a-z]/g, (letter) => letter.toUpperCase()),
  $toString: ([value]) => (isNullish(value) ? null : asText('$toString', value)),
};

/** Null and missing are the empty string. As in MongoDB, case is a matter of ASCII letters only. */
function asText(operator: string, value: unknown): string {
  if (isNullish(value)) return '';
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (types.isDate(value)) return value.toISOString();
  if (value instanceof ObjectId) return value.toHexString();
  throw queryFailed(`${operator} cannot make a string of ${show(value)}.`);
}
