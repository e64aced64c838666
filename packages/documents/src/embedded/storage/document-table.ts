import { BSON } from 'mongodb';
import type { Fields } from '../../checks/plain.ts';
import { DuplicateKeyError, invalidArgument } from '../../errors.ts';
import { type IndexDefinition, keysOf } from '../indexes/index-definition.ts';
import type { IndexKey } from '../indexes/index-keys.ts';
import { encodeValue } from '../values/encode.ts';
import type { Catalog, CollectionPlace } from './catalog.ts';
import { createDocumentCache } from './document-cache.ts';
import { isTaken, type SqliteFile } from './sqlite-file.ts';

/** A document with the number of its row. */
export interface StoredDocument {
  readonly n: number;
  readonly document: Fields;
}

/**
 * The documents of one collection, and the keys of its indexes, which change together. The documents it gives are
 * shared with its cache: nobody may change them.
 */
export interface DocumentTable {
  get(n: number): Fields | undefined;
  /** All documents in the order of insertion, beginning after a row. */
  scan(after?: number): Generator<StoredDocument>;
  /** Within a transaction. Throws DuplicateKeyError, and has then stored part: undo it. */
  insert(document: Fields): void;
  /** Within a transaction, as `insert`. False when the document is the same, byte for byte. */
  replace(n: number, before: Fields, after: Fields): boolean;
  /** Within a transaction. */
  remove(n: number, document: Fields): void;
  /** Within a transaction: the keys of one document in a new index. */
  index(index: IndexDefinition, stored: StoredDocument): void;
}

/** Of each collection, in bytes of BSON. */
const cacheBudget = 8 * 1024 * 1024;

/** As in MongoDB. */
const largestDocument = 16 * 1024 * 1024;

export function createDocumentTable(options: {
  file: SqliteFile;
  catalog: Catalog;
  place: CollectionPlace;
}): DocumentTable {
  const { file, catalog, place } = options;
  const secondary = (): IndexDefinition[] => place.indexes.slice(1);

  const addKeys = (index: IndexDefinition, n: number, keys: readonly IndexKey[]): void => {
    for (const key of keys) {
      unlessTaken(
        () => file.run(`INSERT INTO ${index.table} (key, n) VALUES (?, ?)`, key.bytes, n),
        () => new DuplicateKeyError({ index: index.name, key: describeKey(index, key) }),
      );
    }
  };

  const cache = createDocumentCache(cacheBudget);
  /** A row that changes is forgotten; and again, should the change be undone after it was read. */
  const forget = (n: number): void => {
    cache.delete(n);
    file.onRollback(() => cache.delete(n));
  };
  const read = (n: number): Uint8Array | undefined => {
    const [blob] = file.get(`SELECT doc FROM ${place.table} WHERE n = ?`, n) ?? [];
    return blob as Uint8Array | undefined;
  };

  const table: DocumentTable = {
    get(n) {
      const cached = cache.get(n);
      if (cached !== undefined) return cached;
      const blob = read(n);
      if (blob === undefined) return undefined;
      const document = decode(blob);
      cache.put(n, document, blob.length);
      return document;
    },

    *scan(after = 0) {
      for (const [row] of file.iterate(`SELECT n FROM ${place.table} WHERE n > ? ORDER BY n`, after)) {
        const n = row as number;
        const cached = cache.get(n);
        const blob = cached === undefined ? read(n) : undefined;
        const document = blob === undefined ? cached : decode(blob);
        if (document === undefined) continue;
        if (blob !== undefined) cache.offer(n, document, blob.length);
        yield { n, document };
      }
    },

    insert(document) {
      const id = document['_id'];
      const { lastId } = unlessTaken(
        () => file.run(`INSERT INTO ${place.table} (id, doc) VALUES (?, ?)`, encodeValue(id), encode(document)),
        () => new DuplicateKeyError({ index: '_id_', key: { _id: id } }),
      );
      forget(lastId);
      for (const index of secondary()) table.index(index, { n: lastId, document });
    },

    replace(n, before, after) {
      const blob = encode(after);
      if (Buffer.compare(blob, encode(before)) === 0) return false;
      forget(n);
      file.run(`UPDATE ${place.table} SET doc = ? WHERE n = ?`, blob, n);
      for (const index of secondary()) {
        const old = byBytes(keysOf(index, before).keys);
        const { keys, arrays } = keysOf(index, after);
        const kept = byBytes(keys);
        catalog.markMultikey(index, arrays);
        for (const [text, { bytes }] of old) if (!kept.has(text)) removeKey(file, index, n, bytes);
        addKeys(
          index,
          n,
          [...kept].filter(([text]) => !old.has(text)).map(([, key]) => key),
        );
      }
      return true;
    },

    remove(n, document) {
      forget(n);
      file.run(`DELETE FROM ${place.table} WHERE n = ?`, n);
      for (const index of secondary()) {
        for (const { bytes } of keysOf(index, document).keys) removeKey(file, index, n, bytes);
      }
    },

    index(index, { n, document }) {
      const { keys, arrays } = keysOf(index, document);
      catalog.markMultikey(index, arrays);
      addKeys(index, n, keys);
    },
  };
  return table;
}

function removeKey(file: SqliteFile, index: IndexDefinition, n: number, bytes: Buffer): void {
  file.run(`DELETE FROM ${index.table} WHERE key = ? AND n = ?`, bytes, n);
}

function unlessTaken<R>(write: () => R, duplicate: () => DuplicateKeyError): R {
  try {
    return write();
  } catch (error) {
    throw isTaken(error) ? duplicate() : error;
  }
}

/** Buffers come back as Buffers, dates to the millisecond, numbers as numbers: as the driver gives them. */
function decode(blob: Uint8Array): Fields {
  return BSON.deserialize(blob, { promoteBuffers: true });
}

function encode(document: Fields): Uint8Array {
  const blob = BSON.serialize(document, { ignoreUndefined: true });
  if (blob.length > largestDocument) {
    throw invalidArgument(`A document takes ${blob.length} bytes; ${largestDocument} is the most.`);
  }
  return blob;
}

function describeKey(index: IndexDefinition, { tuple }: IndexKey): Fields {
  return Object.fromEntries(
    index.fields.map(({ path }, field) => {
      const value = tuple[field];
      return [path, value === undefined || typeof value === 'symbol' ? null : value];
    }),
  );
}

function byBytes(keys: readonly IndexKey[]): Map<string, IndexKey> {
  return new Map(keys.map((key) => [key.bytes.toString('latin1'), key]));
}
