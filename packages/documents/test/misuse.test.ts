import { describe, expect, test } from '@jest/globals';
import { type Document, Decimal128, Long, ObjectId } from 'mongodb';
import { createCheckedCollection } from '../src/checks/checked-collection.ts';
import type { CollectionEngine } from '../src/collection-engine.ts';
import { type DocumentCollection, openEmbeddedDatabase, openMongoDatabase } from '../src/index.ts';

/** The front of both adapters, before an engine that nothing may reach. */
function untouchable(): DocumentCollection<Document> {
  const never = (): never => {
    throw new TypeError('The engine was called.');
  };
  const engine: CollectionEngine = {
    find: never,
    stream: never,
    count: never,
    distinct: never,
    aggregate: never,
    write: never,
    update: never,
    findOneAndUpdate: never,
    createIndex: never,
    indexes: never,
  };
  return createCheckedCollection({ engine, newId: () => new ObjectId(), isOpen: () => true });
}

/** What a careless caller passes, past the types. */
const careless = (value: unknown) => value as never;

type Call = (collection: DocumentCollection<Document>) => Promise<unknown>;

/** Long, since each way to be wrong has its message. */
const invalid: [name: string, call: Call, message: string][] = [
  [
    'an option of another name',
    (c) => c.find({}, careless({ sorted: { a: 1 } })),
    'find has no option "sorted"; it takes projection, sort, limit, skip.',
  ],
  [
    'an option of another method',
    (c) => c.findOne({}, careless({ limit: 1 })),
    'findOne has no option "limit"; it takes projection, sort.',
  ],
  [
    'options that are none',
    (c) => c.updateOne({}, { $set: { a: 1 } }, careless(true)),
    'updateOne takes an options object, got true.',
  ],
  [
    'an upsert that is not true or false',
    (c) => c.updateOne({}, { $set: { a: 1 } }, careless({ upsert: 1 })),
    'updateOne: upsert must be true or false, got 1.',
  ],
  [
    'a returnDocument of another name',
    (c) => c.findOneAndUpdate({}, { $set: { a: 1 } }, careless({ returnDocument: 'new' })),
    'findOneAndUpdate: returnDocument must be before or after, got "new".',
  ],
  [
    'a limit of 0, which a server takes for none',
    (c) => c.find({}, { limit: 0 }),
    'find: limit must be an integer of at least 1, got 0.',
  ],
  ['half a skip', (c) => c.find({}, { skip: 0.5 }), 'find: skip must be an integer of at least 0, got 0.5.'],
  [
    'a sort without a direction',
    (c) => c.find({}, { sort: careless({ a: 'asc' }) }),
    'find: sort by "a" must be 1 or -1, got "asc".',
  ],
  ['an empty sort', (c) => c.find({}, { sort: {} }), 'find: sort must be an object such as { createdAt: -1 }, got {}.'],
  [
    'a projection both ways',
    (c) => c.find({}, { projection: { a: 1, b: 0 } }),
    'find: projection keeps "a" and leaves out "b": do one or the other.',
  ],
  [
    'a projection of a path and its inside',
    (c) => c.find({}, { projection: { a: 1, 'a.b': 1 } }),
    'find: projection names both "a" and "a.b", which is inside it.',
  ],
  [
    'a computed projection',
    (c) => c.find({}, { projection: careless({ a: '$b' }) }),
    'find: projection of "a" must be 1, 0, true or false, got "$b".',
  ],

  ['a filter that is none', (c) => c.findOne(careless('abc')), 'findOne: the filter must be an object, got "abc".'],
  [
    'undefined in a filter, which a driver would drop',
    (c) => c.deleteMany({ customer: undefined }),
    'deleteMany: the filter has undefined for "customer": say null, or leave the condition out.',
  ],
  [
    'undefined for an operator',
    (c) => c.find({ a: { $gt: undefined } }),
    'find: the filter\'s "a" has undefined for $gt.',
  ],
  [
    'undefined in a list',
    (c) => c.find({ a: { $in: [1, undefined] } }),
    'find: the filter\'s "a".$in holds undefined: say null, or leave it out.',
  ],
  [
    'a list that is none',
    (c) => c.find({ a: { $in: careless('x') } }),
    'find: the filter\'s "a".$in must be an array, got "x".',
  ],
  [
    'operators among fields',
    (c) => c.find({ a: { $gt: 1, b: 2 } }),
    'find: the filter\'s "a" mixes operators with the field "b": use one or the other.',
  ],
  [
    'an $or of nothing',
    (c) => c.countDocuments({ $or: [] }),
    "countDocuments: the filter's $or must be a non-empty array of filters, got [].",
  ],
  [
    'an empty part of a path',
    (c) => c.find({ 'a..b': 1 }),
    'A path of find: the filter must be a path such as "name" or "price.amount", got "a..b".',
  ],
  [
    'a flag that the driver loses',
    (c) => c.find({ a: /x/g }),
    'find: the filter\'s "a" must have no flags but i and m (the driver loses the others), got /x/g.',
  ],
  [
    'options without a pattern',
    (c) => c.find({ a: { $options: 'i' } }),
    'find: the filter\'s "a".$options needs a $regex beside it.',
  ],
  [
    'a pattern that is none',
    (c) => c.find({ a: { $regex: '(' } }),
    'find: the filter\'s "a".$regex is not a regular expression: Invalid regular expression: /(/: Unterminated group',
  ],
  [
    'a type that numbers cannot tell',
    (c) => c.find({ a: { $type: 'int' } }),
    'find: the filter\'s "a".$type must be one or an array of array, binData, bool, date, null, number, object, objectId, string, got "int".',
  ],
  [
    'a field that is none, to distinct',
    (c) => c.distinct('', {}),
    'distinct: the field must be a path such as "name" or "price.amount", got "".',
  ],

  [
    'a Decimal128',
    (c) => c.insertOne({ price: Decimal128.fromString('1.5') }),
    'insertOne: the document.price is a BSON Decimal128: a document holds null, booleans, finite numbers, strings, valid dates, ObjectIds of the mongodb package, Buffers, arrays and plain objects.',
  ],
  [
    'a Long, deep inside',
    (c) => c.insertOne({ a: [{ b: Long.fromNumber(5) }] }),
    'insertOne: the document.a.0.b is a BSON Long: a document holds null, booleans, finite numbers, strings, valid dates, ObjectIds of the mongodb package, Buffers, arrays and plain objects.',
  ],
  [
    'a bigint',
    (c) => c.insertMany([{ a: 1 }, { a: 5n }]),
    'insertMany: document 1.a is 5n: a document holds null, booleans, finite numbers, strings, valid dates, ObjectIds of the mongodb package, Buffers, arrays and plain objects.',
  ],
  [
    'NaN',
    (c) => c.updateOne({}, { $set: { a: NaN } }),
    'updateOne: the update\'s $set of "a" is NaN: a document holds null, booleans, finite numbers, strings, valid dates, ObjectIds of the mongodb package, Buffers, arrays and plain objects.',
  ],
  [
    'a class instance',
    (c) => c.insertOne({ a: new Map() }),
    'insertOne: the document.a is an instance of Map: a document holds null, booleans, finite numbers, strings, valid dates, ObjectIds of the mongodb package, Buffers, arrays and plain objects.',
  ],
  [
    'a function',
    (c) => c.insertOne({ a: () => 1 }),
    'insertOne: the document.a is a function: a document holds null, booleans, finite numbers, strings, valid dates, ObjectIds of the mongodb package, Buffers, arrays and plain objects.',
  ],
  [
    'an invalid date',
    (c) => c.find({ a: new Date(NaN) }),
    'find: the filter\'s "a" is an invalid date: a document holds null, booleans, finite numbers, strings, valid dates, ObjectIds of the mongodb package, Buffers, arrays and plain objects.',
  ],
  [
    'a RegExp as a value',
    (c) => c.insertOne({ a: /x/ }),
    'insertOne: the document.a is the RegExp /x/: a document holds null, booleans, finite numbers, strings, valid dates, ObjectIds of the mongodb package, Buffers, arrays and plain objects.',
  ],
  [
    'a name that is a path',
    (c) => c.insertOne({ 'a.b': 1 }),
    'insertOne: the document has a field named "a.b": a name is not empty, does not begin with "$" and holds no ".".',
  ],
  [
    'a name that is an operator',
    (c) => c.insertOne({ a: { $set: 1 } }),
    'insertOne: the document.a has a field named "$set": a name is not empty, does not begin with "$" and holds no ".".',
  ],
  [
    'an array as _id',
    (c) => c.insertOne({ _id: careless([1]) }),
    'insertOne: the document._id must be an ObjectId, string, number, boolean, date, Buffer or object, got [1].',
  ],
  [
    'null as _id',
    (c) => c.insertOne({ _id: careless(null) }),
    'insertOne: the document._id must be an ObjectId, string, number, boolean, date, Buffer or object, got null.',
  ],
  ['a document that is none', (c) => c.insertOne(careless([])), 'insertOne: the document must be an object, got [].'],
  ['one document to insertMany', (c) => c.insertMany(careless({ a: 1 })), 'insertMany takes an array, got {"a":1}.'],

  [
    'a replacement as an update',
    (c) => c.updateOne({}, { a: 1 }),
    'updateOne: the update has the field "a" where an operator such as $set must be.',
  ],
  [
    'an update of nothing',
    (c) => c.updateOne({}, { $set: { a: undefined } }),
    'updateOne: the update changes nothing: it needs an operator with a field.',
  ],
  [
    'two changes of one path',
    (c) => c.updateOne({}, { $set: { a: 1 }, $inc: { a: 1 } }),
    'updateOne: the update names "a" twice.',
  ],
  [
    'a change inside of a change',
    (c) => c.updateMany({}, { $set: { 'a.b': 1 }, $unset: { a: 1 } }),
    'updateMany: the update names both "a" and "a.b", which is inside it.',
  ],
  [
    'an increment that is no number',
    (c) => c.updateOne({}, { $inc: { a: careless('1') } }),
    'updateOne: the update\'s $inc of "a" must be a number, got "1".',
  ],
  [
    'an $each that is no array',
    (c) => c.updateOne({}, careless({ $push: { a: { $each: 1 } } })),
    'updateOne: the update\'s $push of "a" must have an array as $each, got 1.',
  ],
  [
    'an identifier without a filter',
    (c) => c.updateOne({}, { $set: { 'a.$[x]': 1 } }),
    'updateOne: the update has $[x] without an array filter for it.',
  ],
  [
    'an array filter without a use',
    (c) => c.updateOne({}, { $set: { a: 1 } }, { arrayFilters: [{ x: 1 }] }),
    'updateOne: the update needs exactly one array filter for each identifier; see "x".',
  ],
  [
    'a filter about two identifiers',
    (c) => c.updateOne({}, { $set: { 'a.$[x]': 1 } }, { arrayFilters: [{ x: 1, y: 2 }] }),
    'updateOne: the update\'s arrayFilters[0] must be about one identifier, got {"x":1,"y":2}.',
  ],
  ['a bulk of nothing', (c) => c.bulkWrite([]), 'bulkWrite takes a non-empty array, got [].'],
  [
    'a bulk operation with a wrong option',
    (c) => c.bulkWrite([{ updateOne: careless({ filter: {}, update: { $set: { a: 1 } }, upsort: true }) }]),
    'bulkWrite: operation 0.updateOne has no option "upsort"; it takes upsert, arrayFilters, filter, update.',
  ],

  [
    'a pipeline that is none',
    (c) => c.aggregate(careless({ $match: {} })),
    'aggregate: the pipeline must be an array of stages, got {"$match":{}}.',
  ],
  [
    'two stages in one',
    (c) => c.aggregate([{ $match: {}, $limit: 1 }]),
    'aggregate: the pipeline[0] must be an object with one stage, got {"$match":{},"$limit":1}.',
  ],
  [
    'too few arguments',
    (c) => c.aggregate([{ $project: { a: { $divide: ['$b'] } } }]),
    'aggregate: the pipeline[0].$project.a.$divide takes 2 arguments, got 1.',
  ],
  [
    'a named argument that lacks',
    (c) => c.aggregate([{ $project: { a: { $map: { input: '$b' } } } }]),
    'aggregate: the pipeline[0].$project.a.$map takes an object with input, in, as, got {"input":"$b"}.',
  ],
  [
    'a $switch without a default',
    (c) => c.aggregate([{ $project: { a: { $switch: { branches: [] } } } }]),
    'aggregate: the pipeline[0].$project.a.$switch takes branches and a default, got {"branches":[]}.',
  ],
  [
    'a position in an expression',
    (c) => c.aggregate([{ $project: { a: '$b.0' } }]),
    'aggregate: the pipeline[0].$project.a refers to "$b.0": in an expression take an element with $arrayElemAt.',
  ],
  [
    'boundaries that do not ascend',
    (c) => c.aggregate([{ $bucket: { groupBy: '$a', boundaries: [5, 1] } }]),
    'aggregate: the pipeline[0].$bucket.boundaries must ascend within one type, got [5,1].',
  ],
  [
    'a $group without _id',
    (c) => c.aggregate([{ $group: { n: { $sum: 1 } } }]),
    'aggregate: the pipeline[0].$group must be an object with an _id, got {"n":{"$sum":1}}.',
  ],
  [
    'a facet in a facet',
    (c) => c.aggregate([{ $facet: { a: [{ $facet: { b: [] } }] } }]),
    'aggregate: the pipeline[0].$facet.a holds another $facet.',
  ],

  [
    'an index without paths',
    (c) => c.createIndex({}),
    'createIndex: keys must be an object such as { createdAt: -1 }, got {}.',
  ],
  [
    'an index of a kind that only MongoDB has',
    (c) => c.createIndex(careless({ a: 'text' })),
    'createIndex: keys by "a" must be 1 or -1, got "text".',
  ],
  [
    'an index of a position',
    (c) => c.createIndex({ 'a.0': 1 }),
    'createIndex: "a.0" has a position in an array as its part.',
  ],
  [
    'an index both sparse and partial',
    (c) => c.createIndex({ a: 1 }, { sparse: true, partialFilterExpression: { a: 1 } }),
    'createIndex: an index is sparse or partial, not both.',
  ],
];

