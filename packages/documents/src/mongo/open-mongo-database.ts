import { type Document, MongoClient, ObjectId } from 'mongodb';
import { checkInteger, checkOptions, checkString } from '../checks/check-options.ts';
import { createCheckedCollection } from '../checks/checked-collection.ts';
import { checkCollectionName } from '../checks/check-collection-name.ts';
import type { DocumentCollection, DocumentDatabase } from '../document-collection.ts';
import { databaseClosed, invalidArgument } from '../errors.ts';
import { createMongoEngine } from './mongo-engine.ts';
import { mapErrors, type OperationKind } from './map-errors.ts';

export interface MongoDatabaseOptions {
  /** `mongodb://…` or `mongodb+srv://…`. Its query may hold any option of the driver that is not named here. */
  url: string;
  /** Which database; by default the one in the URL's path, which must then be there. */
  database?: string;
  /** Connections to each server. Default 20. */
  maxPoolSize?: number;
  /** How long to look for a server that can take the operation, in milliseconds. Default 5,000. */
  serverSelectionTimeoutMS?: number;
  /**
   * How long one operation may take once it has a server, in milliseconds. Default 10,000. The driver's own option of
   * this name does nothing since 7.9, so it is sent as `maxTimeMS` and `wtimeoutMS`, and bounds the wait for a
   * connection of the pool and for an answer on the socket.
   */
  timeoutMS?: number;
  /** Makes the `_id` of a document inserted without one. */
  newId?: () => ObjectId;
}

/**
 * The adapter over the mongodb driver. Writes are acknowledged by a majority; reads and writes that a failover
 * interrupts are tried once more by the driver. Resolves once a server has answered.
 */
export async function openMongoDatabase(options: MongoDatabaseOptions): Promise<DocumentDatabase> {
  const known = ['url', 'database', 'maxPoolSize', 'serverSelectionTimeoutMS', 'timeoutMS', 'newId'];
  checkOptions('openMongoDatabase', options, known);
  checkString('openMongoDatabase: url', options.url);
  const { url, maxPoolSize = 20, serverSelectionTimeoutMS = 5_000, timeoutMS = 10_000, newId } = options;
  checkInteger('openMongoDatabase: maxPoolSize', maxPoolSize, 1);
  checkInteger('openMongoDatabase: serverSelectionTimeoutMS', serverSelectionTimeoutMS, 1);
  checkInteger('openMongoDatabase: timeoutMS', timeoutMS, 1);

  const client = new MongoClient(url, {
    maxPoolSize,
    serverSelectionTimeoutMS,
    waitQueueTimeoutMS: timeoutMS,
    // Later than the server's own limit, so that a server which lives says itself that time is up.
    socketTimeoutMS: timeoutMS + 5_000,
    writeConcern: { w: 'majority', wtimeoutMS: timeoutMS },
    retryReads: true,
    retryWrites: true,
    ignoreUndefined: true,
    promoteBuffers: true,
  });
  const name = options.database ?? client.options.dbName;
  if (options.database === undefined && !hasPath(url)) {
    throw invalidArgument('openMongoDatabase: name the database, in the URL as in mongodb://host/shop or as database.');
  }
  const database = client.db(name);
  await mapErrors('read', () => database.command({ ping: 1, maxTimeMS: timeoutMS })).catch(async (error: unknown) => {
    await client.close();
    throw error;
  });

  let open = true;
  const whileOpen = async <R>(kind: OperationKind, work: () => Promise<R>): Promise<void> => {
    if (!open) throw databaseClosed();
    await mapErrors(kind, work);
  };
  return {
    collection<T extends Document>(collectionName: string) {
      checkCollectionName(collectionName);
      const engine = createMongoEngine({ collection: database.collection(collectionName), timeoutMS });
      const checked = createCheckedCollection({ engine, newId: newId ?? (() => new ObjectId()), isOpen: () => open });
      // The documents' type is the caller's promise, as with the driver's own collection<T>().
      return checked as unknown as DocumentCollection<T>;
    },
    ping: () => whileOpen('read', () => database.command({ ping: 1, maxTimeMS: timeoutMS })),
    drop: () => whileOpen('write', () => database.dropDatabase()),
    close: async () => {
      open = false;
      await client.close();
    },
  };
}

const hasPath = (url: string): boolean => /^mongodb(\+srv)?:\/\/[^/]+\/[^?]/.test(url);
