import { describe, expect } from '@jest/globals';
import { type Document, ObjectId } from 'mongodb';
import { collectionWith, type Subject, testOf } from './subject.ts';

export function describeReads(subject: Subject): void {
  describe('reads', () => {
    testOf(subject, 'A document comes back as it went in, its fields in their order.', async () => {
      const document: Document = {
        _id: new ObjectId('65f000000000000000000001'),
        z: 'last letter first',
        a: [1, 2.5, -3, 2 ** 40, 'text', null, true, [{ deep: [] }]],
        at: new Date('1969-12-31T23:59:59.999Z'),
        bytes: Buffer.from([0, 255, 1]),
        nested: { y: 1, x: { empty: {} } },
        text: 'grüße \u0000 \u{1f600}',
      };
      const collection = await collectionWith(subject, [document]);

      const found = await collection.findOne({ _id: document['_id'] as ObjectId });

      expect(found).toStrictEqual(document);
      expect(Object.keys(found ?? {})).toEqual(['_id', 'z', 'a', 'at', 'bytes', 'nested', 'text']);
      expect(Object.keys((found?.['nested'] ?? {}) as object)).toEqual(['y', 'x']);
    });

    testOf(subject, 'What is undefined is not stored, and is null in an array.', async () => {
      const collection = await collectionWith(subject, [{ _id: 1, a: undefined, b: { c: undefined }, d: [undefined] }]);
      expect(await collection.findOne({})).toStrictEqual({ _id: 1, b: {}, d: [null] });
    });

    testOf(subject, 'Numbers are exact to the widest safe integer, and instants to the millisecond.', async () => {
      const numbers = [0, 1, -1, 2 ** 31, 2 ** 53 - 1, -(2 ** 53 - 1), 0.065, 999_999_999.9999];
      const instants = ['0001-01-01T00:00:00.000Z', '1969-12-31T23:59:59.999Z', '9999-12-31T23:59:59.999Z'];
      const collection = await collectionWith(subject, [
        ...numbers.map((v, at) => ({ _id: at, v })),
        ...instants.map((at) => ({ _id: at, v: new Date(at) })),
      ]);
      for (const v of [...numbers, ...instants.map((at) => new Date(at))]) {
        expect((await collection.find({ v })).map((found) => found['v'] as unknown)).toEqual([v]);
      }
      const justBefore = {
        v: { $lt: new Date('1970-01-01T00:00:00.000Z'), $gt: new Date('1969-12-31T23:59:59.998Z') },
      };
      expect(await collection.countDocuments(justBefore)).toBe(1);
      expect(await collection.countDocuments({ v: 2 ** 53 - 2 })).toBe(0);
    });

    testOf(subject, 'Accents, scripts, emoji and a zero byte are told apart in values and in keys.', async () => {
      const texts = ['é', 'e\u0301', 'É', 'ß', 'ss', '日本', '🔥', '👨‍👩‍👧', '👨', 'a\u0000b', 'a', ''];
      const collection = await collectionWith(
        subject,
        texts.map((text, at) => ({ _id: text, at, words: [text, `${text}!`] })),
      );
      await collection.createIndex({ words: 1 });
      for (const [at, text] of texts.entries()) {
        expect(await collection.findOne({ _id: text })).toMatchObject({ at });
        expect((await collection.find({ words: text })).map((found) => found['at'] as number)).toEqual([at]);
      }
      expect(await collection.countDocuments({ words: /^👨/ })).toBe(2);
      expect(await collection.countDocuments({ words: /^É/ })).toBe(1);
    });

    testOf(subject, 'A collection that prefers secondaries answers as any other, where there are none.', async () => {
      const documents = [
        { _id: 1, n: 5 },
        { _id: 2, n: 7 },
      ];
      const name = `test-${new ObjectId().toHexString()}`;
      const browsed = subject.database().collection<Document & { _id: number }>(name, {
        readPreference: 'secondaryPreferred',
        timeoutMS: 5_000,
      });
      await browsed.insertMany(documents);
      expect(await browsed.find({}, { sort: { _id: 1 } })).toEqual(documents);
      expect(await browsed.findOne({ n: 7 })).toEqual({ _id: 2, n: 7 });
      expect(await browsed.countDocuments({ n: { $gt: 5 } })).toBe(1);
      expect(await browsed.distinct('n', { _id: 1 })).toEqual([5]);
      expect(await browsed.aggregate([{ $group: { _id: null, sum: { $sum: '$n' } } }])).toEqual([
        { _id: null, sum: 12 },
      ]);
    });

    testOf(subject, 'Pages by key neither repeat nor skip while documents are added before and behind.', async () => {
      const collection = await collectionWith(
        subject,
        Array.from({ length: 40 }, (_, at) => ({ _id: at, rank: 100 + (at % 4) })),
      );
      await collection.createIndex({ rank: 1, _id: 1 });
      const seen: number[] = [];
      let [rank, id] = [-1, -1];
      for (let page = 0; page < 100; page++) {
        const after = { $or: [{ rank: { $gt: rank } }, { rank, _id: { $gt: id } }] };
        const found = await collection.find(after, { sort: { rank: 1, _id: 1 }, limit: 3 });
        seen.push(...found.map(({ _id }) => _id as number));
        const last = found.at(-1);
        if (last === undefined) break;
        [rank, id] = [last['rank'] as number, last._id as number];
        if (page < 5) {
          await collection.insertMany([
            { _id: 1_000 + page, rank: 0 },
            { _id: 2_000 + page, rank: 200 },
          ]);
        }
      }
      expect(new Set(seen).size).toBe(seen.length);
      const early = Array.from({ length: 40 }, (_, at) => at);
      expect(seen).toEqual(expect.arrayContaining([...early, 2_000, 2_001, 2_002, 2_003, 2_004]));
      expect(seen).not.toContain(1_000);
    });

    testOf(subject, 'What a find returns belongs to the caller.', async () => {
      const collection = await collectionWith(subject, [{ _id: 1, list: [1] }]);
      const found = await collection.findOne({ _id: 1 });
      (found?.['list'] as number[]).push(2);
      expect(await collection.findOne({ _id: 1 })).toStrictEqual({ _id: 1, list: [1] });
    });

    testOf(subject, 'findOne gives null when nothing matches, find an empty array, a count of 0.', async () => {
      const collection = await collectionWith(subject, []);
      expect(await collection.findOne({ _id: 1 })).toBeNull();
      expect(await collection.find({})).toEqual([]);
      expect(await collection.countDocuments({})).toBe(0);
      expect(await collection.distinct('a', {})).toEqual([]);
      expect(await collection.aggregate([{ $match: {} }])).toEqual([]);
    });

    testOf(subject, 'Values of different types sort as MongoDB orders them, missing as null.', async () => {
      const inOrder = [
        null,
        -1,
        0.5,
        7,
        'A',
        'a',
        { a: 1 },
        Buffer.from([9]),
        new ObjectId(),
        false,
        true,
        new Date(0),
      ];
      const documents = inOrder.map((v, _id) => ({ _id, v }));
      const collection = await collectionWith(subject, [...documents].reverse());
      const ascending = await collection.find({}, { sort: { v: 1 } });
      expect(ascending.map(({ _id }) => _id as number)).toEqual(documents.map(({ _id }) => _id));
      const descending = await collection.find({}, { sort: { v: -1 } });
      expect(descending.map(({ _id }) => _id as number)).toEqual(documents.map(({ _id }) => _id).reverse());
    });

    testOf(subject, 'An array sorts by its least element ascending, by its greatest descending.', async () => {
      const collection = await collectionWith(subject, [
        { _id: 1, v: [4, 9] },
        { _id: 2, v: 5 },
        { _id: 3, v: [1, 6] },
        { _id: 4, v: [] },
        { _id: 5, v: null },
      ]);
      const ids = async (direction: 1 | -1) =>
        (await collection.find({}, { sort: { v: direction } })).map(({ _id }) => _id as number);
      expect(await ids(1)).toEqual([4, 5, 3, 1, 2]);
      expect(await ids(-1)).toEqual([1, 3, 2, 5, 4]);
    });

    testOf(
      subject,
      'An array sorts by its least element, be that one the filter is after or not, with an index too.',
      async () => {
        const collection = await collectionWith(subject, [
          { _id: 1, v: 5 },
          { _id: 2, v: [1, 9] },
          { _id: 3, v: 6 },
        ]);
        await collection.createIndex({ v: 1 });
        const found = await collection.find({ v: { $gt: 4 } }, { sort: { v: 1 }, limit: 2 });
        expect(found.map(({ _id }) => _id as number)).toEqual([2, 1]);
      },
    );

    testOf(subject, 'Sort, skip and limit page through several paths, in both directions.', async () => {
      const documents = Array.from({ length: 20 }, (_, _id) => ({ _id, group: { rank: _id % 3 } }));
      const collection = await collectionWith(subject, documents);
      const page = await collection.find({}, { sort: { 'group.rank': -1, _id: 1 }, skip: 5, limit: 4 });
      expect(page.map(({ _id }) => _id as number)).toEqual([17, 1, 4, 7]);
    });

    testOf(subject, 'findOne takes the first of its sort.', async () => {
      const collection = await collectionWith(subject, [{ _id: 1 }, { _id: 3 }, { _id: 2 }]);
      expect(await collection.findOne({}, { sort: { _id: -1 } })).toEqual({ _id: 3 });
    });

    const projected = {
      _id: 1,
      name: 'n',
      price: { amount: 5, currency: 'EUR' },
      variants: [{ sku: 'a', qty: 1 }, 7, { qty: 2 }],
    };
    const projections: [string, Document, Document][] = [
      ['keeps paths', { 'price.amount': 1, name: true }, { _id: 1, name: 'n', price: { amount: 5 } }],
      ['keeps paths of elements', { 'variants.sku': 1 }, { _id: 1, variants: [{ sku: 'a' }, {}] }],
      ['keeps without _id', { name: 1, _id: 0 }, { name: 'n' }],
      ['keeps what is there', { name: 1, absent: 1 }, { _id: 1, name: 'n' }],
      ['keeps _id alone', { _id: 1 }, { _id: 1 }],
      ['leaves out paths', { price: 0, variants: false }, { _id: 1, name: 'n' }],
      [
        'leaves out paths of elements',
        { 'variants.qty': 0, price: 0, _id: 0 },
        { name: 'n', variants: [{ sku: 'a' }, 7, {}] },
      ],
      ['leaves out _id alone', { _id: 0 }, { name: 'n', price: projected.price, variants: projected.variants }],
    ];
    for (const [name, projection, expected] of projections) {
      testOf(subject, `A projection ${name}.`, async () => {
        const collection = await collectionWith(subject, [projected]);
        const [found] = await collection.find({}, { projection: projection });
        expect(found).toStrictEqual(expected);
        expect(Object.keys(found ?? {})).toEqual(Object.keys(expected));
      });
    }

    testOf(subject, 'A stream yields what find does, in the same order.', async () => {
      const documents = Array.from({ length: 450 }, (_, _id) => ({ _id, even: _id % 2 === 0 }));
      const collection = await collectionWith(subject, documents);
      await collection.createIndex({ even: 1, _id: -1 });
      const shapes = [
        {},
        { sort: { _id: -1 } },
        { sort: { even: 1, _id: 1 }, skip: 3, limit: 300 },
        { sort: { even: 1, _id: -1 }, skip: 203, limit: 7, projection: { even: 1, _id: 0 } },
      ] as const;
      for (const shape of shapes) {
        const streamed: Document[] = [];
        for await (const document of collection.stream({ even: true }, shape)) streamed.push(document);
        expect(streamed).toEqual(await collection.find({ even: true }, shape));
      }
    });

    testOf(subject, 'A stream may be left early, and documents may be written while it goes.', async () => {
      const collection = await collectionWith(
        subject,
        Array.from({ length: 500 }, (_, _id) => ({ _id })),
      );
      const seen: unknown[] = [];
      for await (const { _id } of collection.stream({})) {
        seen.push(_id);
        await collection.updateOne({ _id: _id }, { $set: { seen: true } });
        if (seen.length === 210) break;
      }
      expect(new Set(seen).size).toBe(210);
      expect(await collection.countDocuments({ seen: true })).toBe(210);
    });

    testOf(
      subject,
      'distinct gives each value once, elements of arrays one by one, of the documents that match.',
      async () => {
        const collection = await collectionWith(subject, [
          { _id: 1, v: { tags: ['a', 'b'] } },
          { _id: 2, v: { tags: 'b' } },
          { _id: 3, v: [{ tags: 'c' }, {}] },
          { _id: 4, v: { tags: 'd' } },
          { _id: 5 },
        ]);
        const values = await collection.distinct('v.tags', { _id: { $ne: 4 } });
        expect([...values].sort()).toEqual(['a', 'b', 'c']);
      },
    );

    testOf(subject, 'A sort that meets two arrays at once fails, as data that a query cannot work on.', async () => {
      const collection = await collectionWith(subject, [{ _id: 1, a: [1], b: [2] }, { _id: 2 }]);
      await expect(collection.find({}, { sort: { a: 1, b: 1 } })).rejects.toMatchObject({ code: 'QUERY_FAILED' });
    });
  });
}
