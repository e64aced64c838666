import { isDeepStrictEqual } from 'node:util';
import { type DocumentCollection, DocumentError, type IndexDescription } from '@mosaico/documents';

/**
 * Makes the indexes that are missing, over what is already there too; asks only what there is when none is. Indexes that are
 * not wanted are left alone: they may be an operator's own.
 * @returns the names of those it made
 * @throws INDEX_CONFLICT before any is made when one has a wanted name, or wanted keys, and is another: what it is, what it
 * should be and what to do
 */
export async function ensureIndexes(options: {
  collection: Pick<DocumentCollection<never>, 'indexes' | 'createIndex'>;
  /** As an operator knows it: `products`. */
  name: string;
  wanted: readonly IndexDescription[];
}): Promise<string[]> {
  const { collection, name, wanted } = options;
  const there = await collection.indexes();
  const missing = wanted.filter((index) => {
    const similar = there.filter((other) => other.name === index.name || hasSameKeys(other, index));
    const different = similar.find((other) => !isSame(other, index));
    if (different !== undefined) throw conflict(name, different, index);
    return similar.length === 0;
  });
  for (const { keys, ...given } of missing) await collection.createIndex(keys, given);
  return missing.map((index) => `${name}.${index.name}`);
}

/** The order of the keys matters, in an index as in the text. */
function hasSameKeys(one: IndexDescription, other: IndexDescription): boolean {
  return JSON.stringify(one.keys) === JSON.stringify(other.keys);
}

function isSame(one: IndexDescription, other: IndexDescription): boolean {
  return (
    one.name === other.name &&
    hasSameKeys(one, other) &&
    one.unique === other.unique &&
    one.sparse === other.sparse &&
    isDeepStrictEqual(one.partialFilterExpression, other.partialFilterExpression)
  );
}

function conflict(collection: string, there: IndexDescription, wanted: IndexDescription): DocumentError {
  return new DocumentError(
    'INDEX_CONFLICT',
    `The collection ${collection} has the index ${JSON.stringify(there)}; the catalog needs ${JSON.stringify(wanted)}. ` +
      `Drop it, as by db.${collection}.dropIndex(${JSON.stringify(there.name)}), and start again: the catalog makes its own.`,
  );
}
