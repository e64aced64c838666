import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Document } from 'mongodb';
import { type MongoDatabase, openMongoDatabase } from '../src/index.ts';
import { startRecordedReplicaSet, startRecordedRouter } from './recorded-clusters.ts';

/**
 * What goes over the wire, as recorded by servers that hold nothing: no replica set and no sharded cluster runs where this is
 * tested, and a lone server, as the one that stands in for MongoDB, is never sent a read preference.
 */
describe('To a replica set', () => {
  let set: Awaited<ReturnType<typeof startRecordedReplicaSet>>;
  let database: MongoDatabase;
  beforeEach(async () => {
    set = await startRecordedReplicaSet();
    // What the URL prefers is for no read that says nothing.
    database = await openMongoDatabase({ url: `${set.url}&readPreference=secondary`, timeoutMS: 7_000 });
  });
  afterEach(async () => {
    await database.close();
    await set.close();
  });

  async function readAll(options: Parameters<MongoDatabase['collection']>[1]): Promise<void> {
    const things = database.collection('things', options);
    await things.find({ a: 1 });
    await things.findOne({ a: 1 });
    for await (const thing of things.stream({ a: 1 })) expect(thing).toBeUndefined();
    await things.countDocuments({ a: 1 });
    await things.distinct('a', {});
    await things.aggregate([{ $match: { a: 1 } }]);
  }
  const reads = ['find', 'find', 'find', 'aggregate', 'distinct', 'aggregate'];
  const names = (commands: readonly Document[]) => commands.map((command) => Object.keys(command)[0]);

  test('reads go to the primary, whatever the URL prefers.', async () => {
    await readAll(undefined);
    await readAll({ readPreference: 'primary' });
    expect(names(set.primary.commands)).toEqual([...reads, ...reads]);
    expect(set.secondary.commands).toEqual([]);
    expect(set.primary.commands.filter((command) => '$readPreference' in command)).toEqual([]);
  });

  test('reads that prefer secondaries go to one, with the bound on how far it may be behind.', async () => {
    await readAll({ readPreference: 'secondaryPreferred' });
    expect(names(set.secondary.commands)).toEqual(reads);
    expect(set.primary.commands).toEqual([]);
    for (const { $readPreference } of set.secondary.commands) {
      expect($readPreference).toEqual({ mode: 'secondaryPreferred', maxStalenessSeconds: 90 });
    }
  });

  test('each operation carries its time limit: the database’s, or its collection’s.', async () => {
    await readAll(undefined);
    await database.collection('things').updateOne({ a: 0 }, { $set: { a: 1 } });
    expect(set.primary.commands.map(({ maxTimeMS }) => maxTimeMS as number)).toEqual(Array(7).fill(7_000));
    await readAll({ readPreference: 'secondaryPreferred', timeoutMS: 1_234 });
    expect(set.secondary.commands.map(({ maxTimeMS }) => maxTimeMS as number)).toEqual(Array(6).fill(1_234));
  });

  test('every write goes to the primary and is acknowledged by a majority, within its time.', async () => {
    const things = database.collection('things', { readPreference: 'secondaryPreferred' });
    await things.insertOne({ a: 1 });
    await things.insertMany([{ a: 1 }, { a: 2 }]);
    await things.updateOne({ a: 1 }, { $set: { a: 2 } }, { upsert: true });
    await things.updateMany({ a: 1 }, { $set: { a: 2 } });
    await things.findOneAndUpdate({ a: 1 }, { $set: { a: 2 } });
    await things.deleteOne({ a: 1 });
    await things.deleteMany({ a: 1 });
    await things.bulkWrite([{ updateOne: { filter: { a: 1 }, update: { $set: { a: 2 } } } }]);
    await things.createIndex({ a: 1 });
    await database.drop();
    expect(names(set.primary.commands)).toEqual([
      ...['insert', 'insert', 'update', 'update', 'findAndModify', 'delete', 'delete', 'update'],
      ...['createIndexes', 'dropDatabase'],
    ]);
    for (const { writeConcern } of set.primary.commands) {
      expect(writeConcern).toEqual({ w: 'majority', wtimeout: 7_000 });
    }
    expect(set.secondary.commands).toEqual([]);
  });

  test('an index may take an hour to be built.', async () => {
    await database.collection('things').createIndex({ a: 1 });
    expect(set.primary.commands).toMatchObject([{ createIndexes: 'things', maxTimeMS: 3_600_000 }]);
  });
});

describe('To a sharded cluster', () => {
  test('the commands that shard a collection go, once it is known to be one.', async () => {
    const router = await startRecordedRouter();
    const database = await openMongoDatabase({ url: router.url });
    expect(await database.isShardedCluster()).toBe(true);
    expect(await database.isShardedCollection('products')).toBe(false);
    await database.shardCollection('products', { 'category.id': 1 });
    expect(await database.isShardedCollection('products')).toBe(true);
    expect(router.commands.slice(1)).toMatchObject([
      { collStats: 'products', $db: 'shop' },
      { enableSharding: 'shop', $db: 'admin' },
      { shardCollection: 'shop.products', key: { 'category.id': 1 }, $db: 'admin' },
      { collStats: 'products', $db: 'shop' },
    ]);
    await database.close();
    await router.close();
  });

  test('a replica set is none.', async () => {
    const set = await startRecordedReplicaSet();
    const database = await openMongoDatabase({ url: set.url });
    expect(await database.isShardedCluster()).toBe(false);
    await database.close();
    await set.close();
  });
});
