import type { IndexDescription } from '../document-collection.ts';
import { DocumentError } from '../errors.ts';
import type { EmbeddedStore } from './embedded-store.ts';
import type { IndexDefinition } from './indexes/index-definition.ts';
import { equalValues } from '../values/compare.ts';

/** Makes the index with a key for each document already there, all in one transaction; nothing if it is there. */
export function createIndex(store: EmbeddedStore, name: string, specification: IndexDescription): void {
  const existing = store.reader(name)?.place.indexes ?? [];
  if (existing.some((index) => isSame(index, specification))) return;
  const conflicting = existing.find((index) => index.name === specification.name || hasKeys(index, specification));
  if (conflicting !== undefined) {
    throw new DocumentError(
      'INDEX_CONFLICT',
      `The index ${specification.name} of ${name} conflicts with ${conflicting.name}, which has its name or its keys and is another.`,
    );
  }
  store.file.transaction(() => {
    const { place, table } = store.writer(name);
    const index = store.catalog.addIndex(place, specification);
    for (const stored of table.scan()) table.index(index, stored);
  });
}

function isSame(index: IndexDefinition, specification: IndexDescription): boolean {
  return (
    index.name === specification.name &&
    hasKeys(index, specification) &&
    index.unique === specification.unique &&
    index.sparse === specification.sparse &&
    equalValues(index.partial, specification.partialFilterExpression)
  );
}

function hasKeys(index: IndexDefinition, { keys }: IndexDescription): boolean {
  const own = index.fields.map(({ path, descending }) => [path, descending ? -1 : 1]);
  return JSON.stringify(own) === JSON.stringify(Object.entries(keys));
}
