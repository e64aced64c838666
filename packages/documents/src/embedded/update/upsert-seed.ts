import { type Fields, hasOperators, isPlainObject, isRegExp, show } from '../../checks/plain.ts';
import { writeRefused } from '../../errors.ts';
import { copyStored } from '../values/copy.ts';

/**
 * The document that an upsert starts from: the equalities of the filter, those within `$and` and in an `$or` of one
 * branch too. Rejects with WRITE_REFUSED if two of them disagree or one is inside another.
 */
export function upsertSeed(filter: Fields): Fields {
  const seed: Fields = {};
  for (const [path, value] of equalities(filter)) setAt(seed, path, value);
  return seed;
}

function* equalities(filter: Fields): Generator<[path: string, value: unknown]> {
  for (const [key, condition] of Object.entries(filter)) {
    if (key === '$and' || (key === '$or' && (condition as Fields[]).length === 1)) {
      for (const branch of condition as Fields[]) yield* equalities(branch);
    } else if (key.startsWith('$') || isRegExp(condition)) continue;
    else if (!hasOperators(condition)) yield [key, condition];
    else if ('$eq' in condition) yield [key, condition['$eq']];
  }
}

function setAt(seed: Fields, path: string, value: unknown): void {
  const parts = path.split('.');
  const last = parts.pop() as string;
  let holder = seed;
  for (const part of parts) {
    const inner = Object.hasOwn(holder, part) ? holder[part] : (holder[part] = {});
    if (!isPlainObject(inner)) throw clash(path, inner);
    holder = inner;
  }
  if (Object.hasOwn(holder, last)) throw clash(path, holder[last]);
  holder[last] = copyStored(value);
}

function clash(path: string, there: unknown) {
  return writeRefused(`An upsert cannot take "${path}" from the filter, which also makes it ${show(there)}.`);
}
