import type { CheckedUpdate } from './checks/check-update.ts';
import type { Fields } from './checks/plain.ts';
import type { BulkWriteResult, IndexDescription, Projection, Sort } from './document-collection.ts';

/**
 * What an adapter implements. Its arguments have been checked and are the adapter's own: documents carry their `_id`,
 * operators are supported, undefined is gone. Errors are those of `errors.ts`.
 */
export interface CollectionEngine {
  find(filter: Fields, shape: FindShape): Promise<Fields[]>;
  stream(filter: Fields, shape: FindShape): AsyncIterable<Fields>;
  count(filter: Fields): Promise<number>;
  distinct(field: string, filter: Fields): Promise<unknown[]>;
  aggregate(pipeline: readonly Fields[]): Promise<Fields[]>;
  /** Rejects with a DuplicateKeyError that names the positions of the refused writes. */
  write(writes: readonly Write[], ordered: boolean): Promise<BulkWriteResult>;
  update(write: UpdateWrite): Promise<UpdateCounts>;
  findOneAndUpdate(write: UpdateWrite, shape: { after: boolean; sort?: Sort | undefined }): Promise<Fields | null>;
  createIndex(index: IndexDescription): Promise<void>;
  indexes(): Promise<IndexDescription[]>;
}

export interface FindShape {
  projection?: Projection | undefined;
  sort?: Sort | undefined;
  skip?: number | undefined;
  limit?: number | undefined;
}

export type Write = InsertWrite | UpdateWrite | DeleteWrite;

interface InsertWrite {
  kind: 'insert';
  document: Fields;
}

export interface UpdateWrite {
  kind: 'update';
  filter: Fields;
  update: CheckedUpdate;
  many: boolean;
  upsert: boolean;
  arrayFilters: readonly Fields[];
}

export interface DeleteWrite {
  kind: 'delete';
  filter: Fields;
  many: boolean;
}

export interface UpdateCounts {
  matchedCount: number;
  modifiedCount: number;
  upsertedId: unknown;
}
