import type { Sort } from '../../document-collection.ts';
import { keyFields } from '../indexes/index-keys.ts';
import type { IndexScan } from './index-scan.ts';

/**
 * Whether reading the scan's ranges forward or backward yields documents in the order of the sort; undefined when
 * neither does. Paths with one value throughout do not matter, and no path may hold arrays.
 */
export function sortDirection(scan: IndexScan, sort: Sort): 'forward' | 'backward' | undefined {
  const { index, pinned, constant } = scan;
  let position = pinned;
  let backward: boolean | undefined;
  for (const { path, descending } of keyFields(sort)) {
    if (constant.has(path)) continue;
    const field = index.fields[position];
    if (field?.path !== path || index.multikey[position] === true) return undefined;
    const opposite = field.descending !== descending;
    if (backward !== undefined && opposite !== backward) return undefined;
    backward = opposite;
    position++;
  }
  return backward === true ? 'backward' : 'forward';
}
