import type { AnyBulkWriteOperation, Collection, FindCursor } from 'mongodb';
import type { Fields } from '../checks/plain.ts';
import type { CollectionEngine, FindShape, IndexSpecification, Write } from '../collection-engine.ts';
import type { BulkWriteResult } from '../document-collection.ts';
import { mapBulkError } from './map-bulk-error.ts';
import { mapErrors, toDocumentError } from './map-errors.ts';

/** The driver's methods behind the seam. */
export function createMongoEngine({
  collection,
  timeoutMS,
}: {
  collection: Collection<Fields>;
  timeoutMS: number;
}): CollectionEngine {
  const limit = { maxTimeMS: timeoutMS };

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
      await collection.insertOne(document, limit);
      return { insertedCount: 1, matchedCount: 0, modifiedCount: 0, upsertedCount: 0, deletedCount: 0 };
    } catch (error) {
      throw toDocumentError('write', error, document);
    }
  };

  return {
    find: (filter, shape) => mapErrors('read', () => cursorOf(filter, shape).toArray()),

    async *stream(filter, shape) {
      try {
        yield* cursorOf(filter, shape);
      } catch (error) {
        throw toDocumentError('read', error);
      }
    },

    count: (filter) => mapErrors('read', () => collection.countDocuments(filter, limit)),

    distinct: (field, filter) => mapErrors('read', () => collection.distinct(field, filter, limit)),

    aggregate: (pipeline) => mapErrors('read', () => collection.aggregate<Fields>([...pipeline], limit).toArray()),

    async write(writes, ordered) {
      const [first] = writes;
      if (first?.kind === 'insert' && writes.length === 1) return insertOne(first.document);
      try {
        const result = await collection.bulkWrite(writes.map(toBulkOperation), { ordered, ...limit });
        const { insertedCount, matchedCount, modifiedCount, upsertedCount, deletedCount } = result;
        return { insertedCount, matchedCount, modifiedCount, upsertedCount, deletedCount };
      } catch (error) {
        throw mapBulkError(error);
      }
    },

    update: ({ filter, update, many, upsert, arrayFilters }) =>
      mapErrors('write', async () => {
        const options = { upsert, ...limit, ...(arrayFilters.length > 0 ? { arrayFilters: [...arrayFilters] } : {}) };
        const result = many
          ? await collection.updateMany(filter, update, options)
          : await collection.updateOne(filter, update, options);
        const { matchedCount, modifiedCount, upsertedId } = result;
        return { matchedCount, modifiedCount, upsertedId };
      }),

    findOneAndUpdate: ({ filter, update, upsert, arrayFilters }, { after, sort }) =>
      mapErrors('write', () =>
        collection.findOneAndUpdate(filter, update, {
          ...limit,
          upsert,
          returnDocument: after ? 'after' : 'before',
          ...(sort === undefined ? {} : { sort }),
          ...(arrayFilters.length > 0 ? { arrayFilters: [...arrayFilters] } : {}),
        }),
      ),

    createIndex: (index) =>
      mapErrors('index', async () => {
        await collection.createIndex(index.keys, indexOptions(index), undefined);
      }),
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

function indexOptions({ name, unique, sparse, partialFilterExpression }: IndexSpecification) {
  return {
    name,
    ...(unique ? { unique } : {}),
    ...(sparse ? { sparse } : {}),
    ...(partialFilterExpression === undefined ? {} : { partialFilterExpression }),
  };
}
