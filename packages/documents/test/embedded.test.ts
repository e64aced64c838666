import { DatabaseSync } from 'node:sqlite';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type Document, ObjectId } from 'mongodb';
import { openEmbeddedDatabase } from '../src/index.ts';
import { temporaryFolder } from './temporary-folder.ts';

type Thing = Document & { _id: number };

describe('The embedded database', () => {
  let folder: ReturnType<typeof temporaryFolder>;
  let path: string;
  beforeEach(() => {
    folder = temporaryFolder();
    path = join(folder.path, 'things.sqlite');
  });
  afterEach(() => {
    folder.remove();
  });

  test('keeps documents, indexes and what it knows of arrays from one opening to the next.', async () => {
    const first = await openEmbeddedDatabase({ path });
    await first.collection<Thing>('things').createIndex({ a: 1 }, { unique: true });
    await first.collection<Thing>('things').insertMany([
      { _id: 1, a: [1, 9] },
      { _id: 2, a: 2 },
    ]);
    await first.close();

    const second = await openEmbeddedDatabase({ path });
    const things = second.collection<Thing>('things');
    expect(await things.find({})).toEqual([
      { _id: 1, a: [1, 9] },
      { _id: 2, a: 2 },
    ]);
    expect(await things.explain({ a: { $gt: 4, $lt: 6 } })).toMatchObject({ indexes: ['a_1'], returned: 1 });
    await expect(things.insertOne({ _id: 3, a: 9 })).rejects.toMatchObject({ code: 'DUPLICATE_KEY', index: 'a_1' });
    expect(await second.verifyIndexes()).toEqual([]);
    await second.close();
  });

  test('is one file once it is closed, and is refused to a second opener until then.', async () => {
    const first = await openEmbeddedDatabase({ path });
    await first.collection('things').insertOne({ a: 1 });
    await expect(openEmbeddedDatabase({ path })).rejects.toMatchObject({
      code: 'STORE_IN_USE',
      message: `${path} is in use by another process, or open twice in this one.`,
    });
    await first.close();
    expect(existsSync(`${path}-wal`)).toBe(false);
    await (await openEmbeddedDatabase({ path })).close();
  });

  test('refuses a file that is none of its own, and a folder that is not there.', async () => {
    const other = new DatabaseSync(path);
    other.exec('CREATE TABLE collections (x); PRAGMA user_version = 7');
    other.close();
    const refused = { code: 'STORE_FAILED', message: 'The file has format 7; this version reads 1.' };
    await expect(openEmbeddedDatabase({ path })).rejects.toMatchObject(refused);
    // It let go of the file, or this would say that the file is in use.
    await expect(openEmbeddedDatabase({ path })).rejects.toMatchObject(refused);
    const nowhere = join(folder.path, 'absent', 'things.sqlite');
    await expect(openEmbeddedDatabase({ path: nowhere })).rejects.toMatchObject({ code: 'STORE_FAILED' });
  });

  test('uses the clock and the ids that it is given.', async () => {
    const id = new ObjectId('65f000000000000000000001');
    const database = await openEmbeddedDatabase({ path, now: () => new Date(5), newId: () => id });
    const things = database.collection('things');
    expect(await things.insertOne({ a: 1 })).toEqual({ insertedId: id });
    await things.updateOne({ a: 1 }, { $currentDate: { at: true } });
    expect(await things.findOne({})).toEqual({ _id: id, a: 1, at: new Date(5) });
    await database.close();
  });

  test('stores nothing of a document that its last index refuses.', async () => {
    const database = await openEmbeddedDatabase({ path });
    const things = database.collection<Thing>('things');
    await things.createIndex({ tags: 1 });
    await things.createIndex({ sku: 1 }, { unique: true });
    await things.insertOne({ _id: 1, sku: 'a' });
    await expect(things.insertOne({ _id: 2, sku: 'a', tags: ['x', 'y'] })).rejects.toMatchObject({ index: 'sku_1' });
    await expect(
      things.insertMany([{ _id: 3 }, { _id: 4, sku: 'a', tags: ['z'] }, { _id: 5, sku: 'b' }], { ordered: false }),
    ).rejects.toMatchObject({ positions: [1] });
    expect(await things.distinct('_id', {})).toEqual([1, 3, 5]);
    expect(await database.verifyIndexes()).toEqual([]);
    await database.close();
  });

  test('finds what was read before a refused write as it was.', async () => {
    const database = await openEmbeddedDatabase({ path });
    const things = database.collection<Thing>('things');
    await things.createIndex({ sku: 1 }, { unique: true });
    await things.insertMany([
      { _id: 1, sku: 'a' },
      { _id: 2, sku: 'b' },
    ]);
    expect(await things.find({})).toHaveLength(2);
    // The first document is changed and undone along with the second, which is refused.
    const both = things.updateMany({}, { $set: { sku: 'c' } });
    await expect(both).rejects.toMatchObject({ code: 'DUPLICATE_KEY' });
    expect(await things.find({})).toEqual([
      { _id: 1, sku: 'a' },
      { _id: 2, sku: 'b' },
    ]);
    expect(await things.findOne({ sku: 'c' })).toBeNull();
    expect(await database.verifyIndexes()).toEqual([]);
    await database.close();
  });

  test('stores a batch of 5,000, with the keys of each.', async () => {
    const database = await openEmbeddedDatabase({ path });
    const things = database.collection<Thing>('things');
    await things.createIndex({ tags: 1 });
    await things.insertMany(Array.from({ length: 5000 }, (_, _id) => ({ _id, tags: [`t${_id % 10}`, 'all'] })));
    expect(await things.countDocuments({})).toBe(5000);
    expect(await things.explain({ tags: 't3' })).toMatchObject({ indexes: ['tags_1'], examined: 500, returned: 500 });
    expect(await database.verifyIndexes()).toEqual([]);
    await database.close();
  });

  test('verifyIndexes tells of a key that is missing, and of one that is no document’s.', async () => {
    const database = await openEmbeddedDatabase({ path });
    await database.collection<Thing>('things').createIndex({ a: 1 });
    await database.collection<Thing>('things').insertMany([
      { _id: 1, a: 'x' },
      { _id: 2, a: 'y' },
    ]);
    await database.close();
    const file = new DatabaseSync(path);
    file.exec("DELETE FROM i1 WHERE n = 1; INSERT INTO i1 (key, n) VALUES (x'2078790000', 2)");
    file.close();

    const damaged = await openEmbeddedDatabase({ path });
    expect(await damaged.verifyIndexes()).toEqual([
      'things.a_1 lacks a key of document 1.',
      'things.a_1 holds 2078790000 of document 2, which no document has.',
    ]);
    await damaged.close();
  });

  test('refuses a document of more than 16 MiB, and keeps those before it.', async () => {
    const database = await openEmbeddedDatabase({ path });
    const things = database.collection<Thing>('things');
    const batch = things.insertMany([{ _id: 1 }, { _id: 2, text: 'x'.repeat(16 * 1024 * 1024) }, { _id: 3 }]);
    await expect(batch).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
      message: 'A document takes 16777241 bytes; 16777216 is the most.',
    });
    expect(await things.distinct('_id', {})).toEqual([1]);
    await database.close();
  });
});
