import type { UpdateWrite } from '../collection-engine.ts';
import { type Fields, isPlainObject } from './plain.ts';
import { checkFilter } from './check-filter.ts';
import { checkBoolean, checkOptions } from './check-options.ts';
import { checkUpdate } from './check-update.ts';

export interface GivenUpdate {
  filter: unknown;
  update: unknown;
  options: unknown;
  many: boolean;
  /** Options of the method that were checked elsewhere, for the message about unknown ones. */
  more?: readonly string[];
}

/** An update as an engine takes it. */
export function checkUpdateWrite(method: string, given: GivenUpdate): UpdateWrite {
  const { filter, update, many, more = [] } = given;
  checkFilter(`${method}: the filter`, filter);
  checkOptions(method, given.options, ['upsert', 'arrayFilters', ...more]);
  const options: Fields = isPlainObject(given.options) ? given.options : {};
  checkBoolean(method, 'upsert', options['upsert']);
  const arrayFilters = (options['arrayFilters'] ?? []) as Fields[];
  const checked = checkUpdate(`${method}: the update`, update, arrayFilters);
  return { kind: 'update', filter, update: checked, many, upsert: options['upsert'] === true, arrayFilters };
}
