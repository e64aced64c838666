import { type Document, MongoClient, ObjectId, ReadPreference } from 'mongodb';
import { checkCollection } from '../checks/check-collection.ts';
import { checkInteger, checkOptions, checkString } from '../checks/check-options.ts';
import { createCheckedCollection } from '../checks/checked-collection.ts';
import type { CollectionOptions, DocumentCollection, DocumentDatabase, Sort } from '../document-collection.ts';
import { databaseClosed, invalidArgument } from '../errors.ts';
import { type ConnectionCounts, countConnections } from './count-connections.ts';
import { createMongoEngine } from './mongo-engine.ts';
import { mapErrors, type OperationKind } from './map-errors.ts';
import { isShardedCluster, isShardedCollection, shardCollection } from './sharding.ts';

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

/** A database on a server, with what only servers have. */
export interface MongoDatabase extends DocumentDatabase {
  /** The connections of this process at the moment. Costs no question. */
  connections(): ConnectionCounts;
  /** Whether the server is the router (mongos) of a sharded cluster. */
  isShardedCluster(): Promise<boolean>;
  /** Whether the collection is distributed over the shards of such a cluster. */
  isShardedCollection(name: string): Promise<boolean>;
  /**
   * Distributes a collection over the shards by a key, of which an index must exist; it need not hold documents. Only on a
   * sharded cluster, by a user who may: the role is `clusterManager`.
   */
  shardCollection(name: string, key: Sort): Promise<void>;
}

/** How long it may take to open a connection, and a monitor's question: what is silent for longer is gone. */
const connectTimeoutMS = 2_000;
/**
 * How often each server is asked how it is. A server that swallows everything is found out after this and the connect timeout;
 * operations that wait for it are then ended. The driver's own 10 s would keep their connections busy for too long.
 */
const heartbeatFrequencyMS = 2_000;
/** How far behind a secondary may be that answers reads: the least that MongoDB takes. */
const maxStalenessSeconds = 90;
/** How much later than the server itself the driver gives up, so that a server which lives says itself that time is up. */
const graceMS = 1_000;

/**
 * The adapter over the mongodb driver. Writes are acknowledged by a majority; reads and writes that a failover interrupts
 * are tried once more by the driver. No server is asked before the first operation: one that is down then is looked for again
 * by the next.
 */
export async function openMongoDatabase(options: MongoDatabaseOptions): Promise<MongoDatabase> {
  const { client, name, timeoutMS, newId } = await createClient(options);
  const connections = countConnections(client);
  const database = client.db(name);

  let open = true;
  let isConnected = false;
  /** The driver does not try again by itself when its first attempt found no server. */
  const connect = async (): Promise<void> => {
    if (isConnected) return;
    await client.connect();
    isConnected = true;
  };
  const whileOpen = <R>(kind: OperationKind, work: () => Promise<R>): Promise<R> =>
    mapErrors(kind, async () => {
      if (!open) throw databaseClosed();
      await connect();
      return work();
    });
  return {
    collection<T extends Document>(collectionName: string, collectionOptions: CollectionOptions = {}) {
      checkCollection(collectionName, collectionOptions);
      const engine = createMongoEngine({
        collection: database.collection(collectionName, readsOf(collectionOptions)),
        connect,
        timeoutMS: collectionOptions.timeoutMS ?? timeoutMS,
      });
      const checked = createCheckedCollection({ engine, newId, isOpen: () => open });
      // The documents' type is the caller's promise, as with the driver's own collection<T>().
      return checked as unknown as DocumentCollection<T>;
    },
    connections,
    isShardedCluster: () => whileOpen('read', () => isShardedCluster(client, timeoutMS)),
    isShardedCollection: (collectionName) =>
      whileOpen('read', () => isShardedCollection(database, { name: collectionName, timeoutMS })),
    shardCollection: (collectionName, key) =>
      whileOpen('index', () => shardCollection(client, { namespace: `${name}.${collectionName}`, key })),
    async ping() {
      await whileOpen('read', () => database.command({ ping: 1, maxTimeMS: timeoutMS }));
    },
    async drop() {
      await whileOpen('write', () => database.dropDatabase());
    },
    async close() {
      open = false;
      await client.close();
    },
  };
}

// Async so that every refusal is a rejection.
// eslint-disable-next-line @typescript-eslint/require-await
async function createClient(options: MongoDatabaseOptions) {
  const known = ['url', 'database', 'maxPoolSize', 'serverSelectionTimeoutMS', 'timeoutMS', 'newId'];
  checkOptions('openMongoDatabase', options, known);
  checkString('openMongoDatabase: url', options.url);
  const { url, maxPoolSize = 20, serverSelectionTimeoutMS = 5_000, timeoutMS = 10_000 } = options;
  checkInteger('openMongoDatabase: maxPoolSize', maxPoolSize, 1);
  checkInteger('openMongoDatabase: serverSelectionTimeoutMS', serverSelectionTimeoutMS, 1);
  checkInteger('openMongoDatabase: timeoutMS', timeoutMS, 1);
  if (options.database === undefined && !hasPath(url)) {
    throw invalidArgument('openMongoDatabase: name the database, in the URL as in mongodb://host/shop or as database.');
  }
  const client = new MongoClient(url, {
    maxPoolSize,
    connectTimeoutMS,
    heartbeatFrequencyMS,
    serverSelectionTimeoutMS,
    waitQueueTimeoutMS: timeoutMS,
    socketTimeoutMS: timeoutMS + graceMS,
    writeConcern: { w: 'majority', wtimeoutMS: timeoutMS },
    retryReads: true,
    retryWrites: true,
    ignoreUndefined: true,
    promoteBuffers: true,
  });
  const { database: name = client.options.dbName, newId = () => new ObjectId() } = options;
  return { client, name, timeoutMS, newId };
}

/** Said for each collection, so that what the URL prefers never makes a read miss a write that it must see. */
function readsOf({ readPreference = 'primary' }: CollectionOptions) {
  if (readPreference === 'primary') return { readPreference: ReadPreference.primary };
  return { readPreference: new ReadPreference(readPreference, undefined, { maxStalenessSeconds }) };
}

const hasPath = (url: string): boolean => /^mongodb(\+srv)?:\/\/[^/]+\/[^?]/.test(url);
