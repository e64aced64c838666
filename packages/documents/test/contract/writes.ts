import { describe, expect } from '@jest/globals';
import { type Document, ObjectId } from 'mongodb';
import { DuplicateKeyError } from '../../src/index.ts';
import { collectionWith, type Subject, type TestDocument, testOf } from './subject.ts';

const rejection = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => 'resolved',
    (error: unknown) => error,
  );

export function describeWrites(subject: Subject): void {
  describe('writes', () => {
    testOf(
      subject,
      'insertOne gives a document without _id an ObjectId, puts it first, and leaves the argument alone.',
      async () => {
        const collection = await collectionWith(subject, []);
        const document = { a: 1 };
        const { insertedId } = await collection.insertOne(document);
        expect(insertedId).toBeInstanceOf(ObjectId);
        expect(document).toStrictEqual({ a: 1 });
        const found = await collection.findOne({});
        expect(found).toStrictEqual({ _id: insertedId, a: 1 });
        expect(Object.keys(found ?? {})).toEqual(['_id', 'a']);
      },
    );

    const ids: [string, TestDocument['_id']][] = [
      ['a string', 'key'],
      ['a number', 1.5],
      ['a boolean', false],
      ['a date', new Date(5)],
      ['bytes', Buffer.from('key')],
      ['an object', { sku: 'a', at: new Date(1) }],
    ];
    for (const [name, _id] of ids) {
      testOf(subject, `An _id may be ${name}, and is found by its value.`, async () => {
        const collection = await collectionWith(subject, [{ _id, found: true }, { _id: 'other' }]);
        expect(await collection.findOne({ _id })).toStrictEqual({ _id, found: true });
        await expect(collection.insertOne({ _id })).rejects.toMatchObject({ code: 'DUPLICATE_KEY', index: '_id_' });
      });
    }

    testOf(subject, 'A second document with an _id is refused, with the index and the key.', async () => {
      const collection = await collectionWith(subject, [{ _id: 'a', v: 1 }]);
      const error = await rejection(collection.insertOne({ _id: 'a', v: 2 }));
      expect(error).toBeInstanceOf(DuplicateKeyError);
      expect(error).toMatchObject({ code: 'DUPLICATE_KEY', index: '_id_', key: { _id: 'a' }, positions: [0] });
      expect(await collection.find({})).toEqual([{ _id: 'a', v: 1 }]);
    });

    testOf(subject, 'insertMany stores all, and says their _ids by position.', async () => {
      const collection = await collectionWith(subject, []);
      const result = await collection.insertMany([{ _id: 7 }, { _id: 3 }]);
      expect(result).toEqual({ insertedCount: 2, insertedIds: [7, 3] });
      expect(await collection.insertMany([])).toEqual({ insertedCount: 0, insertedIds: [] });
      expect(await collection.countDocuments({})).toBe(2);
    });

    testOf(subject, 'An ordered insertMany stops at the first document refused.', async () => {
      const collection = await collectionWith(subject, [{ _id: 2 }]);
      const error = await rejection(collection.insertMany([{ _id: 1 }, { _id: 2 }, { _id: 3 }]));
      expect(error).toMatchObject({ code: 'DUPLICATE_KEY', index: '_id_', key: { _id: 2 }, positions: [1] });
      expect([...(await collection.distinct('_id', {}))].sort()).toEqual([1, 2]);
    });

    testOf(subject, 'An unordered insertMany stores what is not refused, and names all that were.', async () => {
      const collection = await collectionWith(subject, [{ _id: 2 }]);
      const documents = [{ _id: 1 }, { _id: 2 }, { _id: 3 }, { _id: 1 }];
      const error = await rejection(collection.insertMany(documents, { ordered: false }));
      expect(error).toMatchObject({ code: 'DUPLICATE_KEY', positions: [1, 3] });
      expect([...(await collection.distinct('_id', {}))].sort()).toEqual([1, 2, 3]);
    });

    testOf(subject, 'updateOne changes one document, and tells matched from modified.', async () => {
      const collection = await collectionWith(subject, [
        { _id: 1, v: 1 },
        { _id: 2, v: 1 },
      ]);
      const changed = await collection.updateOne({ v: 1 }, { $set: { v: 2 } });
      expect(changed).toEqual({ matchedCount: 1, modifiedCount: 1, upsertedId: null });
      expect(await collection.countDocuments({ v: 2 })).toBe(1);
      const same = await collection.updateOne({ v: 2 }, { $set: { v: 2 } });
      expect(same).toEqual({ matchedCount: 1, modifiedCount: 0, upsertedId: null });
      const none = await collection.updateOne({ v: 3 }, { $set: { v: 4 } });
      expect(none).toEqual({ matchedCount: 0, modifiedCount: 0, upsertedId: null });
    });

    testOf(
      subject,
      'updateMany changes every match once, also when the change moves documents along an index.',
      async () => {
        const collection = await collectionWith(
          subject,
          Array.from({ length: 50 }, (_, _id) => ({ _id, v: _id })),
        );
        await collection.createIndex({ v: 1 });
        const result = await collection.updateMany({ v: { $gte: 10 } }, { $inc: { v: 5 } });
        expect(result).toEqual({ matchedCount: 40, modifiedCount: 40, upsertedId: null });
        const values = (await collection.find({}, { sort: { _id: 1 } })).map(({ v }) => v as number);
        expect(values).toEqual(Array.from({ length: 50 }, (_, v) => (v >= 10 ? v + 5 : v)));
      },
    );

    testOf(subject, 'An upsert makes a document of the equalities of the filter and the update.', async () => {
      const collection = await collectionWith(subject, []);
      const filter = { sku: 'a', 'price.currency': { $eq: 'EUR' }, stock: { $gt: 3 }, $and: [{ shop: 7 }] };
      const update: Document = {
        $set: { name: 'n' },
        $setOnInsert: { made: 1 },
        $inc: { count: 2 },
        $push: { tags: 'x' },
      };
      const result = await collection.updateOne(filter, update, { upsert: true });
      expect(result).toMatchObject({ matchedCount: 0, modifiedCount: 0 });
      expect(result.upsertedId).toBeInstanceOf(ObjectId);
      expect(await collection.findOne({})).toEqual({
        _id: result.upsertedId,
        sku: 'a',
        price: { currency: 'EUR' },
        shop: 7,
        name: 'n',
        made: 1,
        count: 2,
        tags: ['x'],
      });
    });

    testOf(
      subject,
      'An upsert takes its _id from the filter; when it matches, it is an update and $setOnInsert does nothing.',
      async () => {
        const collection = await collectionWith(subject, []);
        const upsert = () =>
          collection.updateOne({ _id: 'a' }, { $inc: { n: 1 }, $setOnInsert: { first: true } }, { upsert: true });
        expect(await upsert()).toEqual({ matchedCount: 0, modifiedCount: 0, upsertedId: 'a' });
        expect(await upsert()).toEqual({ matchedCount: 1, modifiedCount: 1, upsertedId: null });
        expect(await collection.find({})).toEqual([{ _id: 'a', n: 2, first: true }]);
      },
    );

    testOf(subject, 'An upsert that meets a unique key is refused, and stores nothing.', async () => {
      const collection = await collectionWith(subject, [{ _id: 1, sku: 'a' }]);
      await collection.createIndex({ sku: 1 }, { unique: true });
      const upsert = collection.updateOne({ _id: 2 }, { $set: { sku: 'a' } }, { upsert: true });
      await expect(upsert).rejects.toMatchObject({ code: 'DUPLICATE_KEY', index: 'sku_1' });
      expect(await collection.countDocuments({})).toBe(1);
    });

    testOf(subject, 'findOneAndUpdate gives the document before, or after, or null.', async () => {
      const collection = await collectionWith(subject, [{ _id: 1, n: 1 }]);
      expect(await collection.findOneAndUpdate({ _id: 1 }, { $inc: { n: 1 } })).toEqual({ _id: 1, n: 1 });
      const after = await collection.findOneAndUpdate({ _id: 1 }, { $inc: { n: 1 } }, { returnDocument: 'after' });
      expect(after).toEqual({ _id: 1, n: 3 });
      expect(await collection.findOneAndUpdate({ _id: 2 }, { $inc: { n: 1 } })).toBeNull();
    });

    testOf(subject, 'findOneAndUpdate changes the first of its sort.', async () => {
      const collection = await collectionWith(subject, [
        { _id: 1, n: 5 },
        { _id: 2, n: 9 },
        { _id: 3, n: 7 },
      ]);
      const update = { $set: { taken: true } };
      expect(await collection.findOneAndUpdate({ taken: null }, update, { sort: { n: -1 } })).toEqual({ _id: 2, n: 9 });
      expect(await collection.findOneAndUpdate({ taken: null }, update, { sort: { n: -1 } })).toEqual({ _id: 3, n: 7 });
    });

    testOf(subject, 'findOneAndUpdate that upserts gives null before, and the new document after.', async () => {
      const collection = await collectionWith(subject, []);
      const update = { $inc: { n: 1 } };
      expect(await collection.findOneAndUpdate({ _id: 1 }, update, { upsert: true })).toBeNull();
      const after = { upsert: true, returnDocument: 'after' } as const;
      expect(await collection.findOneAndUpdate({ _id: 2 }, update, after)).toEqual({ _id: 2, n: 1 });
    });

    testOf(subject, 'Of updates that race for one document on a condition, one wins.', async () => {
      const collection = await collectionWith(subject, [{ _id: 1, stock: 3 }]);
      const take = () => collection.updateOne({ _id: 1, stock: { $gte: 1 } }, { $inc: { stock: -1 } });
      const results = await Promise.all(Array.from({ length: 8 }, take));
      expect(results.filter(({ modifiedCount }) => modifiedCount === 1)).toHaveLength(3);
      expect(await collection.findOne({ _id: 1 })).toEqual({ _id: 1, stock: 0 });
    });

    testOf(subject, 'Of fifty inserts of one unique key at the same moment, one wins.', async () => {
      const collection = await collectionWith(subject, []);
      await collection.createIndex({ 'variants.sku': 1 }, { unique: true, name: 'sku' });
      const insert = (_id: number) =>
        collection.insertOne({ _id, variants: [{ sku: `own ${_id}` }, { sku: 'wanted' }] });
      const results = await Promise.all(Array.from({ length: 50 }, (_, at) => rejection(insert(at).then(() => at))));
      const refused = results.filter((result) => result instanceof DuplicateKeyError);
      expect(refused).toHaveLength(49);
      for (const error of refused) expect(error).toMatchObject({ index: 'sku', key: { 'variants.sku': 'wanted' } });
      expect(await collection.countDocuments({})).toBe(1);
    });

    testOf(subject, 'Of fifty upserts of one _id at the same moment, one inserts.', async () => {
      const collection = await collectionWith(subject, []);
      const upsert = () => collection.updateOne({ _id: 'a' }, { $inc: { n: 1 } }, { upsert: true });
      const results = await Promise.allSettled(Array.from({ length: 50 }, upsert));
      const done = results.filter((result) => result.status === 'fulfilled');
      for (const result of results) {
        if (result.status === 'rejected') expect(result.reason).toBeInstanceOf(DuplicateKeyError);
      }
      expect(done.filter(({ value }) => value.upsertedId === 'a')).toHaveLength(1);
      expect(await collection.find({})).toEqual([{ _id: 'a', n: done.length }]);
    });

    for (const count of [101, 1_001, 2_500]) {
      testOf(subject, `${count} documents are written, found by their ids and changed in one call each.`, async () => {
        const documents = Array.from({ length: count }, (_, _id) => ({ _id, n: 0 }));
        const collection = await collectionWith(subject, documents);
        const ids = documents.map(({ _id }) => _id);
        expect(await collection.find({ _id: { $in: ids } }, { sort: { _id: 1 } })).toEqual(documents);
        const changed = await collection.bulkWrite(
          ids.map((_id) => ({ updateOne: { filter: { _id }, update: { $inc: { n: 1 } } } })),
        );
        expect(changed).toMatchObject({ matchedCount: count, modifiedCount: count });
        const last = count - 1;
        const again = collection.insertMany([{ _id: count }, { _id: last }, { _id: count + 1 }], { ordered: false });
        await expect(again).rejects.toMatchObject({ positions: [1] });
        expect(await collection.deleteMany({ _id: { $in: [...ids, count, count + 1] } })).toEqual({
          deletedCount: count + 2,
        });
      });

      testOf(subject, `An unordered batch names the refused of ${count} by their positions.`, async () => {
        const collection = await collectionWith(subject, [{ _id: 0 }, { _id: count - 1 }]);
        const documents = Array.from({ length: count }, (_, _id) => ({ _id }));
        const error = await rejection(collection.insertMany(documents, { ordered: false }));
        expect(error).toMatchObject({ code: 'DUPLICATE_KEY', positions: [0, count - 1] });
        expect(await collection.countDocuments({})).toBe(count);
      });
    }

    testOf(subject, 'deleteOne deletes one, deleteMany all that match.', async () => {
      const collection = await collectionWith(subject, [
        { _id: 1, v: 1 },
        { _id: 2, v: 1 },
        { _id: 3, v: 1 },
        { _id: 4 },
      ]);
      expect(await collection.deleteOne({ v: 1 })).toEqual({ deletedCount: 1 });
      expect(await collection.deleteMany({ v: 1 })).toEqual({ deletedCount: 2 });
      expect(await collection.deleteMany({ v: 1 })).toEqual({ deletedCount: 0 });
      expect(await collection.find({})).toEqual([{ _id: 4 }]);
    });

    testOf(subject, 'bulkWrite applies its operations in order, and counts them.', async () => {
      const collection = await collectionWith(subject, [{ _id: 1, n: 0 }, { _id: 9 }]);
      const result = await collection.bulkWrite([
        { insertOne: { document: { _id: 2, n: 0 } } },
        { updateOne: { filter: { _id: 3 }, update: { $set: { n: 0 } }, upsert: true } },
        { updateMany: { filter: { n: 0 }, update: { $inc: { n: 1 } } } },
        { deleteOne: { filter: { _id: 9 } } },
        { deleteMany: { filter: { n: 5 } } },
      ]);
      expect(result).toEqual({
        insertedCount: 1,
        matchedCount: 3,
        modifiedCount: 3,
        upsertedCount: 1,
        deletedCount: 1,
      });
      expect(await collection.find({}, { sort: { _id: 1 } })).toEqual([1, 2, 3].map((_id) => ({ _id, n: 1 })));
    });

    testOf(
      subject,
      'An ordered bulkWrite keeps what came before the refused operation; an unordered one all others.',
      async () => {
        const collection = await collectionWith(subject, [{ _id: 1 }]);
        const operations = (first: number) => [
          { insertOne: { document: { _id: first } } },
          { insertOne: { document: { _id: 1 } } },
          { insertOne: { document: { _id: first + 1 } } },
        ];
        const duplicate = { code: 'DUPLICATE_KEY', index: '_id_', positions: [1] };
        await expect(collection.bulkWrite(operations(10))).rejects.toMatchObject(duplicate);
        await expect(collection.bulkWrite(operations(20), { ordered: false })).rejects.toMatchObject(duplicate);
        expect([...(await collection.distinct('_id', {}))].sort()).toEqual([1, 10, 20, 21]);
      },
    );

    testOf(subject, 'A document that an index cannot take apart is refused.', async () => {
      const collection = await collectionWith(subject, []);
      await collection.createIndex({ a: 1, b: 1 });
      await collection.insertOne({ _id: 1, a: [1, 2], b: 3 });
      await expect(collection.insertOne({ _id: 2, a: [1], b: [2] })).rejects.toMatchObject({ code: 'WRITE_REFUSED' });
      await expect(collection.updateOne({ _id: 1 }, { $set: { b: [3] } })).rejects.toMatchObject({
        code: 'WRITE_REFUSED',
      });
      expect(await collection.find({})).toEqual([{ _id: 1, a: [1, 2], b: 3 }]);
    });
  });
}
