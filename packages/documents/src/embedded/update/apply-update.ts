import type { Fields } from '../../checks/plain.ts';
import { type CheckedUpdate, filteredIdentifier } from '../../checks/check-update.ts';
import { writeRefused } from '../../errors.ts';
import { compileFilter, type Matcher } from '../query/compile-filter.ts';
import { copyStored } from '../values/copy.ts';
import { equalValues } from '../../values/compare.ts';
import { compileChange } from './changes.ts';
import { changeAt } from './change-at.ts';

export interface UpdateProgram {
  update: CheckedUpdate;
  arrayFilters: readonly Fields[];
  now: () => Date;
}

/** What an update makes of a document; the document that it is given stays as it is. */
export type ApplyUpdate = (document: Fields, when: { inserting: boolean }) => Fields;

/**
 * Compiles a checked update. Paths are changed in their order, as MongoDB does since 5.0, so new fields are appended in
 * that order. Rejects with WRITE_REFUSED when the document does not fit; then nothing of it applies.
 */
export function compileUpdate({ update, arrayFilters, now }: UpdateProgram): ApplyUpdate {
  const filters = new Map<string, Matcher>(
    arrayFilters.map((filter) => [filteredIdentifier(filter), compileFilter(filter)]),
  );
  const steps = Object.entries(update)
    .flatMap(([operator, fields]) =>
      Object.entries(fields).map(([path, operand]) => ({
        path,
        parts: path.split('.'),
        change: compileChange(operator, operand, now),
      })),
    )
    .sort((left, right) => comparePaths(left.parts, right.parts));

  return (document, { inserting }) => {
    const changed = copyStored(document) as Fields;
    for (const { path, parts, change } of steps) {
      if (change.onlyOnInsert && !inserting) continue;
      changeAt({ path, parts, change, filters }, changed);
    }
    const id = document['_id'];
    if (id !== undefined && !equalValues(id, changed['_id'])) {
      throw writeRefused('An update would change "_id", which never changes.');
    }
    return changed;
  };
}

/** Part by part; positions as numbers. */
function comparePaths(left: readonly string[], right: readonly string[]): number {
  for (let at = 0; at < Math.min(left.length, right.length); at++) {
    const [a, b] = [left[at] as string, right[at] as string];
    if (a === b) continue;
    const [position, other] = [Number(a), Number(b)];
    if (!Number.isNaN(position) && !Number.isNaN(other)) return position - other;
    return a < b ? -1 : 1;
  }
  return left.length - right.length;
}
