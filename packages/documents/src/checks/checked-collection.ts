import type { Document, ObjectId } from 'mongodb';
import type { CollectionEngine, FindShape } from '../collection-engine.ts';
import type { DocumentCollection, IndexDescription } from '../document-collection.ts';
import { databaseClosed, invalidArgument } from '../errors.ts';
import { checkBulkOperation } from './check-bulk-operation.ts';
import { checkDocument } from './check-document.ts';
import { checkFilter } from './check-filter.ts';
import { checkIndex } from './check-index.ts';
import { checkBoolean, checkInteger, checkOptions } from './check-options.ts';
import { checkPath } from './check-path.ts';
import { checkPipeline } from './check-pipeline.ts';
import { checkProjection, checkSort } from './check-shape.ts';
import { checkUpdateWrite } from './check-update-write.ts';
import { show } from './plain.ts';

export interface CheckedCollectionOptions {
  engine: CollectionEngine;
  newId: () => ObjectId;
  isOpen: () => boolean;
}

/** The one front of both adapters: what it refuses, it refuses for both, with the same words. */
export function createCheckedCollection({
  engine,
  newId,
  isOpen,
}: CheckedCollectionOptions): DocumentCollection<Document> {
  const open = (): CollectionEngine => {
    if (!isOpen()) throw databaseClosed();
    return engine;
  };
  // The methods are async so that every refusal is a rejection.
  return {
    async findOne(filter, options) {
      checkFilter('findOne: the filter', filter);
      checkShape('findOne', options, ['projection', 'sort']);
      const [first] = await open().find(filter, { ...options, limit: 1 });
      return first ?? null;
    },

    async find(filter, options = {}) {
      checkFilter('find: the filter', filter);
      checkShape('find', options, ['projection', 'sort', 'limit', 'skip']);
      return open().find(filter, options);
    },

    async *stream(filter, options = {}) {
      checkFilter('stream: the filter', filter);
      checkShape('stream', options, ['projection', 'sort', 'limit', 'skip']);
      yield* open().stream(filter, options);
    },

    async countDocuments(filter) {
      checkFilter('countDocuments: the filter', filter);
      return open().count(filter);
    },

    async distinct(field, filter) {
      checkPath('distinct: the field', field);
      checkFilter('distinct: the filter', filter);
      return open().distinct(field, filter);
    },

    async insertOne(document) {
      const stored = checkDocument('insertOne: the document', document, newId);
      await open().write([{ kind: 'insert', document: stored }], true);
      return { insertedId: stored['_id'] as ObjectId };
    },

    async insertMany(documents, options) {
      const ordered = checkOrdered('insertMany', options);
      if (!Array.isArray(documents)) throw invalidArgument(`insertMany takes an array, got ${show(documents)}.`);
      const stored = documents.map((document, at) => checkDocument(`insertMany: document ${at}`, document, newId));
      if (stored.length > 0) {
        const writes = stored.map((document) => ({ kind: 'insert', document }) as const);
        await open().write(writes, ordered);
      }
      return { insertedCount: stored.length, insertedIds: stored.map((document) => document['_id'] as ObjectId) };
    },

    async updateOne(filter, update, options) {
      const write = checkUpdateWrite('updateOne', { filter, update, options, many: false });
      const counts = await open().update(write);
      return { ...counts, upsertedId: counts.upsertedId as ObjectId | null };
    },

    async updateMany(filter, update, options) {
      const write = checkUpdateWrite('updateMany', { filter, update, options, many: true });
      const counts = await open().update(write);
      return { ...counts, upsertedId: counts.upsertedId as ObjectId | null };
    },

    async findOneAndUpdate(filter, update, options = {}) {
      const { returnDocument = 'before', sort, ...others } = options;
      if (!['before', 'after'].includes(returnDocument)) {
        throw invalidArgument(`findOneAndUpdate: returnDocument must be before or after, got ${show(returnDocument)}.`);
      }
      if (sort !== undefined) checkSort('findOneAndUpdate: sort', sort);
      const more = ['returnDocument', 'sort'];
      const write = checkUpdateWrite('findOneAndUpdate', { filter, update, options: others, many: false, more });
      return open().findOneAndUpdate(write, { after: returnDocument === 'after', sort });
    },

    async deleteOne(filter) {
      checkFilter('deleteOne: the filter', filter);
      const { deletedCount } = await open().write([{ kind: 'delete', filter, many: false }], true);
      return { deletedCount };
    },

    async deleteMany(filter) {
      checkFilter('deleteMany: the filter', filter);
      const { deletedCount } = await open().write([{ kind: 'delete', filter, many: true }], true);
      return { deletedCount };
    },

    async bulkWrite(operations, options) {
      const ordered = checkOrdered('bulkWrite', options);
      if (!Array.isArray(operations) || operations.length === 0) {
        throw invalidArgument(`bulkWrite takes a non-empty array, got ${show(operations)}.`);
      }
      const writes = operations.map((operation, at) =>
        checkBulkOperation(`bulkWrite: operation ${at}`, operation, newId),
      );
      return open().write(writes, ordered);
    },

    async aggregate<R extends Document>(pipeline: readonly Document[]) {
      checkPipeline('aggregate: the pipeline', pipeline);
      return (await open().aggregate(pipeline)) as R[];
    },

    async createIndex(keys, options) {
      const index = checkIndex('createIndex', keys, options);
      if (isPrimary(index)) return '_id_';
      await open().createIndex(index);
      return index.name;
    },

    async indexes() {
      return open().indexes();
    },
  };
}

/** Every collection has it from the start. */
function isPrimary({ keys }: IndexDescription): boolean {
  return JSON.stringify(keys) === '{"_id":1}';
}

function checkShape(method: string, options: FindShape | undefined, known: readonly string[]): void {
  checkOptions(method, options, known);
  if (options?.projection !== undefined) checkProjection(`${method}: projection`, options.projection);
  if (options?.sort !== undefined) checkSort(`${method}: sort`, options.sort);
  if (options?.limit !== undefined) checkInteger(`${method}: limit`, options.limit, 1);
  if (options?.skip !== undefined) checkInteger(`${method}: skip`, options.skip, 0);
}

function checkOrdered(method: string, options: { ordered?: boolean | undefined } | undefined): boolean {
  checkOptions(method, options, ['ordered']);
  checkBoolean(method, 'ordered', options?.ordered);
  return options?.ordered ?? true;
}
