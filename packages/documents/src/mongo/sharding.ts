import { type Db, type MongoClient, MongoServerError } from 'mongodb';
import type { Sort } from '../document-collection.ts';

/** Each router has known `hello` since 4.4.2; what does not know it is none. */
export async function isShardedCluster(client: MongoClient, timeoutMS: number): Promise<boolean> {
  try {
    const { msg } = (await client.db('admin').command({ hello: 1, maxTimeMS: timeoutMS })) as { msg?: unknown };
    return msg === 'isdbgrid';
  } catch (error) {
    if (error instanceof MongoServerError && error.code === commandNotFound) return false;
    throw error;
  }
}

const commandNotFound = 59;

export async function isShardedCollection(
  database: Db,
  { name, timeoutMS }: { name: string; timeoutMS: number },
): Promise<boolean> {
  const { sharded } = (await database.command({ collStats: name, maxTimeMS: timeoutMS })) as { sharded?: unknown };
  return sharded === true;
}

/** @param options.namespace the database and the collection: `shop.products` */
export async function shardCollection(
  client: MongoClient,
  { namespace, key }: { namespace: string; key: Sort },
): Promise<void> {
  const admin = client.db('admin');
  // Not needed from MongoDB 6.0 on, where it does nothing.
  await admin.command({ enableSharding: namespace.slice(0, namespace.indexOf('.')) });
  await admin.command({ shardCollection: namespace, key });
}
