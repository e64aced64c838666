import { type Fields, hasOperators } from '../../checks/plain.ts';
import type { IndexDefinition } from '../indexes/index-definition.ts';
import { compareValues } from '../../values/compare.ts';
import type { IndexScan } from './index-scan.ts';
import { isWithin, pointInterval } from './intervals.ts';
import { type Demands, intervalsOf, type Term } from './terms.ts';

/** Whether the index holds every document that meets the demands: of a partial one, whether they imply its filter. */
export function holdsAll({ partial }: IndexDefinition, demands: Demands, filter: Fields): boolean {
  return partial === undefined || conjuncts(partial).every((part) => implies(demands, filter, part));
}

/** Whether a scan of a sparse index misses nothing: some path of it must exist in every matching document. */
export function missesNothing({ index, terms }: IndexScan, { present }: Demands): boolean {
  if (!index.sparse) return true;
  return index.fields.some(({ path }) => present.has(path)) || [...terms].some(excludesNull);
}

interface Conjunct {
  path: string;
  operator: string;
  operand: unknown;
}

function conjuncts(filter: Fields): Conjunct[] {
  return Object.entries(filter).flatMap(([key, operand]): Conjunct[] => {
    if (key === '$and') return (operand as Fields[]).flatMap(conjuncts);
    if (!hasOperators(operand)) return [{ path: key, operator: '$eq', operand }];
    return Object.entries(operand).map(([operator, inner]) => ({ path: key, operator, operand: inner }));
  });
}

function implies(demands: Demands, filter: Fields, part: Conjunct): boolean {
  const terms = demands.terms.filter(({ path }) => path === part.path);
  if (part.operator === '$exists') return demands.present.has(part.path) || terms.some(excludesNull);
  const wanted = intervalsOf(part.operator, part.operand);
  if (wanted !== undefined && terms.some(({ intervals }) => isWithin(intervals, wanted))) return true;
  return conjunctsOfQuery(filter).some(
    ({ path, operator, operand }) =>
      path === part.path && operator === part.operator && compareValues(operand, part.operand) === 0,
  );
}

/** Those at the top of the filter and in its `$and`s, where their operands are plain values. */
function conjunctsOfQuery(filter: Fields): Conjunct[] {
  return Object.entries(filter).flatMap(([key, operand]): Conjunct[] => {
    if (key === '$and') return (operand as Fields[]).flatMap(conjunctsOfQuery);
    return key.startsWith('$') ? [] : conjuncts({ [key]: operand });
  });
}

function excludesNull({ intervals }: Term): boolean {
  const nothing = pointInterval(null);
  return intervals.every(
    ({ low, high }) => Buffer.compare(high, nothing.low) <= 0 || Buffer.compare(low, nothing.high) >= 0,
  );
}
