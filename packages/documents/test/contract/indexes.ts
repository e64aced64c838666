import { describe, expect } from '@jest/globals';
import type { Document } from 'mongodb';
import { collectionWith, type Subject, testOf } from './subject.ts';

export function describeIndexes(subject: Subject): void {
  describe('indexes', () => {
    testOf(subject, 'createIndex names an index by its keys, and does nothing the second time.', async () => {
      const collection = await collectionWith(subject, [{ _id: 1, a: 1 }]);
      expect(await collection.createIndex({ a: 1, 'b.c': -1 })).toBe('a_1_b.c_-1');
      expect(await collection.createIndex({ a: 1, 'b.c': -1 })).toBe('a_1_b.c_-1');
      expect(await collection.createIndex({ b: 1 }, { name: 'by_b', unique: false })).toBe('by_b');
      expect(await collection.createIndex({ b: 1 }, { name: 'by_b' })).toBe('by_b');
      expect(await collection.createIndex({ _id: 1 })).toBe('_id_');
    });

    testOf(
      subject,
      'Another index of the same name, or of the same keys under another name, is a conflict.',
      async () => {
        const collection = await collectionWith(subject, []);
        await collection.createIndex({ a: 1 }, { name: 'first' });
        const conflict = { code: 'INDEX_CONFLICT' };
        await expect(collection.createIndex({ b: 1 }, { name: 'first' })).rejects.toMatchObject(conflict);
        await expect(collection.createIndex({ a: 1 }, { name: 'second' })).rejects.toMatchObject(conflict);
        await expect(collection.createIndex({ a: 1 }, { name: 'first', unique: true })).rejects.toMatchObject(conflict);
      },
    );

    testOf(subject, 'A unique index refuses an insert and an update, with its name and the key.', async () => {
      const collection = await collectionWith(subject, [
        { _id: 1, sku: 'a' },
        { _id: 2, sku: 'b' },
      ]);
      await collection.createIndex({ sku: 1 }, { unique: true, name: 'by_sku' });
      const duplicate = { code: 'DUPLICATE_KEY', index: 'by_sku', key: { sku: 'a' } };
      await expect(collection.insertOne({ _id: 3, sku: 'a' })).rejects.toMatchObject(duplicate);
      await expect(collection.updateOne({ _id: 2 }, { $set: { sku: 'a' } })).rejects.toMatchObject(duplicate);
      expect(await collection.find({}, { sort: { _id: 1 } })).toEqual([
        { _id: 1, sku: 'a' },
        { _id: 2, sku: 'b' },
      ]);
    });

    testOf(subject, 'A unique index counts missing as null, so only one document may lack the path.', async () => {
      const collection = await collectionWith(subject, [{ _id: 1 }]);
      await collection.createIndex({ sku: 1 }, { unique: true });
      await expect(collection.insertOne({ _id: 2 })).rejects.toMatchObject({ code: 'DUPLICATE_KEY', index: 'sku_1' });
    });

    testOf(subject, 'A unique sparse index lets any number of documents lack the path.', async () => {
      const collection = await collectionWith(subject, []);
      await collection.createIndex({ sku: 1 }, { unique: true, sparse: true });
      await collection.insertMany([{ _id: 1 }, { _id: 2 }, { _id: 3, sku: 'a' }]);
      await expect(collection.insertOne({ sku: 'a' })).rejects.toMatchObject({ code: 'DUPLICATE_KEY' });
      expect(await collection.find({}, { sort: { sku: 1, _id: 1 } })).toEqual([
        { _id: 1 },
        { _id: 2 },
        { _id: 3, sku: 'a' },
      ]);
      expect(await collection.countDocuments({ sku: null })).toBe(2);
    });

    testOf(
      subject,
      'A unique index of an array keeps each element from other documents, not from its own.',
      async () => {
        const collection = await collectionWith(subject, [{ _id: 1, variants: [{ sku: 'a' }, { sku: 'b' }] }]);
        await collection.createIndex({ 'variants.sku': 1 }, { unique: true });
        await collection.insertOne({ _id: 2, variants: [{ sku: 'c' }, { sku: 'c' }] });
        const taken = { code: 'DUPLICATE_KEY', index: 'variants.sku_1', key: { 'variants.sku': 'b' } };
        await expect(collection.insertOne({ variants: [{ sku: 'd' }, { sku: 'b' }] })).rejects.toMatchObject(taken);
        const withoutB: Document = { $pull: { variants: { sku: 'b' } } };
        await collection.updateOne({ _id: 1 }, withoutB);
        await collection.insertOne({ _id: 3, variants: [{ sku: 'b' }] });
        expect(await collection.findOne({ 'variants.sku': 'b' })).toEqual({ _id: 3, variants: [{ sku: 'b' }] });
      },
    );

    testOf(subject, 'A refused key of a date and a path is told as the values that were refused.', async () => {
      const collection = await collectionWith(subject, []);
      await collection.createIndex({ at: 1, 'o.n': 1 }, { unique: true });
      const document = { at: new Date(5), o: { n: 'x' } };
      await collection.insertOne(document);
      await expect(collection.insertOne(document)).rejects.toMatchObject({ key: { at: new Date(5), 'o.n': 'x' } });
    });

    testOf(subject, 'indexes tells what there is, the primary one included; of nothing, nothing.', async () => {
      const collection = await collectionWith(subject, []);
      expect(await collection.indexes()).toEqual([]);
      await collection.createIndex({ 'v.sku': 1 }, { unique: true, name: 'sku' });
      await collection.createIndex({ at: -1, _id: 1 }, { sparse: true });
      const indexes = await collection.indexes();
      expect(indexes.toSorted((a, b) => (a.name < b.name ? -1 : 1))).toEqual([
        { name: '_id_', keys: { _id: 1 }, unique: true, sparse: false },
        { name: 'at_-1__id_1', keys: { at: -1, _id: 1 }, unique: false, sparse: true },
        { name: 'sku', keys: { 'v.sku': 1 }, unique: true, sparse: false },
      ]);
      expect(indexes.map(({ keys }) => Object.keys(keys))).toContainEqual(['at', '_id']);
    });

    testOf(subject, 'indexes tells the filter of a partial index.', async () => {
      const collection = await collectionWith(subject, []);
      await collection.createIndex({ a: 1 }, { name: 'live', partialFilterExpression: { live: true } });
      expect(await collection.indexes()).toContainEqual({
        name: 'live',
        keys: { a: 1 },
        unique: false,
        sparse: false,
        partialFilterExpression: { live: true },
      });
    });

    testOf(subject, 'A compound unique index refuses only the whole key.', async () => {
      const collection = await collectionWith(subject, [{ _id: 1, a: 1, b: 1 }]);
      await collection.createIndex({ a: 1, b: -1 }, { unique: true });
      await collection.insertMany([
        { _id: 2, a: 1, b: 2 },
        { _id: 3, a: 2, b: 1 },
      ]);
      await expect(collection.insertOne({ a: 1, b: 2 })).rejects.toMatchObject({ key: { a: 1, b: 2 } });
    });

    testOf(subject, 'A unique index over documents that break it is refused, and is not made.', async () => {
      const collection = await collectionWith(subject, [
        { _id: 1, a: 1 },
        { _id: 2, a: 1 },
      ]);
      await expect(collection.createIndex({ a: 1 }, { unique: true })).rejects.toMatchObject({ code: 'DUPLICATE_KEY' });
      await collection.insertOne({ _id: 3, a: 1 });
      expect(await collection.countDocuments({ a: 1 })).toBe(3);
    });

    testOf(subject, 'A partial index is about the documents that match its filter.', async () => {
      const collection = await collectionWith(subject, [
        { _id: 1, sku: 'a', live: true },
        { _id: 2, sku: 'a', live: false },
      ]);
      await collection.createIndex({ sku: 1 }, { unique: true, partialFilterExpression: { live: true } });
      await collection.insertOne({ _id: 3, sku: 'a', live: false });
      await expect(collection.insertOne({ sku: 'a', live: true })).rejects.toMatchObject({ code: 'DUPLICATE_KEY' });
      const revive = collection.updateOne({ _id: 3 }, { $set: { live: true } });
      await expect(revive).rejects.toMatchObject({ code: 'DUPLICATE_KEY', index: 'sku_1' });
      expect(await collection.countDocuments({ sku: 'a' })).toBe(3);
    });

    testOf(subject, 'Queries give the same with an index as without, whatever is indexed.', async () => {
      const documents = [
        { _id: 1, a: 5 },
        { _id: 2, a: [1, 9] },
        { _id: 3, a: null },
        { _id: 4 },
        { _id: 5, a: 'abc' },
        { _id: 6, a: 'ABC' },
        { _id: 7, a: [] },
        { _id: 8, a: { b: 1 } },
        {
          _id: 9,
          a: [
            { b: 1, c: 9 },
            { b: 5, c: 8 },
          ],
        },
      ];
      const filters = [
        { a: 5 },
        { a: null },
        { a: { $in: [null, 9] } },
        { a: { $gt: 4, $lt: 6 } },
        { a: { $elemMatch: { $gt: 4, $lt: 6 } } },
        { a: /^ab/ },
        { a: { $exists: true } },
        { a: { b: 1 } },
        { a: [1, 9] },
        { 'a.b': { $gte: 1, $lte: 4 } },
        { 'a.b': null },
        { 'a.b': 1, 'a.c': 8 },
        { 'a.b': { $in: [1, 5] }, 'a.c': { $gt: 8 } },
        { $or: [{ a: 5 }, { a: 'abc' }, { 'a.b': 5 }] },
        { a: { $ne: null } },
      ];
      const plain = await collectionWith(subject, documents);
      const indexed = await collectionWith(subject, documents);
      await indexed.createIndex({ a: -1 });
      await indexed.createIndex({ 'a.b': 1, 'a.c': 1 });
      for (const filter of filters) {
        const sort = { _id: -1 } as const;
        expect(await indexed.find(filter, { sort })).toEqual(await plain.find(filter, { sort }));
      }
    });
  });
}
