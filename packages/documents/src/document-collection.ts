import type { Document, Filter, ObjectId, UpdateFilter } from 'mongodb';

/**
 * The documents of one database. Both adapters promise the same: reads see every acknowledged write of this process
 * (unless their collection says otherwise), an acknowledged write is durable, and one document changes atomically or not
 * at all.
 */
export interface DocumentDatabase {
  /** The collection comes into being with its first document or index; asking for it costs nothing. */
  collection<T extends Document>(name: string, options?: CollectionOptions): DocumentCollection<T>;
  /** Rejects when the store cannot answer. */
  ping(): Promise<void>;
  /** Everything after it rejects with `DATABASE_CLOSED`. Closing twice is allowed. */
  close(): Promise<void>;
  /** Removes every collection and index. The database stays open, and is empty. */
  drop(): Promise<void>;
}

/** How a server is asked. The embedded engine has neither secondaries nor a network: it accepts both options and needs none. */
export interface CollectionOptions {
  /**
   * Who answers reads. `primary` (the default): reads see every acknowledged write. `secondaryPreferred`: a secondary that is
   * at most 90 seconds behind, the least that MongoDB can be told, or the primary where there is none; such reads may miss the
   * latest writes, this process's own included. Writes always go to the primary.
   */
  readPreference?: 'primary' | 'secondaryPreferred' | undefined;
  /** How long the server may work on one operation, in milliseconds; the database's own limit when absent. */
  timeoutMS?: number | undefined;
}

/**
 * The methods of a MongoDB collection that Mosaico uses, named as the driver names them.
 *
 * Documents hold null, booleans, finite numbers, strings, dates (to the millisecond), ObjectIds, Buffers, arrays and
 * plain objects. A field whose value is undefined is not stored; in an array undefined becomes null. A filter that
 * holds undefined is refused, since a driver would drop the condition and match everything.
 * Arguments are never changed, and what is returned belongs to the caller.
 *
 * Rejects with `INVALID_ARGUMENT` or `UNSUPPORTED_OPERATOR` before anything is read or written when the call is wrong.
 */
export interface DocumentCollection<T extends Document> {
  findOne(filter: Filter<T>, options?: FindOneOptions): Promise<T | null>;
  /** Without `sort` the order is the engine's own. */
  find(filter: Filter<T>, options?: FindOptions): Promise<T[]>;
  /** As `find`, without holding the result in memory. Documents written meanwhile may or may not appear, none appears twice. */
  stream(filter: Filter<T>, options?: FindOptions): AsyncIterable<T>;
  countDocuments(filter: Filter<T>): Promise<number>;
  /** The distinct values at `field` (array elements count one by one), in no promised order. */
  distinct(field: string, filter: Filter<T>): Promise<unknown[]>;

  /** A document without `_id` gets a new ObjectId. Rejects with DuplicateKeyError. */
  insertOne(document: NewDocument<T>): Promise<InsertOneResult<T>>;
  /**
   * Ordered (the default): stores documents up to the first that is refused, and none after it.
   * `ordered: false`: stores every document that is not refused. Either way it then rejects with a
   * DuplicateKeyError whose `positions` name the refused ones.
   */
  insertMany(documents: readonly NewDocument<T>[], options?: OrderedOptions): Promise<InsertManyResult<T>>;
  updateOne(filter: Filter<T>, update: UpdateFilter<T>, options?: UpdateOptions): Promise<UpdateResult<T>>;
  /** Each document changes atomically, the set of them need not: after an error some may have changed. */
  updateMany(filter: Filter<T>, update: UpdateFilter<T>, options?: UpdateOptions): Promise<UpdateResult<T>>;
  /** The document as it was (`before`, the default) or as it became (`after`); null when none matched and none was upserted. */
  findOneAndUpdate(filter: Filter<T>, update: UpdateFilter<T>, options?: FindOneAndUpdateOptions): Promise<T | null>;
  deleteOne(filter: Filter<T>): Promise<DeleteResult>;
  deleteMany(filter: Filter<T>): Promise<DeleteResult>;
  /** Several writes in one round trip (embedded: one commit). Ordered and refused as in `insertMany`. */
  bulkWrite(operations: readonly BulkOperation<T>[], options?: OrderedOptions): Promise<BulkWriteResult>;

