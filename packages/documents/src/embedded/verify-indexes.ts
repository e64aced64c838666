import type { EmbeddedStore } from './embedded-store.ts';
import type { CollectionReader } from './find-documents.ts';
import { type IndexDefinition, keysOf } from './indexes/index-definition.ts';
import { createDocumentTable } from './storage/document-table.ts';
import { encodeValue } from './values/encode.ts';

/** Compares every index with what its documents say it must hold, and lets SQLite check the file. */
export function verifyIndexes(store: EmbeddedStore): string[] {
  const faults = store.file.all('PRAGMA integrity_check').map(([finding]) => String(finding));
  const { file, catalog } = store;
  // Tables of its own, so that it reads the file and not what a cache holds.
  const readers = catalog.all().map((place) => ({ file, place, table: createDocumentTable({ file, catalog, place }) }));
  return [
    ...faults.filter((finding) => finding !== 'ok'),
    ...readers.flatMap((reader) => reader.place.indexes.flatMap((index) => verifyIndex(reader, index))),
  ];
}

function verifyIndex({ file, place, table }: CollectionReader, index: IndexDefinition): string[] {
  const held = new Set<string>();
  for (const [key, n] of file.iterate(`SELECT ${index.column}, n FROM ${index.table}`)) {
    held.add(entry(key as Uint8Array, n as number));
  }
  const faults: string[] = [];
  for (const { n, document } of table.scan()) {
    const isPrimary = index.column === 'id';
    const { keys, arrays } = isPrimary
      ? { keys: [{ bytes: encodeValue(document['_id']) }], arrays: [] }
      : keysOf(index, document);
    for (const { bytes } of keys) {
      if (!held.delete(entry(bytes, n))) faults.push(`${place.name}.${index.name} lacks a key of document ${n}.`);
    }
    if (arrays.some((array, field) => array && index.multikey[field] !== true)) {
      faults.push(`${place.name}.${index.name} is not marked as holding arrays, which document ${n} has.`);
    }
  }
  return [...faults, ...[...held].map((key) => `${place.name}.${index.name} holds ${key}, which no document has.`)];
}

const entry = (key: Uint8Array, n: number): string => `${Buffer.from(key).toString('hex')} of document ${n}`;
