import { MongoClient } from 'mongodb';
import type { Deviations } from './contract/subject.ts';

/** Whether that is what answers: it tells a version, and not from which commit it was built, as every MongoDB does. */
export async function isMongoJavaServer(url: string): Promise<boolean> {
  const client = new MongoClient(url);
  try {
    return !('gitVersion' in (await client.db('admin').command({ buildInfo: 1 })));
  } finally {
    await client.close();
  }
}

/**
 * Where mongo-java-server 1.47, run with the wire version 13, does not answer as MongoDB does. It lacks some operators
 * ($round, $trunc, $switch, $let, $regexMatch, $trim, $first and $last of arrays, $$REMOVE, the stages $set and
 * $replaceWith, the accumulators $count and $mergeObjects), partial indexes and index conflicts, and differs about null,
 * missing values, arrays within arrays and the order of projected fields.
 */
export const mongoJavaServer: Deviations = {
  fails: [
    'A projection keeps paths.',
    'distinct gives each value once, elements of arrays one by one, of the documents that match.',
    'A sort that meets two arrays at once fails, as data that a query cannot work on.',
    'equality: a whole array, or an element that is that array',
    'equality: null within arrays and what is no object',
    'path: not into arrays of arrays',
    '$ne: null, within',
    '$gt: strings by code point',
    '$gte: null: null and missing',
    '$lt: two elements of an array may meet two bounds',
    '$not: several do not hold together',
    '$all: a single value counts as an array of it',
    '$all: with $elemMatch',
    '$elemMatch: an element that lacks the field',
    'A document that an index cannot take apart is refused.',
    '$set: not through null',
    '$inc: not null',
    '$addToSet: not to what is no array',
    '$project: keeps, computes and makes objects',
    '$project: computes for each element of an array',
    '$addFields: adds to what is there, within objects too',
    '$set: is $addFields',
    '$push: what is there, null too',
    '$count: as an accumulator',
    '$mergeObjects: later ones win',
    '$facet: several pipelines over the same documents',
    '$facet: of no documents',
    '$replaceWith: an expression',
    'path: "$objects.v" gives [1,2]',
    'path: ["$n","$absent"] gives [7,null]',
    '$$REMOVE: {"$cond":["$no",1,"$$REMOVE"]} is missing',
    '$mod: {"$mod":["$n",0]} fails',
    '$multiply: {"$multiply":["$n",2,-1]} gives -14',
    '$round: {"$round":[2.5,0]} gives 2',
    '$round: {"$round":[3.5,0]} gives 4',
    '$round: {"$round":[-2.5,0]} gives -2',
    '$round: {"$round":[4.26,1]} gives 4.3',
    '$round: {"$round":[0.125,2]} gives 0.12',
    '$round: {"$round":[0.375,2]} gives 0.38',
    '$round: {"$round":[1.005,2]} gives 1',
    '$round: {"$round":[1234,-2]} gives 1200',
    '$round: {"$round":"$neg"} gives -2',
    '$round: {"$round":["$nil",1]} gives null',
    '$trunc: {"$trunc":["$neg",0]} gives -2',
    '$trunc: {"$trunc":[1.999,2]} gives 1.99',
    '$eq: {"$eq":["$absent",null]} gives false',
    '$ifNull: {"$ifNull":["$absent","$nil","third"]} gives "third"',
    '$switch: {"$switch":{"branches":[{"case":"$no","then":1},{"case":"$yes","then":"$n"}],"default":0}} gives 7',
    '$switch: {"$switch":{"branches":[{"case":"$no","then":1}],"default":0}} gives 0',
    '$regexMatch: {"$regexMatch":{"input":"$s","regex":"^h","options":"i"}} gives true',
    '$regexMatch: {"$regexMatch":{"input":"$nil","regex":"^h"}} gives false',
    '$strLenCP: {"$strLenCP":"héé😀"} gives 4',
    '$substrCP: {"$substrCP":["😀ello",1,2]} gives "el"',
    '$toLower: {"$toLower":"$absent"} gives ""',
    '$toString: {"$toString":"$at"} gives "2011-12-09T08:05:03.007Z"',
    '$toString: {"$toString":"$yes"} gives "true"',
    '$trim: {"$trim":{"input":"  x "}} gives "x"',
    '$trim: {"$trim":{"input":"--x-","chars":"-"}} gives "x"',
    '$first: {"$first":"$list"} gives 3',
    '$first: {"$first":"$absent"} gives null',
    '$first: {"$first":[[]]} is missing',
    '$last: {"$last":"$list"} gives 2',
    '$map: {"$map":{"input":"$objects","in":"$$this.v"}} gives [1,2,null]',
    '$setIntersection: {"$setIntersection":[["$id"],["65f000000000000000000001"]]} gives ["65f000000000000000000001"]',
    '$let: {"$let":{"vars":{"a":"$n","b":2},"in":{"$add":["$$a","$$b"]}}} gives 9',
    '$let: {"$let":{"vars":{"k":"$n"},"in":{"$map":{"input":"$list","in":{"$add":["$$this","$$k"]}}}}} gives [10,8,9]',
    'A partial index is about the documents that match its filter.',
  ],
  breaks: ['Another index of the same name, or of the same keys under another name, is a conflict.'],
};
