import { invalidArgument } from '../errors.ts';
import { show } from './plain.ts';

export function checkCollectionName(name: unknown): asserts name is string {
  if (typeof name !== 'string' || !/^[A-Za-z][\w.-]{0,99}$/.test(name) || name.startsWith('system.')) {
    throw invalidArgument(
      `A collection's name must be a letter followed by letters, digits, "_", "." or "-" (100 at most), got ${show(name)}.`,
    );
  }
}
