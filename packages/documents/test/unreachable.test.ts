import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { canStart, realStoreUrl, startTcpProxy, type TcpProxy, waitFor } from '@mosaico/testing';
import { type Document, ObjectId } from 'mongodb';
import { type DocumentCollection, type MongoDatabase, openMongoDatabase } from '../src/index.ts';

const unavailable = { code: 'STORE_UNAVAILABLE' };
const nothing = { used: 0, idle: 0, waiting: 0 };

describe('A MongoDB server behind a bad network', () => {
  if (!canStart('mongodb')) return;

  let proxy: TcpProxy;
  let database: MongoDatabase;
  let things: DocumentCollection<Document>;
  beforeEach(async () => {
    const { hostname, port } = new URL(realStoreUrl('mongodb', 'MONGODB_URL'));
    proxy = await startTcpProxy({ host: hostname, port: Number(port) });
    database = await openMongoDatabase({
      url: `mongodb://127.0.0.1:${proxy.port}/documents_test_${new ObjectId().toHexString()}`,
      maxPoolSize: 4,
      serverSelectionTimeoutMS: 1_000,
      timeoutMS: 1_500,
    });
    things = database.collection('things');
  });
  afterEach(async () => {
    proxy.setWeather({});
    await proxy.accept();
    await waitFor(() => database.drop().then(() => true), {
      deadlineMs: 60_000,
      describe: 'the database to be dropped',
    });
    await database.close();
    await proxy.close();
  });

  const answers = () =>
    waitFor(() => things.countDocuments({}).then(() => true), { deadlineMs: 60_000, describe: 'an answer' });

  test('that is not there when the database is opened is told at each operation, until it is there.', async () => {
    await proxy.refuse();
    await expect(things.find({})).rejects.toMatchObject(unavailable);
    await expect(things.insertOne({ a: 1 })).rejects.toMatchObject(unavailable);
    await expect(things.indexes()).rejects.toMatchObject(unavailable);
    await expect(database.ping()).rejects.toMatchObject(unavailable);
    await expect(database.isShardedCluster()).rejects.toMatchObject(unavailable);
    await proxy.accept();
    await answers();
    await database.ping();
  });

  test('that goes away and comes back needs no reopening.', async () => {
    await things.insertOne({ a: 1 });
    await proxy.refuse();
    await expect(things.find({})).rejects.toMatchObject(unavailable);
    await proxy.accept();
    await answers();
    expect(await things.countDocuments({ a: 1 })).toBe(1);
  });

  test('that swallows everything is given up within the limits, by whoever asks and whoever waits.', async () => {
    await things.insertOne({ a: 1 });
    proxy.setWeather({ isBlackhole: true });
    // More than there are connections: the others wait for one in vain.
    const asked = await Promise.allSettled(Array.from({ length: 8 }, () => things.find({})));
    for (const outcome of asked) expect(outcome).toMatchObject({ status: 'rejected', reason: unavailable });
    proxy.setWeather({});
    await answers();
    expect(database.connections()).toMatchObject({ used: 0, waiting: 0 });
  }, 180_000);

  test('that cuts a connection in the middle of a write says so, and the next one gets through.', async () => {
    await things.insertOne({ a: 1 });
    proxy.setWeather({ delayMs: 300 });
    const cut = expect(things.insertOne({ a: 2 })).rejects.toMatchObject(unavailable);
    await waitFor(() => database.connections().used === 1, {
      deadlineMs: 60_000,
      describe: 'the write to be under way',
    });
    proxy.cut();
    await cut;
    proxy.setWeather({});
    await answers();
    await things.insertOne({ a: 3 });
  });

  test('has its connections counted, and never more than the pool may hold.', async () => {
    expect(database.connections()).toEqual(nothing);
    await things.insertOne({ a: 1 });
    expect(database.connections()).toEqual({ used: 0, idle: 1, waiting: 0 });
    proxy.setWeather({ delayMs: 100 });
    const asked = Promise.all(Array.from({ length: 9 }, () => things.find({})));
    const seen: { used: number; waiting: number }[] = [];
    await waitFor(
      () => {
        seen.push(database.connections());
        return seen.some(({ used, waiting }) => used === 4 && waiting > 0);
      },
      { deadlineMs: 60_000, describe: 'all four connections to be in use, and others to wait' },
    );
    await asked;
    expect(Math.max(...seen.map(({ used }) => used))).toBe(4);
    expect(database.connections()).toEqual({ used: 0, idle: 4, waiting: 0 });
    proxy.cut();
    await waitFor(() => database.connections().idle === 0, { deadlineMs: 60_000, describe: 'the cut to be seen' });
    expect(database.connections()).toEqual(nothing);
  });
});
