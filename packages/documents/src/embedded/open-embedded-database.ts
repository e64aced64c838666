import { type Document, type Filter, ObjectId } from 'mongodb';
import { checkCollection } from '../checks/check-collection.ts';
import { createCheckedCollection } from '../checks/checked-collection.ts';
import { checkFilter } from '../checks/check-filter.ts';
import { checkOptions, checkString } from '../checks/check-options.ts';
import { checkPipeline } from '../checks/check-pipeline.ts';
import type { CollectionOptions, DocumentCollection, DocumentDatabase, FindOptions } from '../document-collection.ts';
import { databaseClosed } from '../errors.ts';
import { leadingQuestion } from './aggregate/leading-question.ts';
import { createEmbeddedEngine } from './embedded-engine.ts';
import { createEmbeddedStore } from './embedded-store.ts';
import { explainFind, type Explanation } from './explain.ts';
import { promised } from './promised.ts';
import { type Catalog, openCatalog } from './storage/catalog.ts';
import { openSqliteFile, type SqliteFile } from './storage/sqlite-file.ts';
import { verifyIndexes } from './verify-indexes.ts';

export interface EmbeddedDatabaseOptions {
  /** The SQLite file; it is made if it is not there, its folder is not. One process opens it at a time. */
  path: string;
  /** What `$currentDate` sets. */
  now?: () => Date;
  /** Makes the `_id` of a document inserted without one. */
  newId?: () => ObjectId;
}

/** The embedded database, with what its tests ask of it beyond DocumentDatabase. */
export interface EmbeddedDatabase extends DocumentDatabase {
  collection<T extends Document>(name: string, options?: CollectionOptions): EmbeddedCollection<T>;
  /** What is wrong with the file or with any index: nothing, if all is well. Reads everything. */
  verifyIndexes(): Promise<string[]>;
}

export interface EmbeddedCollection<T extends Document> extends DocumentCollection<T> {
  /** Runs the find and says how it was done. */
  explain(filter: Filter<T>, options?: FindOptions): Promise<Explanation>;
  /** How the leading `$match`, `$sort`, `$skip` and `$limit` of a pipeline are done. */
  explainAggregate(pipeline: readonly Document[]): Promise<Explanation>;
}

/**
 * Opens the embedded engine. Rejects with `STORE_IN_USE` when another process has the file, with `STORE_FAILED` when
 * it cannot be read. What it promises of durability is said at `openSqliteFile`.
 */
export function openEmbeddedDatabase(options: EmbeddedDatabaseOptions): Promise<EmbeddedDatabase> {
  return promised(() => openNow(options));
}

function openNow(options: EmbeddedDatabaseOptions): EmbeddedDatabase {
  checkOptions('openEmbeddedDatabase', options, ['path', 'now', 'newId']);
  checkString('openEmbeddedDatabase: path', options.path);
  const { path, now = () => new Date(), newId = () => new ObjectId() } = options;
  const file = openSqliteFile(path);
  const store = createEmbeddedStore({ file, catalog: openCatalogOf(file), now, newId });

  let isOpen = true;
  const whileOpen = <R>(work: () => R): Promise<R> =>
    promised(() => {
      if (!isOpen) throw databaseClosed();
      return work();
    });

  return {
    collection<T extends Document>(name: string, options?: CollectionOptions) {
      checkCollection(name, options);
      const engine = createEmbeddedEngine(store, name);
      const checked = createCheckedCollection({ engine, newId, isOpen: () => isOpen });
      const explained = {
        ...checked,
        explain: (filter: unknown, shape: FindOptions = {}) =>
          whileOpen(() => {
            checkFilter('explain: the filter', filter);
            return explainFind(store.reader(name), { filter, ...shape });
          }),
        explainAggregate: (pipeline: readonly Document[]) =>
          whileOpen(() => {
            checkPipeline('explainAggregate: the pipeline', pipeline);
            return explainFind(store.reader(name), leadingQuestion(pipeline).question);
          }),
      };
      // The documents' type is the caller's promise, as with the driver's own collection<T>().
      return explained as unknown as EmbeddedCollection<T>;
    },
    ping: () => whileOpen(() => void file.get('SELECT 1')),
    verifyIndexes: () => whileOpen(() => verifyIndexes(store)),
    drop: () => whileOpen(() => file.transaction(() => store.catalog.clear())),
    close: () =>
      promised(() => {
        if (isOpen) file.close();
        isOpen = false;
      }),
  };
}

/** A file that cannot be used is let go of. */
function openCatalogOf(file: SqliteFile): Catalog {
  try {
    return openCatalog(file);
  } catch (error) {
    file.close();
    throw error;
  }
}
