import { types } from 'node:util';
import { show } from '../../../checks/plain.ts';
import { queryFailed } from '../../../errors.ts';
import { isNullish, type Operation } from './operation.ts';

/** All in UTC. */
export const dates: Record<string, Operation> = {
  $year: ([value]) => ofDate('$year', value, (date) => date.getUTCFullYear()),
  $month: ([value]) => ofDate('$month', value, (date) => date.getUTCMonth() + 1),
  $dayOfMonth: ([value]) => ofDate('$dayOfMonth', value, (date) => date.getUTCDate()),
  $dateToString: ([named]) => {
    const { date, format = '%Y-%m-%dT%H:%M:%S.%LZ', onNull = null } = named as Record<string, unknown>;
    if (isNullish(date)) return onNull;
    return ofDate('$dateToString', date, (given) => formatDate(given, format));
  },
};

function ofDate<R>(operator: string, value: unknown, compute: (date: Date) => R): R | null {
  if (isNullish(value)) return null;
  if (!types.isDate(value)) throw queryFailed(`${operator} needs a date, got ${show(value)}.`);
  return compute(value);
}

function formatDate(date: Date, format: unknown): string {
  if (typeof format !== 'string') throw queryFailed(`$dateToString needs a string as format, got ${show(format)}.`);
  return format.replace(/%(.?)/g, (specifier, letter: string) => {
    switch (letter) {
      case 'Y':
        return String(date.getUTCFullYear()).padStart(4, '0');
      case 'm':
        return pad(date.getUTCMonth() + 1);
      case 'd':
        return pad(date.getUTCDate());
      case 'H':
        return pad(date.getUTCHours());
      case 'M':
        return pad(date.getUTCMinutes());
      case 'S':
        return pad(date.getUTCSeconds());
      case 'L':
        return String(date.getUTCMilliseconds()).padStart(3, '0');
      case '%':
        return '%';
      default:
        throw queryFailed(`$dateToString knows %Y %m %d %H %M %S %L and %%, got ${specifier}.`);
    }
  });
}

const pad = (part: number): string => String(part).padStart(2, '0');