  /** Stages and operators: see `supportedOperators`. `R` is what the caller knows its pipeline makes. */

  aggregate<R extends Document = Document>(pipeline: readonly Document[]): Promise<R[]>;

  /**
   * Creates the index, over the documents already there too, and resolves to its name (by default `field_1_other_-1`).
   * Does nothing when the same index exists; rejects with `INDEX_CONFLICT` when another has that name or those keys.
   */
  createIndex(keys: Sort, options?: CreateIndexOptions): Promise<string>;
  /** The indexes there are, that of `_id` included; none while the collection has neither a document nor an index. */
  indexes(): Promise<IndexDescription[]>;
}

/** The type of a document's `_id`. */
export type IdOf<T> = T extends { _id: infer Id } ? Id : ObjectId;

/** A document to insert: `_id` may be left out where an ObjectId will do. */
export type NewDocument<T> = T extends { _id: infer Id }
  ? ObjectId extends Id
    ? Omit<T, '_id'> & { _id?: Id }
    : T
  : T;

/** Paths in the order they matter, 1 ascending, -1 descending. */
export type Sort = Readonly<Record<string, 1 | -1>>;

/** Either the paths to keep (1 or true) or those to leave out (0 or false); `_id` may be left out of either. */
export type Projection = Readonly<Record<string, 0 | 1 | boolean>>;

export interface FindOneOptions {
  projection?: Projection | undefined;
  sort?: Sort | undefined;
}

export interface FindOptions extends FindOneOptions {
  /** At least 1. */
  limit?: number | undefined;
  /** At least 0. */
  skip?: number | undefined;
}

export interface OrderedOptions {
  /** Default true. */
  ordered?: boolean | undefined;
}

export interface UpdateOptions {
  /** When nothing matches, insert a document made of the filter's equalities and the update. Default false. */
  upsert?: boolean | undefined;
  /** One filter for each `$[identifier]` in the update's paths. */
  arrayFilters?: readonly Document[] | undefined;
}

export interface FindOneAndUpdateOptions extends UpdateOptions {
  returnDocument?: 'before' | 'after' | undefined;
  /** Which document to change when several match. */
  sort?: Sort | undefined;
}

export interface CreateIndexOptions {
  unique?: boolean | undefined;
  name?: string | undefined;
  /** Leaves out documents that have none of the indexed paths. */
  sparse?: boolean | undefined;
  /** Leaves out documents that do not match: equality, `$exists: true`, `$gt`, `$gte`, `$lt`, `$lte` and `$and`. */
  partialFilterExpression?: Document | undefined;
}

/** An index as it lies in the store. */
export interface IndexDescription {
  name: string;
  keys: Sort;
  unique: boolean;
  sparse: boolean;
  partialFilterExpression?: Document | undefined;
}

export interface InsertOneResult<T> {
  insertedId: IdOf<T>;
}

export interface InsertManyResult<T> {
  insertedCount: number;
  /** By position in the given array. */
  insertedIds: readonly IdOf<T>[];
}

export interface UpdateResult<T> {
  matchedCount: number;
  /** Documents the update left as they were are matched and not modified. */
  modifiedCount: number;
  /** The `_id` of the upserted document, or null. */
  upsertedId: IdOf<T> | null;
}

export interface DeleteResult {
  deletedCount: number;
}

export type BulkOperation<T extends Document> =
  | { insertOne: { document: NewDocument<T> } }
  | { updateOne: { filter: Filter<T>; update: UpdateFilter<T> } & UpdateOptions }
  | { updateMany: { filter: Filter<T>; update: UpdateFilter<T> } & UpdateOptions }
  | { deleteOne: { filter: Filter<T> } }
  | { deleteMany: { filter: Filter<T> } };

export interface BulkWriteResult {
  insertedCount: number;
  matchedCount: number;
  modifiedCount: number;
  upsertedCount: number;
  deletedCount: number;
}
