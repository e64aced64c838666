import { BSON } from 'mongodb';
import type { IndexDescription } from '../../document-collection.ts';
import { DocumentError } from '../../errors.ts';
import { defineIndex, type IndexDefinition, primaryIndex } from '../indexes/index-definition.ts';
import type { SqliteFile } from './sqlite-file.ts';

/** A collection's place in the file. */
export interface CollectionPlace {
  readonly id: number;
  readonly name: string;
  /** The table of its documents: `n` in the order of insertion, `id` the encoded `_id`, `doc` as BSON. */
  readonly table: string;
  /** The primary one first. */
  readonly indexes: readonly IndexDefinition[];
}

/** Which collections and indexes the file holds. */
export interface Catalog {
  find(name: string): CollectionPlace | undefined;
  all(): CollectionPlace[];
  /** Within a transaction: the collection, made if it is not there. */
  ensure(name: string): CollectionPlace;
  /** Within a transaction: makes the table of an index, empty. */
  addIndex(collection: CollectionPlace, specification: IndexDescription): IndexDefinition;
  /** Within a transaction: remembers that the index met arrays at these of its paths. */
  markMultikey(index: IndexDefinition, arrays: readonly boolean[]): void;
  /** Within a transaction: removes everything. */
  clear(): void;
}

/** Written into the file, so that a later form of it is refused and not misread. */
const formatVersion = 1;

export function openCatalog(file: SqliteFile): Catalog {
  prepareFile(file);
  const collections = new Map<string, MutablePlace>();
  for (const [id, name] of file.all('SELECT id, name FROM collections ORDER BY id') as [number, string][]) {
    collections.set(name, place(id, name));
  }
  const rows = file.all('SELECT id, collection, specification, multikey FROM indexes ORDER BY id');
  for (const [id, collection, specification, multikey] of rows as [number, number, Uint8Array, string][]) {
    const owner = [...collections.values()].find((candidate) => candidate.id === collection);
    const read = BSON.deserialize(specification) as IndexDescription;
    owner?.indexes.push(defineIndex(read, indexTable(id), JSON.parse(multikey) as boolean[]));
  }

  return {
    find: (name) => collections.get(name),
    all: () => [...collections.values()],

    ensure(name) {
      const known = collections.get(name);
      if (known !== undefined) return known;
      const { lastId } = file.run('INSERT INTO collections (name) VALUES (?)', name);
      const made = place(lastId, name);
      file.exec(`CREATE TABLE ${made.table} (n INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, doc BLOB NOT NULL)`);
      collections.set(name, made);
      file.onRollback(() => void collections.delete(name));
      return made;
    },

    addIndex(collection, specification) {
      const { lastId } = file.run(
        'INSERT INTO indexes (collection, specification, multikey) VALUES (?, ?, ?)',
        collection.id,
        BSON.serialize(specification, { ignoreUndefined: true }),
        JSON.stringify(Object.keys(specification.keys).map(() => false)),
      );
      const table = indexTable(lastId);
      const primary = specification.unique ? 'key' : 'key, n';
      file.exec(
        `CREATE TABLE ${table} (key BLOB NOT NULL, n INTEGER NOT NULL, PRIMARY KEY (${primary})) WITHOUT ROWID`,
      );
      const index = defineIndex(specification, table);
      const owner = collections.get(collection.name);
      owner?.indexes.push(index);
      file.onRollback(() => void owner?.indexes.splice(owner.indexes.indexOf(index), 1));
      return index;
    },

    markMultikey(index, arrays) {
      const before = [...index.multikey];
      if (arrays.every((array, field) => !array || before[field])) return;
      arrays.forEach((array, field) => {
        if (array) index.multikey[field] = true;
      });
      file.onRollback(() => void index.multikey.splice(0, before.length, ...before));
      file.run(
        'UPDATE indexes SET multikey = ? WHERE id = ?',
        JSON.stringify(index.multikey),
        Number(index.table.slice(1)),
      );
    },

    clear() {
      for (const { table, indexes } of collections.values()) {
        for (const owned of new Set([table, ...indexes.map((index) => index.table)])) file.exec(`DROP TABLE ${owned}`);
      }
      file.exec('DELETE FROM indexes; DELETE FROM collections;');
      const before = [...collections];
      collections.clear();
      file.onRollback(() => {
        for (const [name, collection] of before) collections.set(name, collection);
      });
    },
  };
}

interface MutablePlace extends CollectionPlace {
  readonly indexes: IndexDefinition[];
}

function place(id: number, name: string): MutablePlace {
  const table = `c${id}`;
  return { id, name, table, indexes: [primaryIndex(table)] };
}

const indexTable = (id: number): string => `i${id}`;

function prepareFile(file: SqliteFile): void {
  const [version] = file.get('PRAGMA user_version') ?? [];
  if (version === formatVersion) return;
  if (version !== 0) {
    throw new DocumentError(
      'STORE_FAILED',
      `The file has format ${String(version)}; this version reads ${formatVersion}.`,
    );
  }
  file.transaction(() => {
    // AUTOINCREMENT keeps the number of a dropped table from being used again.
    file.exec(`
      CREATE TABLE collections (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE);
      CREATE TABLE indexes (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        collection INTEGER NOT NULL REFERENCES collections (id),
        specification BLOB NOT NULL,
        multikey TEXT NOT NULL
      );
      PRAGMA user_version = ${formatVersion};
    `);
  });
}
