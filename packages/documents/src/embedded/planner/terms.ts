import { isValueElemMatch } from '../../checks/check-filter.ts';
import { type Fields, hasOperators, isPlainObject, isRegExp } from '../../checks/plain.ts';
import { typeOf, typeRank } from '../../values/bson-type.ts';
import { type Interval, intersection, pointInterval, prefixInterval, typeInterval, union } from './intervals.ts';
import { regexPrefix } from './regex-prefix.ts';

/** Something that every matching document has: at the path, a value within one of the intervals. */
export interface Term {
  readonly path: string;
  readonly intervals: readonly Interval[];
}

/** What a filter demands of a document, as far as an index can tell. The rest is tested on the documents found. */
export interface Demands {
  readonly terms: Term[];
  /** The branches of each `$or`: one of them must hold. */
  readonly alternatives: Fields[][];
  /** The paths that must exist. */
  readonly present: Set<string>;
}

export function demandsOf(filter: Fields): Demands {
  const demands: Demands = { terms: [], alternatives: [], present: new Set() };
  collect(filter, '', demands);
  return demands;
}

function collect(filter: Fields, prefix: string, demands: Demands): void {
  for (const [key, operand] of Object.entries(filter)) {
    if (key === '$and') for (const branch of operand as Fields[]) collect(branch, prefix, demands);
    else if (key === '$or' && prefix === '') demands.alternatives.push(operand as Fields[]);
    else if (!key.startsWith('$')) collectCondition(`${prefix}${key}`, operand, demands);
  }
}

function collectCondition(path: string, condition: unknown, demands: Demands): void {
  const { terms, present } = demands;
  for (const [operator, operand] of operatorsOf(condition)) {
    if (operator === '$exists' && operand === true) present.add(path);
    else if (operator === '$all') {
      for (const element of operand as unknown[]) collectCondition(path, element, demands);
    } else if (operator === '$elemMatch') collectElemMatch(path, operand as Fields, demands);
    else {
      const intervals = intervalsOf(operator, operand, condition);
      if (intervals !== undefined) terms.push({ path, intervals });
    }
  }
}

/** Operators on the element hold for one and the same value; conditions on its fields each for some value. */
function collectElemMatch(path: string, operand: Fields, demands: Demands): void {
  if (!isValueElemMatch(operand)) {
    collect(operand, `${path}.`, demands);
    return;
  }
  const known = operatorsOf(operand)
    .map(([operator, inner]) => intervalsOf(operator, inner, operand))
    .filter((intervals) => intervals !== undefined);
  const [first, ...others] = known;
  if (first !== undefined) demands.terms.push({ path, intervals: others.reduce<Interval[]>(intersection, first) });
}

function operatorsOf(condition: unknown): [operator: string, operand: unknown][] {
  if (isRegExp(condition)) return [['$regex', condition]];
  return hasOperators(condition) ? Object.entries(condition) : [['$eq', condition]];
}

/** Where the values lie that satisfy an operator; undefined when that cannot be said, or is everywhere. */
export function intervalsOf(operator: string, operand: unknown, condition?: unknown): Interval[] | undefined {
  switch (operator) {
    case '$eq':
      return Array.isArray(operand) ? undefined : [pointInterval(operand)];
    case '$in': {
      const listed = (operand as unknown[]).map((element) =>
        isRegExp(element) ? regexIntervals(element.source, element.flags) : intervalsOf('$eq', element),
      );
      return listed.includes(undefined) ? undefined : union(listed.flatMap((intervals) => intervals ?? []));
    }
    case '$gt':
    case '$gte':
    case '$lt':
    case '$lte':
      return rangeIntervals(operator, operand);
    case '$regex': {
      const options = isPlainObject(condition) ? condition['$options'] : undefined;
      if (isRegExp(operand)) return regexIntervals(operand.source, operand.flags);
      return regexIntervals(operand as string, typeof options === 'string' ? options : '');
    }
    default:
      return undefined;
  }
}

/** Only values of the operand's own type compare. */
function rangeIntervals(operator: string, operand: unknown): Interval[] | undefined {
  const type = typeOf(operand);
  if (type === 'array' || type === 'object') return undefined;
  if (type === 'null') return operator.endsWith('e') ? [pointInterval(null)] : [];
  const whole = typeInterval(typeRank[type]);
  const point = pointInterval(operand);
  switch (operator) {
    case '$gt':
      return [{ low: point.high, high: whole.high }];
    case '$gte':
      return [{ low: point.low, high: whole.high }];
    case '$lt':
      return [{ low: whole.low, high: point.low }];
    default:
      return [{ low: whole.low, high: point.high }];
  }
}

function regexIntervals(source: string, flags: string): Interval[] | undefined {
  const prefix = regexPrefix(source, flags);
  return prefix === undefined ? undefined : [prefixInterval(prefix)];
}
