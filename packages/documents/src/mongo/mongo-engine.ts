import {
  type AnyBulkWriteOperation,
  type Collection,
  type FindCursor,
  type IndexDescriptionInfo,
  MongoServerError,
} from 'mongodb';
import type { Fields } from '../checks/plain.ts';
import type { CollectionEngine, FindShape, Write } from '../collection-engine.ts';
import type { BulkWriteResult, IndexDescription, Sort } from '../document-collection.ts';
import { mapBulkError } from './map-bulk-error.ts';
import { mapErrors, type OperationKind, toDocumentError } from './map-errors.ts';

/**
 * An index over what is already there takes as long as it takes, in milliseconds. That the server is gone meanwhile, its
 * monitor tells.
 */
const longestBuildMs = 3_600_000;

/** The driver's methods behind the seam. `connect` resolves once the driver has found a server, at once from then on. */
export function createMongoEngine({
  collection,
  connect,
  timeoutMS,
}: {
  collection: Collection<Fields>;
  connect: () => Promise<void>;
  timeoutMS: number;
}): CollectionEngine {
  const limit = { maxTimeMS: timeoutMS };

  const asking = <R>(kind: OperationKind, operation: () => Promise<R>): Promise<R> =>
    mapErrors(kind, async () => {
      await connect();
      return operation();
    });

  const cursorOf = (filter: Fields, shape: FindShape): FindCursor<Fields> =>
    collection.find<Fields>(filter, {
      ...limit,
      ...(shape.projection === undefined ? {} : { projection: shape.projection }),
      ...(shape.sort === undefined ? {} : { sort: shape.sort }),
      ...(shape.limit === undefined ? {} : { limit: shape.limit }),
      ...(shape.skip === undefined ? {} : { skip: shape.skip }),
    });

  // Alone, a refused insert says more about its key than in a batch.
  const insertOne = async (document: Fields): Promise<BulkWriteResult> => {
    try {
      await connect();
      await collection.insertOne(document, limit);
      return { insertedCount: 1, matchedCount: 0, modifiedCount: 0, upsertedCount: 0, deletedCount: 0 };
    } catch (error) {
      throw toDocumentError('write', error, document);
    }
  };

  return {
    find: (filter, shape) => asking('read', () => cursorOf(filter, shape).toArray()),

    async *stream(filter, shape) {
      try {
        await connect();
        yield* cursorOf(filter, shape);
      } catch (error) {
        throw toDocumentError('read', error);
      }
    },

    count: (filter) => asking('read', () => collection.countDocuments(filter, limit)),

    distinct: (field, filter) => asking('read', () => collection.distinct(field, filter, limit)),

    aggregate: (pipeline) => asking('read', () => collection.aggregate<Fields>([...pipeline], limit).toArray()),

    async write(writes, ordered) {
      const [first] = writes;
      if (first?.kind === 'insert' && writes.length === 1) return insertOne(first.document);
      try {
        await connect();
        const result = await collection.bulkWrite(writes.map(toBulkOperation), { ordered, ...limit });
        const { insertedCount, matchedCount, modifiedCount, upsertedCount, deletedCount } = result;
        return { insertedCount, matchedCount, modifiedCount, upsertedCount, deletedCount };
      } catch (error) {
        throw mapBulkError(error);
      }
    },

    update: ({ filter, update, many, upsert, arrayFilters }) =>
      asking('write', async () => {
        const options = { upsert, ...limit, ...(arrayFilters.length > 0 ? { arrayFilters: [...arrayFilters] } : {}) };
        const result = many
          ? await collection.updateMany(filter, update, options)
          : await collection.updateOne(filter, update, options);
        const { matchedCount, modifiedCount, upsertedId } = result;
        return { matchedCount, modifiedCount, upsertedId };
      }),

    findOneAndUpdate: ({ filter, update, upsert, arrayFilters }, { after, sort }) =>
      asking('write', () =>
        collection.findOneAndUpdate(filter, update, {
          ...limit,
          upsert,
          returnDocument: after ? 'after' : 'before',
          ...(sort === undefined ? {} : { sort }),
          ...(arrayFilters.length > 0 ? { arrayFilters: [...arrayFilters] } : {}),
        }),
      ),

    createIndex: (index) =>
      asking('index', async () => {
        const patience = { maxTimeMS: longestBuildMs, socketTimeoutMS: longestBuildMs };
        await collection.createIndex(index.keys, indexOptions(index), patience);
      }),

    indexes: () => asking('read', async () => (await indexesOf(collection, limit)).map(toIndexDescription)),
  };
}

async function indexesOf(collection: Collection<Fields>, limit: { maxTimeMS: number }) {
  try {
    return await collection.indexes({ ...limit, readPreference: 'primary' });
  } catch (error) {
    if (error instanceof MongoServerError && error.code === namespaceNotFound) return [];
    throw error;
  }
}

const namespaceNotFound = 26;

/** Only what this package can make: of any other kind of index the name and the keys. */
function toIndexDescription(index: IndexDescriptionInfo): IndexDescription {
  const { name = '', key, unique = name === '_id_', sparse = false, partialFilterExpression } = index;
  return {
    name,
    keys: key as Sort,
    unique,
    sparse,
    ...(partialFilterExpression === undefined ? {} : { partialFilterExpression: partialFilterExpression }),
  };
}

function toBulkOperation(write: Write): AnyBulkWriteOperation<Fields> {
  switch (write.kind) {
    case 'insert':
      return { insertOne: { document: write.document } };
    case 'delete':
      return write.many ? { deleteMany: { filter: write.filter } } : { deleteOne: { filter: write.filter } };
    case 'update': {
      const { filter, update, upsert, arrayFilters, many } = write;
      const operation = {
        filter,
        update,
        upsert,
        ...(arrayFilters.length > 0 ? { arrayFilters: [...arrayFilters] } : {}),
      };
      return many ? { updateMany: operation } : { updateOne: operation };
    }
  }
}

function indexOptions({ name, unique, sparse, partialFilterExpression }: IndexDescription) {
  return {
    name,
    ...(unique ? { unique } : {}),
    ...(sparse ? { sparse } : {}),
    ...(partialFilterExpression === undefined ? {} : { partialFilterExpression }),
  };
}
