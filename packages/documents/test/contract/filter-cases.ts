import { type Document, ObjectId } from 'mongodb';

export interface FilterCase {
  /** The operator it is about; `equality` and `path` are about what needs none. */
  of: string;
  name: string;
  documents: readonly Document[];
  filter: Document;
  /** The `_id`s of the documents that match, in ascending order. */
  ids: readonly number[];
}

const id = new ObjectId('65f000000000000000000001');
const at = new Date('2024-02-29T12:00:00.123Z');

/** Documents about null as in MongoDB's own tests of it. */
const nullDocuments: Document[] = [
  { _id: 1, a: {} },
  { _id: 2, a: null },
  { _id: 3, a: 4 },
  { _id: 4, a: { b: 'hi' } },
  { _id: 5, a: { b: null } },
  { _id: 6 },
  { _id: 7, a: [[]] },
  { _id: 8, a: [] },
  { _id: 9, a: [{ b: null }, {}] },
  { _id: 10, a: [{ b: 1 }, { b: 'x' }] },
  { _id: 11, a: [{ b: 3 }, {}] },
  { _id: 12, a: [null, null] },
  { _id: 13, a: [1, 'x', 4] },
  { _id: 14, a: [1, null] },
];

const mixed: Document[] = [
  { _id: 1, v: 5 },
  { _id: 2, v: '5' },
  { _id: 3, v: [5, 9] },
  { _id: 4, v: null },
  { _id: 5 },
  { _id: 6, v: true },
  { _id: 7, v: at },
  { _id: 8, v: id },
  { _id: 9, v: { x: 1, y: 2 } },
  { _id: 10, v: Buffer.from([1, 2]) },
  { _id: 11, v: 5.5 },
];

const lines: Document[] = [
  {
    _id: 1,
    lines: [
      { sku: 'a', qty: 1 },
      { sku: 'b', qty: 9 },
    ],
  },
  { _id: 2, lines: [{ sku: 'a', qty: 9 }] },
  { _id: 3, lines: [] },
  { _id: 4, lines: { sku: 'a', qty: 9 } },
];

const tags: Document[] = [
  { _id: 1, tags: ['red', 'blue'] },
  { _id: 2, tags: ['red'] },
  { _id: 3, tags: 'red' },
  { _id: 4, tags: [] },
  { _id: 5, tags: [['red', 'blue']] },
];

const words: Document[] = [
  { _id: 1, w: 'Coffee' },
  { _id: 2, w: 'coffee mill' },
  { _id: 3, w: ['tea', 'coffee'] },
  { _id: 4, w: 'decaf\ncoffee' },
  { _id: 5, w: 7 },
];