const unsupported: [operator: string, call: Call, message: RegExp][] = [
  [
    '$text',
    (c) => c.find({ $text: { $search: 'x' } }),
    /^find: the filter uses \$text, which is not one of \$and \$or /,
  ],
  ['$where', (c) => c.find({ $where: 'true' }), /^find: the filter uses \$where, /],
  ['$near', (c) => c.find({ a: { $near: [0, 0] } }), /^find: the filter's "a" uses \$near, /],
  [
    '$geoWithin',
    (c) => c.find({ $or: [{ a: { $not: { $geoWithin: {} } } }] }),
    /^find: the filter's \$or\[0\]'s "a"\.\$not uses \$geoWithin, /,
  ],
  [
    '$rename',
    (c) => c.updateOne({}, { $rename: { a: 'b' } }),
    /^updateOne: the update uses \$rename, which is not one of \$set \$unset /,
  ],
  [
    '$',
    (c) => c.updateOne({ a: 1 }, { $set: { 'a.$': 2 } }),
    /^updateOne: the update's \$set has the positional "a\.\$": use \$\[identifier\] and arrayFilters\.$/,
  ],
  [
    'pipeline',
    (c) => c.updateOne({}, careless([{ $set: { a: 1 } }])),
    /^updateOne: the update is a pipeline: updates take operators such as \$set\.$/,
  ],
  [
    '$sort',
    (c) => c.updateOne({}, { $addToSet: { a: { $each: [], $sort: 1 } } }),
    /^updateOne: the update's \$addToSet of "a" uses \$sort, which is not one of \$each\.$/,
  ],
  [
    '$sample',
    (c) => c.aggregate([{ $sample: { size: 1 } }]),
    /^aggregate: the pipeline\[0\] uses \$sample, which is not one of \$match /,
  ],
  [
    '$graphLookup',
    (c) => c.aggregate([{ $facet: { a: [{ $graphLookup: {} }] } }]),
    /^aggregate: the pipeline\[0\]\.\$facet\.a\[0\] uses \$graphLookup, /,
  ],
  [
    'pipeline',
    (c) => c.aggregate([{ $lookup: { from: 'a', localField: 'b', foreignField: 'c', as: 'd', pipeline: [] } }]),
    /^aggregate: the pipeline\[0\]\.\$lookup uses pipeline, which is not one of from localField foreignField as\.$/,
  ],
  [
    '$stdDevPop',
    (c) => c.aggregate([{ $group: { _id: null, a: { $stdDevPop: '$b' } } }]),
    /^aggregate: the pipeline\[0\]\.\$group\.a uses \$stdDevPop, which is not one of \$sum /,
  ],
  [
    '$rand',
    (c) => c.aggregate([{ $project: { a: { $add: [1, { $rand: {} }] } } }]),
    /^aggregate: the pipeline\[0\]\.\$project\.a\.\$add uses \$rand, which is not one of \$abs /,
  ],
  [
    '$toDecimal',
    (c) => c.find({ $expr: { $eq: [{ $toDecimal: '$a' }, 1] } }),
    /^find: the filter's \$expr\.\$eq uses \$toDecimal, /,
  ],
  [
    '$$NOW',
    (c) => c.aggregate([{ $project: { a: '$$NOW' } }]),
    /^aggregate: the pipeline\[0\]\.\$project\.a uses \$\$NOW, which nothing binds; known are \$\$ROOT \$\$REMOVE\.$/,
  ],
  [
    '$$item',
    (c) => c.aggregate([{ $project: { a: { $map: { input: '$b', in: '$$item' } } } }]),
    /uses \$\$item, which nothing binds/,
  ],
  [
    'timezone',
    (c) => c.aggregate([{ $project: { a: { $dateToString: { date: '$b', timezone: 'Europe/Berlin' } } } }]),
    /^aggregate: the pipeline\[0\]\.\$project\.a\.\$dateToString takes date, format, onNull, not timezone\.$/,
  ],
  [
    '$in',
    (c) => c.createIndex({ a: 1 }, { partialFilterExpression: { a: { $in: [1] } } }),
    /^createIndex: partialFilterExpression uses \$in; it takes equality, /,
  ],
  [
    'replaceOne',
    (c) => c.bulkWrite([careless({ replaceOne: { filter: {}, replacement: {} } })]),
    /^bulkWrite: operation 0 is replaceOne, which is not one of insertOne, /,
  ],
];

describe('Refused before anything is read or written, with what was required and what arrived', () => {
  for (const [name, call, message] of invalid) {
    test(`${name}.`, async () => {
      await expect(call(untouchable())).rejects.toMatchObject({ code: 'INVALID_ARGUMENT', message });
    });
  }

  test('a stream of a wrong filter, when it is first asked for a document.', async () => {
    const stream = untouchable().stream({ a: undefined })[Symbol.asyncIterator]();
    await expect(stream.next()).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
  });

  test('a document that contains itself.', async () => {
    const document: Document = {};
    document['inside'] = document;
    await expect(untouchable().insertOne(document)).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
  });

  test('a name that would reach the prototype.', async () => {
    const document = JSON.parse('{"a": {"__proto__": {"polluted": true}}}') as Document;
    await expect(untouchable().insertOne(document)).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
    await expect(untouchable().updateOne({}, { $set: { 'a.__proto__.b': 1 } })).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
    });
  });
});

