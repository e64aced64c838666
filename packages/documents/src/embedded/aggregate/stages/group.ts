import { type Fields, show } from '../../../checks/plain.ts';
import { queryFailed } from '../../../errors.ts';
import { compareValues } from '../../../values/compare.ts';
import { encodeValue } from '../../values/encode.ts';
import { copyStored } from '../../values/copy.ts';
import { evaluate } from '../evaluate.ts';
import { compileAccumulators } from './accumulators.ts';

/** A missing `_id` groups as null. The groups come in the order in which their first documents did. */
export function group(documents: readonly Fields[], specification: Fields): Fields[] {
  const { _id: expression, ...output } = specification;
  const accumulate = compileAccumulators(output);
  return partition(documents, expression).map(({ id, members }) => ({ _id: id, ...accumulate(members) }));
}

export function sortByCount(documents: readonly Fields[], expression: unknown): Fields[] {
  return partition(documents, expression)
    .map(({ id, members }) => ({ _id: id, count: members.length }))
    .sort((left, right) => right.count - left.count);
}

export function bucket(documents: readonly Fields[], specification: Fields): Fields[] {
  const { groupBy, boundaries, default: otherwise, output = { count: { $sum: 1 } } } = specification;
  const bounds = boundaries as unknown[];
  const accumulate = compileAccumulators(output as Fields);
  const members = new Map<unknown, Fields[]>();
  for (const document of documents) {
    const id = boundBelow(evaluate(groupBy, document), bounds) ?? otherwise;
    if (id === undefined) {
      throw queryFailed(`$bucket has no bucket and no default for ${show(evaluate(groupBy, document))}.`);
    }
    const others = members.get(id);
    if (others === undefined) members.set(id, [document]);
    else others.push(document);
  }
  return [...members]
    .sort(([left], [right]) => compareValues(left, right))
    .map(([id, inside]) => ({ _id: id, ...accumulate(inside) }));
}

/** The boundary whose bucket holds the value, which reaches up to the next boundary; undefined outside of all. */
function boundBelow(value: unknown, bounds: readonly unknown[]): unknown {
  if (compareValues(value, bounds.at(-1)) >= 0) return undefined;
  return bounds.findLast((bound) => compareValues(value, bound) >= 0);
}

function partition(documents: readonly Fields[], expression: unknown): { id: unknown; members: Fields[] }[] {
  const groups = new Map<string, { id: unknown; members: Fields[] }>();
  for (const document of documents) {
    const id = copyStored(evaluate(expression, document) ?? null);
    const key = encodeValue(id).toString('latin1');
    const known = groups.get(key);
    if (known === undefined) groups.set(key, { id, members: [document] });
    else known.members.push(document);
  }
  return [...groups.values()];
}