/** Long, since each operator has its cases. */
export const filterCases: FilterCase[] = [
  { of: 'equality', name: 'a number', documents: mixed, filter: { v: 5 }, ids: [1, 3] },
  { of: 'equality', name: 'a date, to the millisecond', documents: mixed, filter: { v: at }, ids: [7] },
  { of: 'equality', name: 'an ObjectId', documents: mixed, filter: { v: new ObjectId(id.toHexString()) }, ids: [8] },
  { of: 'equality', name: 'bytes', documents: mixed, filter: { v: Buffer.from([1, 2]) }, ids: [10] },
  {
    of: 'equality',
    name: 'an object, field by field in order',
    documents: mixed,
    filter: { v: { x: 1, y: 2 } },
    ids: [9],
  },
  {
    of: 'equality',
    name: 'an object with its fields in another order',
    documents: mixed,
    filter: { v: { y: 2, x: 1 } },
    ids: [],
  },
  {
    of: 'equality',
    name: 'a whole array, or an element that is that array',
    documents: tags,
    filter: { tags: ['red', 'blue'] },
    ids: [1, 5],
  },
  { of: 'equality', name: 'nothing: every document', documents: tags, filter: {}, ids: [1, 2, 3, 4, 5] },
  {
    of: 'equality',
    name: 'null: also what is missing',
    documents: nullDocuments,
    filter: { a: null },
    ids: [2, 6, 12, 14],
  },
  {
    of: 'equality',
    name: 'null within arrays and what is no object',
    documents: nullDocuments,
    filter: { 'a.b': null },
    ids: [1, 2, 3, 5, 6, 9, 11],
  },
  { of: 'path', name: 'into the objects of an array', documents: lines, filter: { 'lines.sku': 'b' }, ids: [1] },
  { of: 'path', name: 'into an object as into an array', documents: lines, filter: { 'lines.qty': 9 }, ids: [1, 2, 4] },
  { of: 'path', name: 'by position', documents: lines, filter: { 'lines.0.qty': 9 }, ids: [2] },
  {
    of: 'path',
    name: 'not into arrays of arrays',
    documents: [{ _id: 1, a: [[{ b: 1 }]] }],
    filter: { 'a.b': 1 },
    ids: [],
  },

  { of: '$eq', name: 'as without it', documents: mixed, filter: { v: { $eq: '5' } }, ids: [2] },
  {
    of: '$ne',
    name: 'what has no such value',
    documents: mixed,
    filter: { v: { $ne: 5 } },
    ids: [2, 4, 5, 6, 7, 8, 9, 10, 11],
  },
  {
    of: '$ne',
    name: 'null: what has a value',
    documents: nullDocuments,
    filter: { a: { $ne: null } },
    ids: [1, 3, 4, 5, 7, 8, 9, 10, 11, 13],
  },
  {
    of: '$ne',
    name: 'null, within',
    documents: nullDocuments,
    filter: { 'a.b': { $ne: null } },
    ids: [4, 7, 8, 10, 12, 13, 14],
  },
  { of: '$gt', name: 'numbers with numbers only', documents: mixed, filter: { v: { $gt: 5 } }, ids: [3, 11] },
  {
    of: '$gt',
    name: 'strings by code point',
    documents: [
      { _id: 1, v: '\u{1f600}' },
      { _id: 2, v: '\uffee' },
    ],
    filter: { v: { $gt: '\uffee' } },
    ids: [1],
  },
  { of: '$gte', name: 'dates', documents: mixed, filter: { v: { $gte: at } }, ids: [7] },
  { of: '$gte', name: 'null: null and missing', documents: mixed, filter: { v: { $gte: null } }, ids: [4, 5] },
  {
    of: '$lt',
    name: 'ObjectIds',
    documents: mixed,
    filter: { v: { $lt: new ObjectId('65f000000000000000000002') } },
    ids: [8],
  },
  {
    of: '$lt',
    name: 'two elements of an array may meet two bounds',
    documents: [
      { _id: 1, v: [1, 9] },
      { _id: 2, v: [1] },
    ],
    filter: { v: { $gt: 4, $lt: 6 } },
    ids: [1],
  },
  { of: '$lte', name: 'strings', documents: mixed, filter: { v: { $lte: '5' } }, ids: [2] },
  { of: '$in', name: 'any of several', documents: mixed, filter: { v: { $in: [9, true, '5'] } }, ids: [2, 3, 6] },
  {
    of: '$in',
    name: 'with null: what is missing too',
    documents: mixed,
    filter: { v: { $in: [null, 5] } },
    ids: [1, 3, 4, 5],
  },
  { of: '$in', name: 'a RegExp', documents: words, filter: { w: { $in: [/^coffee/, 7] } }, ids: [2, 3, 5] },
  { of: '$in', name: 'nothing', documents: mixed, filter: { v: { $in: [] } }, ids: [] },
  {
    of: '$in',
    name: 'ObjectIds as _id',
    documents: [{ _id: 1, v: id }],
    filter: { v: { $in: [new ObjectId(), id] } },
    ids: [1],
  },
  {
    of: '$nin',
    name: 'none of several',
    documents: mixed,
    filter: { v: { $nin: [5, null, true] } },
    ids: [2, 7, 8, 9, 10, 11],
  },

  {
    of: '$and',
    name: 'all hold',
    documents: mixed,
    filter: { $and: [{ v: { $gte: 5 } }, { v: { $lt: 6 } }] },
    ids: [1, 3, 11],
  },
  { of: '$or', name: 'one holds', documents: mixed, filter: { $or: [{ v: true }, { _id: { $lt: 2 } }] }, ids: [1, 6] },
  {
    of: '$nor',
    name: 'none holds',
    documents: mixed,
    filter: { $nor: [{ v: { $exists: true } }, { _id: 1 }] },
    ids: [5],
  },
  {
    of: '$not',
    name: 'an operator does not hold',
    documents: mixed,
    filter: { v: { $not: { $gt: 5 } } },
    ids: [1, 2, 4, 5, 6, 7, 8, 9, 10],
  },
  {
    of: '$not',
    name: 'several do not hold together',
    documents: [
      { _id: 1, v: [1, 9] },
      { _id: 2, v: 1 },
      { _id: 3, v: 5 },
    ],
    filter: { v: { $not: { $gt: 4, $lt: 6 } } },
    ids: [2],
  },
  { of: '$not', name: 'a RegExp', documents: words, filter: { w: { $not: /coffee/ } }, ids: [1, 5] },
  {
    of: '$expr',
    name: 'two fields of a document',
    documents: [
      { _id: 1, a: 2, b: 1 },
      { _id: 2, a: 1, b: 2 },
    ],
    filter: { $expr: { $gt: ['$a', '$b'] } },
    ids: [1],
  },

  {
    of: '$exists',
    name: 'is there, be it null',
    documents: mixed,
    filter: { v: { $exists: true } },
    ids: [1, 2, 3, 4, 6, 7, 8, 9, 10, 11],
  },
  { of: '$exists', name: 'is not there', documents: mixed, filter: { v: { $exists: false } }, ids: [5] },
  {
    of: '$exists',
    name: 'within arrays',
    documents: nullDocuments,
    filter: { 'a.b': { $exists: true } },
    ids: [4, 5, 9, 10, 11],
  },
  {
    of: '$exists',
    name: 'the first element: an array that is not empty',
    documents: tags,
    filter: { 'tags.0': { $exists: true } },
    ids: [1, 2, 5],
  },
  { of: '$type', name: 'a string', documents: mixed, filter: { v: { $type: 'string' } }, ids: [2] },
  {
    of: '$type',
    name: 'a number, also in an array',
    documents: mixed,
    filter: { v: { $type: 'number' } },
    ids: [1, 3, 11],
  },
  {
    of: '$type',
    name: 'one of several',
    documents: mixed,
    filter: { v: { $type: ['null', 'date', 'bool'] } },
    ids: [4, 6, 7],
  },
  {
    of: '$type',
    name: 'an ObjectId, an object or bytes',
    documents: mixed,
    filter: { v: { $type: ['objectId', 'object', 'binData'] } },
    ids: [8, 9, 10],
  },
  { of: '$type', name: 'an array', documents: tags, filter: { tags: { $type: 'array' } }, ids: [1, 2, 4, 5] },
  { of: '$regex', name: 'case matters', documents: words, filter: { w: { $regex: '^coffee' } }, ids: [2, 3] },
  { of: '$regex', name: 'a RegExp in its place', documents: words, filter: { w: /mill$/ }, ids: [2] },
  { of: '$regex', name: 'a RegExp that ignores case', documents: words, filter: { w: /^COFFEE/i }, ids: [1, 2, 3] },
  { of: '$regex', name: 'a RegExp in which lines begin', documents: words, filter: { w: /^coffee/m }, ids: [2, 3, 4] },
  {
    of: '$options',
    name: 'ignores case',
    documents: words,
    filter: { w: { $regex: '^COFFEE$', $options: 'i' } },
    ids: [1, 3],
  },
  {
    of: '$options',
    name: 'a dot is also a line end',
    documents: words,
    filter: { w: { $regex: 'decaf.coffee', $options: 's' } },
    ids: [4],
  },
  {
    of: '$mod',
    name: 'numbers, whole or not',
    documents: [
      { _id: 1, v: 4 },
      { _id: 2, v: 5 },
      { _id: 3, v: -4 },
      { _id: 4, v: 'x' },
      { _id: 5, v: [7, 8] },
    ],
    filter: { v: { $mod: [4, 0] } },
    ids: [1, 3, 5],
  },
  { of: '$all', name: 'every one is found', documents: tags, filter: { tags: { $all: ['red', 'blue'] } }, ids: [1] },
  {
    of: '$all',
    name: 'a single value counts as an array of it',
    documents: tags,
    filter: { tags: { $all: ['red'] } },
    ids: [1, 2, 3],
  },
  { of: '$all', name: 'nothing: none', documents: tags, filter: { tags: { $all: [] } }, ids: [] },
  {
    of: '$all',
    name: 'with $elemMatch',
    documents: lines,
    filter: { lines: { $all: [{ $elemMatch: { sku: 'a' } }, { $elemMatch: { qty: 9 } }] } },
    ids: [1, 2],
  },
  { of: '$size', name: 'exactly so many', documents: tags, filter: { tags: { $size: 1 } }, ids: [2, 5] },
  { of: '$size', name: 'empty', documents: tags, filter: { tags: { $size: 0 } }, ids: [4] },
  {
    of: '$elemMatch',
    name: 'one element meets both',
    documents: lines,
    filter: { lines: { $elemMatch: { sku: 'a', qty: { $gt: 5 } } } },
    ids: [2],
  },
  {
    of: '$elemMatch',
    name: 'one value meets both',
    documents: [
      { _id: 1, v: [1, 9] },
      { _id: 2, v: [5] },
    ],
    filter: { v: { $elemMatch: { $gt: 4, $lt: 6 } } },
    ids: [2],
  },
  {
    of: '$elemMatch',
    name: 'arrays only',
    documents: lines,
    filter: { lines: { $elemMatch: { qty: 9 } } },
    ids: [1, 2],
  },
  {
    of: '$elemMatch',
    name: 'an element that is null',
    documents: nullDocuments,
    filter: { a: { $elemMatch: { $eq: null } } },
    ids: [12, 14],
  },
  {
    of: '$elemMatch',
    name: 'an element that lacks the field',
    documents: nullDocuments,
    filter: { a: { $elemMatch: { b: null } } },
    ids: [7, 9, 11],
  },
  {
    of: '$elemMatch',
    name: 'with $or inside',
    documents: lines,
    filter: { lines: { $elemMatch: { $or: [{ qty: 1 }, { sku: 'x' }] } } },
    ids: [1],
  },
];
