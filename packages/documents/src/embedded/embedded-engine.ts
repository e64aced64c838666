import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Fields } from '../checks/plain.ts';
import type { CollectionEngine, FindShape } from '../collection-engine.ts';
import { runPipeline } from './aggregate/run-pipeline.ts';
import { leadingQuestion } from './aggregate/leading-question.ts';
import { compileProjection } from './aggregate/stages/project.ts';
import { createIndex } from './create-index.ts';
import { distinctValues } from './distinct-values.ts';
import type { EmbeddedStore } from './embedded-store.ts';
import { describeIndex } from './indexes/index-definition.ts';
import { type CollectionReader, countDocuments, findDocuments, type FindQuestion, planFor } from './find-documents.ts';
import { promised, toDocumentError } from './promised.ts';
import { rowsOf } from './planner/read-plan.ts';
import { compileFilter } from './query/compile-filter.ts';
import type { DocumentTable } from './storage/document-table.ts';
import { copyDocument, copyStored } from './values/copy.ts';
import { findOneAndUpdate, update, write } from './write-documents.ts';

/** How many documents `stream` reads before it lets other work run. */
const streamBatch = 200;

/**
 * The embedded engine of one collection. SQLite answers synchronously, so each method does its work in one go: no other
 * code of this process runs in between, and a write is durable when its promise resolves.
 */
export function createEmbeddedEngine(store: EmbeddedStore, name: string): CollectionEngine {
  /** As they are in the cache: to be copied before they are handed out. */
  const documentsOf = (collection: string, question: FindQuestion): Fields[] => {
    const reader = store.reader(collection);
    return reader === undefined ? [] : findDocuments(reader, question).documents.map(({ document }) => document);
  };
  const finishing = (projection: FindShape['projection']): ((document: Fields) => Fields) => {
    const project = projection === undefined ? undefined : compileProjection(projection);
    return (document) => copyDocument(project === undefined ? document : project(document));
  };

  const aggregate = (pipeline: readonly Fields[]): Fields[] => {
    const { question, rest } = leadingQuestion(pipeline);
    const documents = documentsOf(name, question);
    return runPipeline(documents, rest, (collection, filter) => documentsOf(collection, { filter })).map(copyDocument);
  };

  return {
    find: (filter, { projection, ...shape }) =>
      promised(() => documentsOf(name, { filter, ...shape }).map(finishing(projection))),

    async *stream(filter, { projection, ...shape }) {
      const reader = store.reader(name);
      if (reader === undefined) return;
      const question = { filter, ...shape };
      const finish = finishing(projection);
      try {
        for (const batch of streamedBatches(reader, question) ?? [documentsOf(name, question)]) {
          yield* batch.map(finish);
          await nextTurn();
        }
      } catch (error) {
        throw toDocumentError(error);
      }
    },

    count: (filter) => promised(() => countDocuments(store.reader(name), filter)),

    distinct: (field, filter) => promised(() => distinctValues(documentsOf(name, { filter }), field).map(copyStored)),

    aggregate: (pipeline) => promised(() => aggregate(pipeline)),

    write: (writes, ordered) => promised(() => write(store, name, { writes, ordered })),

    update: (request) => promised(() => store.file.transaction(() => update(store, name, request))),

    findOneAndUpdate: (request, shape) =>
      promised(() => store.file.transaction(() => findOneAndUpdate(store, name, { request, ...shape }))),

    createIndex: (specification) => promised(() => createIndex(store, name, specification)),

    indexes: () => promised(() => (store.reader(name)?.place.indexes ?? []).map(describeIndex)),
  };
}

/** Matching documents in batches, each read when it is asked for; undefined when they must be sorted first. */
function streamedBatches(reader: CollectionReader, question: FindQuestion): Generator<Fields[]> | undefined {
  const plan = planFor(reader, question);
  if (question.sort !== undefined && plan.kind !== 'ordered') return undefined;
  // Rows, not documents, are found at the start: no statement stays open while the caller does other things.
  const rows = plan.kind === 'scan' ? undefined : [...rowsOf(reader.file, plan)];
  return matchingBatches(
    rows === undefined ? scannedBatches(reader.table) : listedBatches(reader.table, rows),
    question,
  );
}

function* matchingBatches(
  batches: Iterable<Fields[]>,
  { filter, skip = 0, limit = Infinity }: FindQuestion,
): Generator<Fields[]> {
  const matches = compileFilter(filter);
  let [passed, left] = [0, limit];
  for (const batch of batches) {
    const matching = batch.filter(matches);
    const wanted = matching.slice(Math.max(0, skip - passed)).slice(0, left);
    passed += matching.length;
    left -= wanted.length;
    yield wanted;
    if (left === 0) return;
  }
}

function* scannedBatches(table: DocumentTable): Generator<Fields[]> {
  let last = 0;
  for (;;) {
    const batch: Fields[] = [];
    for (const { n, document } of table.scan(last)) {
      last = n;
      if (batch.push(document) === streamBatch) break;
    }
    if (batch.length === 0) return;
    yield batch;
  }
}

function* listedBatches(table: DocumentTable, rows: readonly number[]): Generator<Fields[]> {
  for (let at = 0; at < rows.length; at += streamBatch) {
    const batch = rows.slice(at, at + streamBatch).map((n) => table.get(n));
    yield batch.filter((document) => document !== undefined);
  }
}
