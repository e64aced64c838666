import { invalidArgument, UnsupportedOperatorError } from '../errors.ts';
import { supportedOperators } from '../supported-operators.ts';
import { compareValues } from '../values/compare.ts';
import { typeOf } from '../values/bson-type.ts';
import { checkExpression } from './check-expression.ts';
import { checkFilter } from './check-filter.ts';
import { checkInteger, checkString } from './check-options.ts';
import { checkNoOverlap, checkPath, isFieldName } from './check-path.ts';
import { checkOneMode, checkSort } from './check-shape.ts';
import { copyValue } from './copy-value.ts';
import { type Fields, hasOperators, isPlainObject, show } from './plain.ts';

/** Refuses a pipeline that is malformed or uses a stage, accumulator or expression that is not supported. */
export function checkPipeline(what: string, pipeline: unknown): asserts pipeline is Fields[] {
  if (!Array.isArray(pipeline)) throw invalidArgument(`${what} must be an array of stages, got ${show(pipeline)}.`);
  pipeline.forEach((stage: unknown, at) => {
    const names = isPlainObject(stage) ? Object.keys(stage) : [];
    const [name = ''] = names;
    if (!isPlainObject(stage) || names.length !== 1) {
      throw invalidArgument(`${what}[${at}] must be an object with one stage, got ${show(stage)}.`);
    }
    const check = stages[name];
    if (check === undefined) throw unsupported(`${what}[${at}]`, name, supportedOperators.stage);
    check(`${what}[${at}].${name}`, stage[name]);
  });
}

type Check = (what: string, operand: unknown) => void;

const stages: Record<string, Check | undefined> = {
  $match: checkFilter,
  $project: checkProjectStage,
  $addFields: checkComputed,
  $set: checkComputed,
  $unset: (what, operand) => {
    const paths = Array.isArray(operand) ? (operand as unknown[]) : [operand];
    for (const path of paths) checkPath(`A path of ${what}`, path);
    checkNoOverlap(what, paths as string[]);
  },
  $group: (what, operand) => {
    if (!isPlainObject(operand) || operand['_id'] === undefined) {
      throw invalidArgument(`${what} must be an object with an _id, got ${show(operand)}.`);
    }
    const { _id, ...fields } = operand;
    checkExpression(`${what}._id`, _id);
    checkAccumulators(what, fields);
  },
  $sort: checkSort,
  $limit: (what, operand) => checkInteger(what, operand, 1),
  $skip: (what, operand) => checkInteger(what, operand, 0),
  $unwind: (what, operand) => {
    const fields = typeof operand === 'string' ? { path: operand } : operand;
    checkKeys(what, fields, ['path'], ['preserveNullAndEmptyArrays', 'includeArrayIndex']);
    checkFieldReference(`${what}.path`, fields['path']);
    if (fields['includeArrayIndex'] !== undefined) checkPath(`${what}.includeArrayIndex`, fields['includeArrayIndex']);
    const kept = fields['preserveNullAndEmptyArrays'];
    if (kept !== undefined && typeof kept !== 'boolean') {
      throw invalidArgument(`${what}.preserveNullAndEmptyArrays must be true or false, got ${show(kept)}.`);
    }
  },
  $facet: (what, operand) => {
    if (!isPlainObject(operand) || Object.keys(operand).length === 0) {
      throw invalidArgument(`${what} must be an object of pipelines, got ${show(operand)}.`);
    }
    for (const [name, pipeline] of Object.entries(operand)) {
      if (!isFieldName(name)) throw invalidArgument(`${what} makes a field named ${show(name)}.`);
      checkPipeline(`${what}.${name}`, pipeline);
      if (pipeline.some((stage) => '$facet' in stage)) throw invalidArgument(`${what}.${name} holds another $facet.`);
    }
  },
  $bucket: (what, operand) => {
    checkKeys(what, operand, ['groupBy', 'boundaries'], ['default', 'output']);
    checkExpression(`${what}.groupBy`, operand['groupBy']);
    const boundaries = operand['boundaries'];
    if (!Array.isArray(boundaries) || boundaries.length < 2) {
      throw invalidArgument(`${what}.boundaries must be an array of two values or more, got ${show(boundaries)}.`);
    }
    checkBoundaries(what, boundaries, operand['default']);
    if (operand['output'] !== undefined) checkAccumulators(`${what}.output`, operand['output']);
  },
  $count: (what, operand) => {
    checkString(what, operand);
    if (!isFieldName(operand)) throw invalidArgument(`${what} must be the name of a field, got ${show(operand)}.`);
  },
  $lookup: (what, operand) => {
    checkKeys(what, operand, ['from', 'localField', 'foreignField', 'as'], []);
    checkString(`${what}.from`, operand['from']);
    for (const name of ['localField', 'foreignField', 'as']) checkPath(`${what}.${name}`, operand[name]);
  },
  $replaceRoot: (what, operand) => {
    checkKeys(what, operand, ['newRoot'], []);
    checkExpression(`${what}.newRoot`, operand['newRoot']);
  },
  $replaceWith: checkExpression,
  $sortByCount: checkExpression,
};

