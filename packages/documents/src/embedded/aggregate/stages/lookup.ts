import type { Fields } from '../../../checks/plain.ts';
import { indexKeys, keyFields, type KeyField } from '../../indexes/index-keys.ts';
import { emptyArray } from '../../indexes/index-tuples.ts';
import { compileAddFields } from './project.ts';

/** Finds documents of another collection by a filter. */
export type FindForeign = (collection: string, filter: Fields) => Fields[];

/**
 * The equality form: each document gets, at `as`, the foreign documents whose `foreignField` equals its `localField`
 * (any element of it, if it is an array; null equals missing). One query for all documents.
 */
export function lookup(documents: readonly Fields[], specification: Fields, findForeign: FindForeign): Fields[] {
  const { from, localField, foreignField, as } = specification as Record<string, string>;
  const local = keyFields({ [localField as string]: 1 });
  const foreign = keyFields({ [foreignField as string]: 1 });

  const wanted = new Map<string, unknown>();
  const locals = documents.map((document) => {
    const keys = valuesOf(document, local);
    for (const [key, value] of keys) wanted.set(key, value);
    return { document, keys: [...keys.keys()] };
  });
  const found = findForeign(from as string, { [foreignField as string]: { $in: [...wanted.values()] } });

  const byKey = new Map<string, number[]>();
  found.forEach((document, at) => {
    for (const key of valuesOf(document, foreign).keys()) {
      const others = byKey.get(key);
      if (others === undefined) byKey.set(key, [at]);
      else others.push(at);
    }
  });
  return locals.map(({ document, keys }) => {
    const positions = [...new Set(keys.flatMap((key) => byKey.get(key) ?? []))].sort((left, right) => left - right);
    const matches = positions.map((at) => found[at]);
    return compileAddFields({ [as as string]: { $literal: matches } })(document);
  });
}

/** The values at a path by their encodings; missing is null, an empty array has none. */
function valuesOf(document: Fields, fields: readonly KeyField[]): Map<string, unknown> {
  const { keys } = indexKeys(document, { fields, sparse: false });
  return new Map(
    keys
      .filter(({ tuple }) => tuple[0] !== emptyArray)
      .map(({ bytes, tuple }) => [bytes.toString('latin1'), tuple[0] ?? null]),
  );
}
