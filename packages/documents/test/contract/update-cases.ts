import type { Document } from 'mongodb';

export interface UpdateCase {
  /** The operator (or the kind of path) it is about. */
  of: string;
  name: string;
  /** The document before, without its `_id`. */
  before: Document;
  update: Document;
  arrayFilters?: readonly Document[];
  /** The document after; or `refused`: the write is refused and the document stays. */
  after: Document | 'refused';
}

const lines = [
  { sku: 'a', qty: 1 },
  { sku: 'b', qty: 9 },
];

/** Long, since each operator has its cases. */
export const updateCases: UpdateCase[] = [
  {
    of: '$set',
    name: 'a field and a field within',
    before: { a: 1, b: { c: 1 } },
    update: { $set: { a: 2, 'b.d': [1] } },
    after: { a: 2, b: { c: 1, d: [1] } },
  },
  {
    of: '$set',
    name: 'makes the objects on the way',
    before: {},
    update: { $set: { 'a.b.c': 1 } },
    after: { a: { b: { c: 1 } } },
  },
  {
    of: '$set',
    name: 'an element by position',
    before: { a: [1, { b: 2 }] },
    update: { $set: { 'a.1.b': 3, 'a.0': 9 } },
    after: { a: [9, { b: 3 }] },
  },
  {
    of: '$set',
    name: 'beyond the end of an array, with nulls between',
    before: { a: [1] },
    update: { $set: { 'a.3': 4 } },
    after: { a: [1, null, null, 4] },
  },
  {
    of: '$set',
    name: 'a number as a name, where there is no array',
    before: { a: {} },
    update: { $set: { 'a.0': 1, 'b.0': 2 } },
    after: { a: { 0: 1 }, b: { 0: 2 } },
  },
  {
    of: '$set',
    name: 'replaces an object as a whole',
    before: { a: { b: 1, c: 2 } },
    update: { $set: { a: { c: 2 } } },
    after: { a: { c: 2 } },
  },
  { of: '$set', name: 'null', before: { a: 1 }, update: { $set: { a: null } }, after: { a: null } },
  {
    of: '$set',
    name: 'leaves out what is undefined',
    before: { a: 1 },
    update: { $set: { a: undefined, b: 2 } },
    after: { a: 1, b: 2 },
  },
  {
    of: '$set',
    name: 'not through a value that is no object',
    before: { a: 5 },
    update: { $set: { 'a.b': 1 } },
    after: 'refused',
  },
  { of: '$set', name: 'not through null', before: { a: null }, update: { $set: { 'a.b': 1 } }, after: 'refused' },
  { of: '$set', name: 'not a name in an array', before: { a: [1] }, update: { $set: { 'a.b': 1 } }, after: 'refused' },
  { of: '$set', name: 'not another _id', before: { a: 1 }, update: { $set: { _id: 99, a: 2 } }, after: 'refused' },
  { of: '$set', name: 'the same _id', before: { a: 1 }, update: { $set: { _id: 1, a: 2 } }, after: { a: 2 } },
  {
    of: '$unset',
    name: 'a field and a field within',
    before: { a: 1, b: { c: 1, d: 2 } },
    update: { $unset: { a: '', 'b.c': 1 } },
    after: { b: { d: 2 } },
  },
  {
    of: '$unset',
    name: 'an element leaves null',
    before: { a: [1, 2] },
    update: { $unset: { 'a.0': 1 } },
    after: { a: [null, 2] },
  },
  {
    of: '$unset',
    name: 'what is not there, or not that way',
    before: { a: 5 },
    update: { $unset: { b: 1, 'a.b': 1, 'c.d': 1 } },
    after: { a: 5 },
  },
  {
    of: '$inc',
    name: 'up and down, from nothing too',
    before: { a: 1, b: { c: 1.5 } },
    update: { $inc: { a: 2, 'b.c': -1, d: 3 } },
    after: { a: 3, b: { c: 0.5 }, d: 3 },
  },
  {
    of: '$inc',
    name: 'beyond 32 bits',
    before: { a: 2_147_483_647 },
    update: { $inc: { a: 1 } },
    after: { a: 2_147_483_648 },
  },
  { of: '$inc', name: 'not a string', before: { a: '1', b: 1 }, update: { $inc: { b: 1, a: 1 } }, after: 'refused' },
  { of: '$inc', name: 'not null', before: { a: null }, update: { $inc: { a: 1 } }, after: 'refused' },
  {
    of: '$min',
    name: 'the lesser stays, or comes',
    before: { a: 5, b: 5 },
    update: { $min: { a: 3, b: 7, c: 1 } },
    after: { a: 3, b: 5, c: 1 },
  },
  {
    of: '$min',
    name: 'of dates',
    before: { a: new Date(5) },
    update: { $min: { a: new Date(3) } },
    after: { a: new Date(3) },
  },
  {
    of: '$max',
    name: 'the greater stays, or comes',
    before: { a: 5, b: 5 },
    update: { $max: { a: 3, b: 7, c: 1 } },
    after: { a: 5, b: 7, c: 1 },
  },
  {
    of: '$max',
    name: 'across types by their order',
    before: { a: null, b: 'x' },
    update: { $max: { a: 1, b: 9 } },
    after: { a: 1, b: 'x' },
  },
  {
    of: '$setOnInsert',
    name: 'nothing, to a document that is there',
    before: { a: 1 },
    update: { $set: { a: 2 }, $setOnInsert: { b: 1 } },
    after: { a: 2 },
  },
  {
    of: '$push',
    name: 'one value',
    before: { a: [1] },
    update: { $push: { a: 2, b: { c: 1 } } },
    after: { a: [1, 2], b: [{ c: 1 }] },
  },
  {
    of: '$push',
    name: 'an array as one value',
    before: { a: [1] },
    update: { $push: { a: [2, 3] } },
    after: { a: [1, [2, 3]] },
  },
  { of: '$push', name: 'not to what is no array', before: { a: 1 }, update: { $push: { a: 2 } }, after: 'refused' },
  {
    of: '$each',
    name: 'several values',
    before: { a: [1] },
    update: { $push: { a: { $each: [2, 3] } } },
    after: { a: [1, 2, 3] },
  },
  {
    of: '$position',
    name: 'before others',
    before: { a: [1, 2] },
    update: { $push: { a: { $each: [8, 9], $position: 1 } } },
    after: { a: [1, 8, 9, 2] },
  },
  {
    of: '$sort',
    name: 'by value',
    before: { a: [3, 1] },
    update: { $push: { a: { $each: [2], $sort: -1 } } },
    after: { a: [3, 2, 1] },
  },
  {
    of: '$sort',
    name: 'by fields',
    before: { a: [{ n: 1, m: 1 }] },
    update: {
      $push: {
        a: {
          $each: [
            { n: 2, m: 1 },
            { n: 1, m: 0 },
          ],
          $sort: { n: -1, m: 1 },
        },
      },
    },
    after: {
      a: [
        { n: 2, m: 1 },
        { n: 1, m: 0 },
        { n: 1, m: 1 },
      ],
    },
  },
  {
    of: '$sort',
    name: 'in an array that was not there',
    before: {},
    update: { $push: { a: { $each: [3, 1, 2], $sort: 1, $slice: 2 } } },
    after: { a: [1, 2] },
  },
  {
    of: '$slice',
    name: 'the first ones',
    before: { a: [1, 2] },
    update: { $push: { a: { $each: [3, 4], $slice: 3 } } },
    after: { a: [1, 2, 3] },
  },
  {
    of: '$slice',
    name: 'the last ones',
    before: { a: [1, 2] },
    update: { $push: { a: { $each: [3, 4], $slice: -3 } } },
    after: { a: [2, 3, 4] },
  },
  {
    of: '$slice',
    name: 'none',
    before: { a: [1, 2] },
    update: { $push: { a: { $each: [], $slice: 0 } } },
    after: { a: [] },
  },
  { of: '$pull', name: 'a value', before: { a: [1, 2, 1] }, update: { $pull: { a: 1 } }, after: { a: [2] } },
  {
    of: '$pull',
    name: 'by operators',
    before: { a: [1, 5, 9] },
    update: { $pull: { a: { $gte: 5, $lt: 9 } } },
    after: { a: [1, 9] },
  },
  {
    of: '$pull',
    name: 'objects by some of their fields',
    before: { a: lines },
    update: { $pull: { a: { sku: 'a' } } },
    after: { a: [{ sku: 'b', qty: 9 }] },
  },
  {
    of: '$pull',
    name: 'objects by operators on their fields',
    before: { a: [...lines, 7] },
    update: { $pull: { a: { qty: { $gt: 5 } } } },
    after: { a: [{ sku: 'a', qty: 1 }, 7] },
  },
  {
    of: '$pull',
    name: 'from within, and from what is not there',
    before: { a: { b: ['x', 'y'] } },
    update: { $pull: { 'a.b': { $in: ['x'] }, c: 1 } },
    after: { a: { b: ['y'] } },
  },
  { of: '$pull', name: 'not from what is no array', before: { a: 1 }, update: { $pull: { a: 1 } }, after: 'refused' },
  {
    of: '$addToSet',
    name: 'what is not in it',
    before: { a: [1] },
    update: { $addToSet: { a: 2, b: 1 } },
    after: { a: [1, 2], b: [1] },
  },
  {
    of: '$addToSet',
    name: 'nothing that is in it',
    before: { a: [{ x: 1, y: 2 }] },
    update: { $addToSet: { a: { x: 1, y: 2 } } },
    after: { a: [{ x: 1, y: 2 }] },
  },
  {
    of: '$addToSet',
    name: 'an object whose fields are in another order is another',
    before: { a: [{ x: 1, y: 2 }] },
    update: { $addToSet: { a: { y: 2, x: 1 } } },
    after: {
      a: [
        { x: 1, y: 2 },
        { y: 2, x: 1 },
      ],
    },
  },
  {
    of: '$addToSet',
    name: 'several, and no duplicate among them; those there before stay',
    before: { a: [1, 1] },
    update: { $addToSet: { a: { $each: [2, 2, 1] } } },
    after: { a: [1, 1, 2] },
  },
  {
    of: '$addToSet',
    name: 'not to what is no array',
    before: { a: 1 },
    update: { $addToSet: { a: 2 } },
    after: 'refused',
  },
  {
    of: '$[]',
    name: 'every element',
    before: { a: lines, b: [1, 2] },
    update: { $inc: { 'a.$[].qty': 1, 'b.$[]': 10 } },
    after: {
      a: [
        { sku: 'a', qty: 2 },
        { sku: 'b', qty: 10 },
      ],
      b: [11, 12],
    },
  },
  {
    of: '$[]',
    name: 'not where there is no array',
    before: { a: 1 },
    update: { $set: { 'a.$[]': 1 } },
    after: 'refused',
  },
  {
    of: '$[identifier]',
    name: 'the elements that match',
    before: { a: lines },
    update: { $set: { 'a.$[line].qty': 0 } },
    arrayFilters: [{ 'line.sku': 'b' }],
    after: {
      a: [
        { sku: 'a', qty: 1 },
        { sku: 'b', qty: 0 },
      ],
    },
  },
  {
    of: '$[identifier]',
    name: 'values that match',
    before: { a: [1, 5, 9] },
    update: { $set: { 'a.$[big]': 100 } },
    arrayFilters: [{ big: { $gte: 5 } }],
    after: { a: [1, 100, 100] },
  },
  {
    of: '$[identifier]',
    name: 'within one another',
    before: {
      a: [
        { k: 1, b: [1, 2] },
        { k: 2, b: [1, 2] },
      ],
    },
    update: { $set: { 'a.$[x].b.$[y]': 0 } },
    arrayFilters: [{ 'x.k': 2 }, { y: { $gt: 1 } }],
    after: {
      a: [
        { k: 1, b: [1, 2] },
        { k: 2, b: [1, 0] },
      ],
    },
  },
  {
    of: 'several',
    name: 'operators in one update',
    before: { n: 1, t: ['a'], x: 1 },
    update: { $set: { s: 's' }, $inc: { n: 1 }, $push: { t: 'b' }, $unset: { x: 1 } },
    after: { n: 2, t: ['a', 'b'], s: 's' },
  },
];