/** Boundaries ascend within one type, and the default is none of the values they enclose. */
function checkBoundaries(what: string, boundaries: unknown[], otherwise: unknown): void {
  copyValue(boundaries, `${what}.boundaries`);
  const [first] = boundaries;
  boundaries.slice(1).forEach((bound, at) => {
    if (typeOf(bound) !== typeOf(first) || compareValues(boundaries[at], bound) >= 0) {
      throw invalidArgument(`${what}.boundaries must ascend within one type, got ${show(boundaries)}.`);
    }
  });
  if (otherwise === undefined) return;
  copyValue(otherwise, `${what}.default`);
  if (compareValues(otherwise, first) >= 0 && compareValues(otherwise, boundaries.at(-1)) < 0) {
    throw invalidArgument(`${what}.default must not be among the boundaries, got ${show(otherwise)}.`);
  }
}

function checkProjectStage(what: string, operand: unknown): void {
  if (!isPlainObject(operand) || Object.keys(operand).length === 0) {
    throw invalidArgument(`${what} must be an object with a field, got ${show(operand)}.`);
  }
  const leaves = [...projectedLeaves(what, operand)];
  checkOneMode(
    what,
    leaves.map(([path, value]) => [path, value !== 0 && value !== false]),
  );
  checkNoOverlap(
    what,
    leaves.map(([path]) => path),
  );
}

function* projectedLeaves(what: string, fields: Fields, prefix = ''): Generator<[path: string, value: unknown]> {
  for (const [name, value] of Object.entries(fields)) {
    const path = `${prefix}${name}`;
    checkPath(`A path of ${what}`, path);
    if (value === undefined) throw invalidArgument(`${what} has undefined for "${path}".`);
    if (isPlainObject(value) && !hasOperators(value)) {
      if (Object.keys(value).length === 0) throw invalidArgument(`${what} has an empty object for "${path}".`);
      yield* projectedLeaves(what, value, `${path}.`);
    } else {
      checkExpression(`${what}.${path}`, value);
      yield [path, value];
    }
  }
}

function checkComputed(what: string, operand: unknown): void {
  if (!isPlainObject(operand) || Object.keys(operand).length === 0) {
    throw invalidArgument(`${what} must be an object with a field, got ${show(operand)}.`);
  }
  for (const [path, expression] of Object.entries(operand)) {
    checkPath(`A path of ${what}`, path);
    checkExpression(`${what}.${path}`, expression);
  }
  checkNoOverlap(what, Object.keys(operand));
}

function checkAccumulators(what: string, fields: unknown): void {
  if (!isPlainObject(fields)) throw invalidArgument(`${what} must be an object, got ${show(fields)}.`);
  for (const [name, accumulator] of Object.entries(fields)) {
    if (!isFieldName(name)) throw invalidArgument(`${what} makes a field named ${show(name)}.`);
    const operators = isPlainObject(accumulator) ? Object.keys(accumulator) : [];
    const [operator = ''] = operators;
    if (!isPlainObject(accumulator) || operators.length !== 1) {
      throw invalidArgument(`${what}.${name} must be one accumulator, got ${show(accumulator)}.`);
    }
    const known: readonly string[] = supportedOperators.accumulator;
    if (!known.includes(operator)) throw unsupported(`${what}.${name}`, operator, known);
    const operand = accumulator[operator];
    if (operator === '$count') checkKeys(`${what}.${name}.$count`, operand, [], []);
    else if (Array.isArray(operand))
      throw invalidArgument(`${what}.${name}.${operator} takes one expression, got an array.`);
    else checkExpression(`${what}.${name}.${operator}`, operand);
  }
}

function checkFieldReference(what: string, reference: unknown): void {
  if (typeof reference !== 'string' || !reference.startsWith('$')) {
    throw invalidArgument(`${what} must be a path with a "$" before it, got ${show(reference)}.`);
  }
  checkPath(what, reference.slice(1));
}

function checkKeys(
  what: string,
  operand: unknown,
  required: readonly string[],
  optional: readonly string[],
): asserts operand is Fields {
  const known = [...required, ...optional];
  const given = isPlainObject(operand) ? Object.keys(operand) : undefined;
  if (given === undefined || required.some((name) => !given.includes(name))) {
    throw invalidArgument(`${what} takes an object with ${known.join(', ') || 'nothing'}, got ${show(operand)}.`);
  }
  const unknown = given.find((name) => !known.includes(name));
  if (unknown !== undefined) throw unsupported(what, unknown, known);
}

function unsupported(what: string, operator: string, known: readonly string[]): UnsupportedOperatorError {
  return new UnsupportedOperatorError(operator, `${what} uses ${operator}, which is not one of ${known.join(' ')}.`);
}
