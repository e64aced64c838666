import { type Fields, show } from '../checks/plain.ts';
import type { DeleteWrite, UpdateCounts, UpdateWrite, Write } from '../collection-engine.ts';
import type { BulkWriteResult, Sort } from '../document-collection.ts';
import { DocumentError, DuplicateKeyError, writeRefused } from '../errors.ts';
import type { EmbeddedStore } from './embedded-store.ts';
import { type CollectionReader, findDocuments } from './find-documents.ts';
import { compileUpdate } from './update/apply-update.ts';
import { upsertSeed } from './update/upsert-seed.ts';
import { copyDocument } from './values/copy.ts';

/**
 * Several writes in one commit. A refused one leaves nothing behind; those before it (and, unless ordered, those after
 * it) are stored, and then it throws.
 */
export function write(
  store: EmbeddedStore,
  name: string,
  { writes, ordered }: { writes: readonly Write[]; ordered: boolean },
): BulkWriteResult {
  const result = { insertedCount: 0, matchedCount: 0, modifiedCount: 0, upsertedCount: 0, deletedCount: 0 };
  const refused: { position: number; error: DocumentError }[] = [];
  store.file.transaction(() => {
    for (const [position, one] of writes.entries()) {
      try {
        store.file.attempt(() => apply(store, name, one, result));
      } catch (error) {
        if (!(error instanceof DocumentError)) throw error;
        refused.push({ position, error });
        if (ordered) break;
      }
    }
  });
  const [first] = refused;
  if (first === undefined) return result;
  throw (
    refused.find(({ error }) => !(error instanceof DuplicateKeyError))?.error ?? allDuplicates(refused, first.error)
  );
}

/** Within a transaction. */
export function update(store: EmbeddedStore, name: string, request: UpdateWrite): UpdateCounts {
  const { matched, modifiedCount, upserted } = change(store, name, request);
  return { matchedCount: matched.length, modifiedCount, upsertedId: upserted?.['_id'] ?? null };
}

/** Within a transaction. */
export function findOneAndUpdate(
  store: EmbeddedStore,
  name: string,
  { request, after, sort }: { request: UpdateWrite; after: boolean; sort?: Sort | undefined },
): Fields | null {
  const { matched, upserted } = change(store, name, request, sort);
  const [first] = matched;
  const document = after ? (first?.after ?? upserted) : first?.before;
  return document === undefined ? null : copyDocument(document);
}

interface Changed {
  matched: { before: Fields; after: Fields }[];
  modifiedCount: number;
  upserted?: Fields;
}

function change(store: EmbeddedStore, name: string, request: UpdateWrite, sort?: Sort): Changed {
  const { filter, update: operators, arrayFilters, many, upsert } = request;
  const applied = compileUpdate({ update: operators, arrayFilters, now: store.now });
  const reader = store.reader(name);
  const found =
    reader === undefined ? [] : findDocuments(reader, { filter, sort, limit: many ? undefined : 1 }).documents;
  if (reader === undefined || found.length === 0) {
    if (!upsert) return { matched: [], modifiedCount: 0 };
    const upserted = withId(applied(upsertSeed(filter), { inserting: true }), store.newId);
    store.writer(name).table.insert(upserted);
    return { matched: [], modifiedCount: 0, upserted };
  }
  // All of them are computed before the first is stored: an update must not meet its own results.
  const matched = found.map(({ n, document }) => ({
    n,
    before: document,
    after: applied(document, { inserting: false }),
  }));
  let modifiedCount = 0;
  for (const { n, before, after } of matched) if (reader.table.replace(n, before, after)) modifiedCount++;
  return { matched, modifiedCount };
}

function withId({ _id, ...fields }: Fields, newId: () => unknown): Fields {
  if (Array.isArray(_id)) throw writeRefused(`An upsert would make an array the _id: ${show(_id)}.`);
  return { _id: _id ?? newId(), ...fields };
}

function apply(store: EmbeddedStore, name: string, one: Write, result: BulkWriteResult): void {
  switch (one.kind) {
    case 'insert':
      store.writer(name).table.insert(one.document);
      result.insertedCount++;
      return;
    case 'update': {
      const { matchedCount, modifiedCount, upsertedId } = update(store, name, one);
      result.matchedCount += matchedCount;
      result.modifiedCount += modifiedCount;
      result.upsertedCount += upsertedId === null ? 0 : 1;
      return;
    }
    case 'delete':
      result.deletedCount += remove(store.reader(name), one);
  }
}

function remove(reader: CollectionReader | undefined, { filter, many }: DeleteWrite): number {
  if (reader === undefined) return 0;
  const { documents } = findDocuments(reader, { filter, limit: many ? undefined : 1 });
  for (const { n, document } of documents) reader.table.remove(n, document);
  return documents.length;
}

function allDuplicates(
  refused: readonly { position: number; error: DocumentError }[],
  first: DocumentError,
): DocumentError {
  if (!(first instanceof DuplicateKeyError)) return first;
  const { index, key } = first;
  return new DuplicateKeyError({ index, key, positions: refused.map(({ position }) => position) }, { cause: first });
}
