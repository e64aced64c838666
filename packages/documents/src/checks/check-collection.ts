import type { CollectionOptions } from '../document-collection.ts';
import { invalidArgument } from '../errors.ts';
import { checkInteger, checkOptions } from './check-options.ts';
import { show } from './plain.ts';

const readPreferences: readonly unknown[] = ['primary', 'secondaryPreferred', undefined];

/** Refuses a name that no collection can have, and options that no collection takes. */
export function checkCollection(name: unknown, options: CollectionOptions = {}): asserts name is string {
  if (typeof name !== 'string' || !/^[A-Za-z][\w.-]{0,99}$/.test(name) || name.startsWith('system.')) {
    throw invalidArgument(
      `A collection's name must be a letter followed by letters, digits, "_", "." or "-" (100 at most), got ${show(name)}.`,
    );
  }
  checkOptions('collection', options, ['readPreference', 'timeoutMS']);
  const { readPreference, timeoutMS } = options;
  if (!readPreferences.includes(readPreference)) {
    throw invalidArgument(
      `collection: readPreference must be primary or secondaryPreferred, got ${show(readPreference)}.`,
    );
  }
  if (timeoutMS !== undefined) checkInteger('collection: timeoutMS', timeoutMS, 1);
}
