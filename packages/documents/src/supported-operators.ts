/**
 * Every operator that this package accepts. Both adapters refuse any other with an UnsupportedOperatorError, so what
 * works on one engine works on the other. The contract suite has a case for each entry.
 */
export const supportedOperators = {
  /** In a filter and in `$match`. `$regex` takes the flags i, m and s in `$options`; a RegExp the flags i and m. */
  filter: [
    ...['$and', '$or', '$nor', '$not', '$expr'],
    ...['$eq', '$ne', '$gt', '$gte', '$lt', '$lte', '$in', '$nin'],
    ...['$exists', '$type', '$regex', '$options', '$mod', '$all', '$size', '$elemMatch'],
  ],
  /** The names `$type` takes. Not `int`, `long`, `double`: a JavaScript number does not say which of them it is. */
  types: ['array', 'binData', 'bool', 'date', 'null', 'number', 'object', 'objectId', 'string'],
  /** In an update; paths may hold `$[]` and `$[identifier]`, not the positional `$`. No pipeline updates. */
  update: [
    ...['$set', '$unset', '$inc', '$min', '$max', '$setOnInsert', '$currentDate'],
    ...['$push', '$pull', '$addToSet'],
  ],
  /** Within `$push`; `$addToSet` takes `$each` only. */
  push: ['$each', '$position', '$sort', '$slice'],
  /** `$lookup` in its equality form: from, localField, foreignField, as. */
  stage: [
    ...['$match', '$project', '$addFields', '$set', '$unset', '$group', '$sort', '$limit', '$skip', '$unwind'],
    ...['$facet', '$bucket', '$count', '$lookup', '$replaceRoot', '$replaceWith', '$sortByCount'],
  ],
  /** Within `$group` and `$bucket`. */
  accumulator: [
    ...['$sum', '$avg', '$min', '$max', '$first', '$last', '$push', '$addToSet', '$count', '$mergeObjects'],
  ],
  expression: [
    ...['$abs', '$add', '$ceil', '$divide', '$floor', '$mod', '$multiply', '$round', '$subtract', '$trunc'],
    ...['$cmp', '$eq', '$ne', '$gt', '$gte', '$lt', '$lte', '$and', '$or', '$not', '$cond', '$ifNull', '$switch'],
    ...['$concat', '$regexMatch', '$split', '$strLenCP', '$substrCP', '$toLower', '$toString', '$toUpper', '$trim'],
    ...['$arrayElemAt', '$concatArrays', '$filter', '$first', '$in', '$isArray', '$last', '$map', '$range', '$reduce'],
    ...['$reverseArray', '$size', '$slice', '$setDifference', '$setIntersection', '$setIsSubset', '$setUnion'],
    ...['$arrayToObject', '$mergeObjects', '$objectToArray', '$avg', '$max', '$min', '$sum'],
    ...['$dateToString', '$dayOfMonth', '$month', '$year', '$let', '$literal'],
  ],
  /** In expressions, beside those that `$let`, `$map`, `$filter` and `$reduce` bind. */
  variable: ['$$ROOT', '$$REMOVE'],
} as const satisfies Record<string, readonly string[]>;
