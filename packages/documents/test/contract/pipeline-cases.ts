import type { Document } from 'mongodb';

export interface PipelineCase {
  /** The stage or accumulator it is about. */
  of: string;
  name: string;
  documents: readonly Document[];
  pipeline: readonly Document[];
  gives: readonly Document[];
}

const sales: Document[] = [
  { _id: 1, shop: 'a', amount: 10, tags: ['x', 'y'], who: { name: 'Ann' } },
  { _id: 2, shop: 'b', amount: 20, tags: [] },
  { _id: 3, shop: 'a', amount: 5, tags: ['x'] },
  { _id: 4, shop: 'b', amount: null, tags: 'z' },
  { _id: 5, amount: 1 },
];

const byId = { $sort: { _id: 1 } };

const grouped = (
  accumulator: Document,
  values: Record<string, unknown>,
): Pick<PipelineCase, 'documents' | 'pipeline' | 'gives'> => ({
  documents: sales,
  pipeline: [byId, { $group: { _id: '$shop', v: accumulator } }, byId],
  gives: [
    { _id: null, v: values['none'] },
    { _id: 'a', v: values['a'] },
    { _id: 'b', v: values['b'] },
  ],
});

/** Long, since each stage and accumulator has its cases. */
export const pipelineCases: PipelineCase[] = [
  {
    of: '$match',
    name: 'filters, also after other stages',
    documents: sales,
    pipeline: [{ $match: { shop: 'a' } }, { $project: { amount: 1 } }, { $match: { amount: { $gt: 5 } } }],
    gives: [{ _id: 1, amount: 10 }],
  },
  {
    of: '$sort',
    name: 'missing and null first',
    documents: sales,
    pipeline: [{ $sort: { amount: 1, _id: 1 } }, { $project: { amount: 1 } }],
    gives: [
      { _id: 4, amount: null },
      { _id: 5, amount: 1 },
      { _id: 3, amount: 5 },
      { _id: 1, amount: 10 },
      { _id: 2, amount: 20 },
    ],
  },
  {
    of: '$skip',
    name: 'then $limit',
    documents: sales,
    pipeline: [byId, { $skip: 1 }, { $limit: 2 }, { $project: { _id: 1 } }],
    gives: [{ _id: 2 }, { _id: 3 }],
  },
  {
    of: '$limit',
    name: 'then $skip',
    documents: sales,
    pipeline: [byId, { $limit: 3 }, { $skip: 2 }, { $project: { _id: 1 } }],
    gives: [{ _id: 3 }],
  },

  {
    of: '$project',
    name: 'keeps, computes and makes objects',
    documents: [sales[0] as Document],
    pipeline: [
      {
        $project: {
          'who.name': 1,
          double: { $multiply: ['$amount', 2] },
          o: { p: '$shop', q: { $literal: 1 } },
          list: ['$_id', '$nope'],
        },
      },
    ],
    gives: [{ _id: 1, who: { name: 'Ann' }, double: 20, o: { p: 'a', q: 1 }, list: [1, null] }],
  },
  {
    of: '$project',
    name: 'leaves out',
    documents: [sales[0] as Document],
    pipeline: [{ $project: { tags: 0, 'who.name': 0, _id: 0 } }],
    gives: [{ shop: 'a', amount: 10, who: {} }],
  },
  {
    of: '$project',
    name: 'computes for each element of an array',
    documents: [{ _id: 1, a: [{ b: 1 }, 5], c: 2 }],
    pipeline: [{ $project: { 'a.d': '$c' } }],
    gives: [{ _id: 1, a: [{ d: 2 }, { d: 2 }] }],
  },
  {
    of: '$project',
    name: 'computes the _id',
    documents: [sales[2] as Document],
    pipeline: [{ $project: { _id: '$shop', amount: 1 } }],
    gives: [{ _id: 'a', amount: 5 }],
  },
  {
    of: '$addFields',
    name: 'adds to what is there, within objects too',
    documents: [sales[0] as Document],
    pipeline: [{ $addFields: { 'who.age': 5, who2: '$who', tags: '$$REMOVE' } }],
    gives: [{ _id: 1, shop: 'a', amount: 10, who: { name: 'Ann', age: 5 }, who2: { name: 'Ann' } }],
  },
  {
    of: '$addFields',
    name: 'merges an object given as one',
    documents: [{ _id: 1, a: { b: 1 } }],
    pipeline: [{ $addFields: { a: { c: 2 } } }],
    gives: [{ _id: 1, a: { b: 1, c: 2 } }],
  },
  {
    of: '$set',
    name: 'is $addFields',
    documents: [sales[2] as Document],
    pipeline: [{ $set: { amount: { $add: ['$amount', 1] }, absent: '$nope' } }],
    gives: [{ _id: 3, shop: 'a', amount: 6, tags: ['x'] }],
  },
  {
    of: '$unset',
    name: 'one path',
    documents: [sales[0] as Document],
    pipeline: [{ $unset: 'who.name' }],
    gives: [{ _id: 1, shop: 'a', amount: 10, tags: ['x', 'y'], who: {} }],
  },
  {
    of: '$unset',
    name: 'several paths',
    documents: [sales[0] as Document],
    pipeline: [{ $unset: ['who', 'tags'] }],
    gives: [{ _id: 1, shop: 'a', amount: 10 }],
  },

  {
    of: '$group',
    name: 'by an object',
    documents: sales,
    pipeline: [
      { $match: { shop: { $exists: true } } },
      { $group: { _id: { s: '$shop', big: { $gte: ['$amount', 10] } }, n: { $sum: 1 } } },
      { $sort: { '_id.s': 1, '_id.big': 1 } },
    ],
    gives: [
      { _id: { s: 'a', big: false }, n: 1 },
      { _id: { s: 'a', big: true }, n: 1 },
      { _id: { s: 'b', big: false }, n: 1 },
      { _id: { s: 'b', big: true }, n: 1 },
    ],
  },
  {
    of: '$group',
    name: 'all together',
    documents: sales,
    pipeline: [{ $group: { _id: null, total: { $sum: '$amount' } } }],
    gives: [{ _id: null, total: 36 }],
  },
  {
    of: '$group',
    name: 'nothing gives no group',
    documents: [],
    pipeline: [{ $group: { _id: null, total: { $sum: '$amount' } } }],
    gives: [],
  },
  { of: '$sum', name: 'numbers', ...grouped({ $sum: '$amount' }, { none: 1, a: 15, b: 20 }) },
  { of: '$sum', name: 'a constant counts', ...grouped({ $sum: 1 }, { none: 1, a: 2, b: 2 }) },
  { of: '$avg', name: 'numbers only', ...grouped({ $avg: '$amount' }, { none: 1, a: 7.5, b: 20 }) },
  { of: '$avg', name: 'null without any', ...grouped({ $avg: '$who.name' }, { none: null, a: null, b: null }) },
  { of: '$min', name: 'passes over null', ...grouped({ $min: '$amount' }, { none: 1, a: 5, b: 20 }) },
  { of: '$max', name: 'null without any', ...grouped({ $max: '$who.name' }, { none: null, a: 'Ann', b: null }) },
  { of: '$first', name: 'in the order of the documents', ...grouped({ $first: '$amount' }, { none: 1, a: 10, b: 20 }) },
  {
    of: '$last',
    name: 'null when the last lacks it',
    ...grouped({ $last: '$who.name' }, { none: null, a: null, b: null }),
  },
  {
    of: '$push',
    name: 'what is there, null too',
    ...grouped({ $push: '$amount' }, { none: [1], a: [10, 5], b: [20, null] }),
  },
  {
    of: '$push',
    name: 'not what is missing',
    ...grouped({ $push: '$who.name' }, { none: [], a: ['Ann'], b: [] }),
  },
  {
    of: '$push',
    name: 'objects',
    ...grouped({ $push: { id: '$_id' } }, { none: [{ id: 5 }], a: [{ id: 1 }, { id: 3 }], b: [{ id: 2 }, { id: 4 }] }),
  },
  {
    of: '$addToSet',
    name: 'each once',
    ...grouped({ $addToSet: '$shop' }, { none: [], a: ['a'], b: ['b'] }),
  },
  {
    of: '$count',
    name: 'as an accumulator',
    ...grouped({ $count: {} }, { none: 1, a: 2, b: 2 }),
  },
  {
    of: '$mergeObjects',
    name: 'later ones win',
    documents: [{ _id: 1, o: { a: 1, b: 1 } }, { _id: 2, o: { b: 2 } }, { _id: 3 }],
    pipeline: [byId, { $group: { _id: null, v: { $mergeObjects: '$o' } } }],
    gives: [{ _id: null, v: { a: 1, b: 2 } }],
  },

  {
    of: '$unwind',
    name: 'elements; a value by itself',
    documents: sales,
    pipeline: [byId, { $unwind: '$tags' }, { $project: { tags: 1 } }],
    gives: [
      { _id: 1, tags: 'x' },
      { _id: 1, tags: 'y' },
      { _id: 3, tags: 'x' },
      { _id: 4, tags: 'z' },
    ],
  },
  {
    of: '$unwind',
    name: 'preserves what has none',
    documents: sales,
    pipeline: [byId, { $unwind: { path: '$tags', preserveNullAndEmptyArrays: true } }, { $project: { tags: 1 } }],
    gives: [
      { _id: 1, tags: 'x' },
      { _id: 1, tags: 'y' },
      { _id: 2 },
      { _id: 3, tags: 'x' },
      { _id: 4, tags: 'z' },
      { _id: 5 },
    ],
  },
  {
    of: '$unwind',
    name: 'numbers the elements',
    documents: [{ _id: 1, a: { b: ['x', 'y'], c: 1 } }],
    pipeline: [{ $unwind: { path: '$a.b', includeArrayIndex: 'at' } }],
    gives: [
      { _id: 1, a: { b: 'x', c: 1 }, at: 0 },
      { _id: 1, a: { b: 'y', c: 1 }, at: 1 },
    ],
  },

  {
    of: '$facet',
    name: 'several pipelines over the same documents',
    documents: sales,
    pipeline: [
      byId,
      { $match: { shop: 'a' } },
      {
        $facet: {
          total: [{ $count: 'n' }],
          none: [{ $match: { _id: 99 } }, { $count: 'n' }],
          tags: [{ $unwind: '$tags' }, { $sortByCount: '$tags' }],
          set: [{ $addFields: { 'who.name': 'Bob' } }, { $project: { who: 1 } }],
          as: [{ $project: { who: 1 } }],
        },
      },
    ],
    gives: [
      {
        total: [{ n: 2 }],
        none: [],
        tags: [
          { _id: 'x', count: 2 },
          { _id: 'y', count: 1 },
        ],
        set: [
          { _id: 1, who: { name: 'Bob' } },
          { _id: 3, who: { name: 'Bob' } },
        ],
        as: [{ _id: 1, who: { name: 'Ann' } }, { _id: 3 }],
      },
    ],
  },
  {
    of: '$facet',
    name: 'of no documents',
    documents: [],
    pipeline: [{ $facet: { total: [{ $count: 'n' }], all: [] } }],
    gives: [{ total: [], all: [] }],
  },
  {
    of: '$bucket',
    name: 'from each boundary up to the next',
    documents: sales,
    pipeline: [{ $bucket: { groupBy: '$amount', boundaries: [0, 5, 20, 100], default: 'other' } }],
    gives: [
      { _id: 0, count: 1 },
      { _id: 5, count: 2 },
      { _id: 20, count: 1 },
      { _id: 'other', count: 1 },
    ],
  },
  {
    of: '$bucket',
    name: 'with an output',
    documents: sales,
    pipeline: [
      { $match: { amount: { $ne: null } } },
      { $bucket: { groupBy: '$amount', boundaries: [0, 10, 100], output: { n: { $sum: 1 }, ids: { $push: '$_id' } } } },
    ],
    gives: [
      { _id: 0, n: 2, ids: [3, 5] },
      { _id: 10, n: 2, ids: [1, 2] },
    ],
  },
  {
    of: '$count',
    name: 'the documents',
    documents: sales,
    pipeline: [{ $match: { shop: 'b' } }, { $count: 'n' }],
    gives: [{ n: 2 }],
  },
  {
    of: '$count',
    name: 'none gives nothing',
    documents: sales,
    pipeline: [{ $match: { shop: 'q' } }, { $count: 'n' }],
    gives: [],
  },
  {
    of: '$replaceRoot',
    name: 'an object of the document',
    documents: [sales[0] as Document],
    pipeline: [{ $replaceRoot: { newRoot: '$who' } }],
    gives: [{ name: 'Ann' }],
  },
  {
    of: '$replaceWith',
    name: 'an expression',
    documents: [sales[0] as Document],
    pipeline: [{ $replaceWith: { $mergeObjects: [{ shop: 'none' }, { shop: '$shop', n: '$amount' }] } }],
    gives: [{ shop: 'a', n: 10 }],
  },
  {
    of: '$sortByCount',
    name: 'the most frequent first',
    documents: sales,
    pipeline: [{ $match: { _id: { $lte: 3 } } }, { $sortByCount: '$shop' }],
    gives: [
      { _id: 'a', count: 2 },
      { _id: 'b', count: 1 },
    ],
  },
];