describe('An operator that is not on the list is refused, with its name', () => {
  for (const [operator, call, message] of unsupported) {
    test(`${operator}.`, async () => {
      const refusal = call(untouchable());
      await expect(refusal).rejects.toMatchObject({ code: 'UNSUPPORTED_OPERATOR', operator });
      await expect(refusal).rejects.toThrow(message);
    });
  }
});

describe('Opening refuses', () => {
  test('options of other names, of both adapters.', async () => {
    await expect(openEmbeddedDatabase(careless({ file: 'x' }))).rejects.toMatchObject({
      message: 'openEmbeddedDatabase has no option "file"; it takes path, now, newId.',
    });
    await expect(openMongoDatabase(careless({ uri: 'x' }))).rejects.toMatchObject({
      message:
        'openMongoDatabase has no option "uri"; it takes url, database, maxPoolSize, serverSelectionTimeoutMS, timeoutMS, newId.',
    });
  });

  test('a MongoDB URL that names no database.', async () => {
    await expect(openMongoDatabase({ url: 'mongodb://127.0.0.1:1/?w=1' })).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
      message: 'openMongoDatabase: name the database, in the URL as in mongodb://host/shop or as database.',
    });
  });

  test('a collection with a name or options that no collection has.', async () => {
    const database = await openMongoDatabase({ url: 'mongodb://127.0.0.1:1/shop' });
    expect(() => database.collection('system.views')).toThrow('must be a letter followed by');
    expect(() => database.collection('things', careless({ reads: 'near' }))).toThrow(
      'collection has no option "reads"; it takes readPreference, timeoutMS.',
    );
    expect(() => database.collection('things', careless({ readPreference: 'nearest' }))).toThrow(
      'collection: readPreference must be primary or secondaryPreferred, got "nearest".',
    );
    expect(() => database.collection('things', { timeoutMS: 0 })).toThrow('timeoutMS must be an integer of at least 1');
    await database.close();
  });
});
