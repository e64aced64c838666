import type { Fields } from '../../../checks/plain.ts';
import type { Sort } from '../../../document-collection.ts';
import { DocumentError, queryFailed } from '../../../errors.ts';
import { keyFields, sortKey } from '../../indexes/index-keys.ts';

/** Sorts as MongoDB does (missing as null, an array by its least or greatest element), keeping the order of equals. */
export function sortDocuments<T extends Fields>(documents: readonly T[], sort: Sort): T[] {
  const fields = keyFields(sort);
  return documents
    .map((document) => ({ document, key: keyOf(document, fields) }))
    .sort((left, right) => Buffer.compare(left.key, right.key))
    .map(({ document }) => document);
}

function keyOf(document: Fields, fields: ReturnType<typeof keyFields>): Buffer {
  try {
    return sortKey(document, fields);
  } catch (error) {
    if (error instanceof DocumentError && error.code === 'WRITE_REFUSED') throw queryFailed(error.message);
    throw error;
  }
}
