import type { ObjectId } from 'mongodb';
import type { CollectionReader } from './find-documents.ts';
import type { Catalog, CollectionPlace } from './storage/catalog.ts';
import { createDocumentTable, type DocumentTable } from './storage/document-table.ts';
import type { SqliteFile } from './storage/sqlite-file.ts';

/** What the collections of one file share. */
export interface EmbeddedStore {
  readonly file: SqliteFile;
  readonly catalog: Catalog;
  readonly now: () => Date;
  readonly newId: () => ObjectId;
  /** Undefined while the collection has neither a document nor an index. */
  reader(name: string): CollectionReader | undefined;
  /** Within a transaction: makes the collection if it is not there. */
  writer(name: string): CollectionReader;
}

export function createEmbeddedStore(given: Pick<EmbeddedStore, 'file' | 'catalog' | 'now' | 'newId'>): EmbeddedStore {
  const { file, catalog } = given;
  const tables = new WeakMap<CollectionPlace, DocumentTable>();
  const readerOf = (place: CollectionPlace): CollectionReader => {
    const table = tables.get(place) ?? createDocumentTable({ file, catalog, place });
    tables.set(place, table);
    return { file, place, table };
  };
  return {
    ...given,
    reader(name) {
      const place = catalog.find(name);
      return place === undefined ? undefined : readerOf(place);
    },
    writer: (name) => readerOf(catalog.ensure(name)),
  };
}
