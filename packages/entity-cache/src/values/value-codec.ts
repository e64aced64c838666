import { types } from 'node:util';
import { CacheError, CacheErrorCode } from '../errors.ts';

/**
 * How an entity becomes text and the same entity again. JSON, since it was the fastest to read of what was measured (README);
 * beside it the places of what JSON does not know, so that reading looks at those places only.
 *
 * Kept as they are: strings, booleans, null, numbers with NaN, the infinities and -0, `Date` to the millisecond, bigint,
 * undefined in an object, and arrays and plain objects of all these. Everything else is refused.
 */

/** What stands in the text for a value that JSON does not know, and how it becomes that value again. */
const restore: Record<Kind, (kept: never) => unknown> = {
  date: (milliseconds: number) => new Date(milliseconds),
  bigint: (digits: string) => BigInt(digits),
  number: (name: string) => Number(name),
  undefined: () => undefined,
};
type Kind = 'date' | 'bigint' | 'number' | 'undefined';

/** The kind and the way to it from the entity down. */
export type Place = readonly [kind: Kind, ...path: (string | number)[]];

/** Deeper than any entity is, and well before the stack ends: what contains itself is found here. */
const deepest = 100;

/**
 * The entity as JSON knows it, and the places in it that are to be restored.
 *
 * @throws CacheError CACHE_VALUE_UNFIT that says where and what it is that would not come back the same
 */
export function toPlainValue(value: unknown): { plain: unknown; places: readonly Place[] } {
  const places: Place[] = [];
  return { plain: toPlain(value, { path: [], places }), places };
}

/** Makes of a plain value what it was, in place; returns it, or what stands for it when it is itself such a place. */
export function fromPlainValue(plain: unknown, places: readonly Place[]): unknown {
  let root = plain;
  for (const [kind, ...path] of places) {
    const last = path.pop();
    if (last === undefined) {
      root = restore[kind](root as never);
      continue;
    }
    let holder = root as Record<string | number, unknown>;
    for (const step of path) holder = holder[step] as typeof holder;
    holder[last] = restore[kind](holder[last] as never);
  }
  return root;
}

interface Walk {
  /** Where the walk is; every step restores it. */
  readonly path: (string | number)[];
  readonly places: Place[];
}

function toPlain(value: unknown, walk: Walk): unknown {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value;
    case 'number':
      if (Number.isFinite(value) && !Object.is(value, -0)) return value;
      return standIn('number', Object.is(value, -0) ? '-0' : String(value), walk);
    case 'bigint':
      return standIn('bigint', String(value), walk);
    case 'undefined':
      return standIn('undefined', null, walk);
    case 'object':
      return value === null ? null : objectToPlain(value, walk);
    default:
      throw unfit(`a ${typeof value}`, walk);
  }
}

function objectToPlain(value: object, walk: Walk): unknown {
  if (types.isDate(value) && Object.hasOwn(Object.getPrototypeOf(value) as object, 'getTime')) {
    if (Number.isNaN(value.getTime())) throw unfit('an invalid Date', walk);
    return standIn('date', value.getTime(), walk);
  }
  if (walk.path.length >= deepest) throw unfit(`deeper than ${deepest} levels, or contains itself`, walk);
  if (Array.isArray(value)) return arrayToPlain(value, walk);
  if (!isPlain(value)) throw unfit(`a ${className(value)}`, walk);
  if (Object.getOwnPropertySymbols(value).length > 0) throw unfit('an object with a symbol as a key', walk);
  const plain: Record<string, unknown> = {};
  for (const [key, member] of Object.entries(value)) {
    walk.path.push(key);
    if (key === '__proto__') throw unfit('a key that would become a prototype', walk);
    plain[key] = toPlain(member, walk);
    walk.path.pop();
  }
  return plain;
}

function arrayToPlain(value: readonly unknown[], walk: Walk): unknown[] {
  const plain: unknown[] = [];
  for (let index = 0; index < value.length; index += 1) {
    walk.path.push(index);
    if (!(index in value)) throw unfit('a hole in an array', walk);
    plain.push(toPlain(value[index], walk));
    walk.path.pop();
  }
  return plain;
}

function standIn(kind: Kind, kept: unknown, { path, places }: Walk): unknown {
  places.push([kind, ...path]);
  return kept;
}

function isPlain(value: object): boolean {
  // By what it has and not by identity: a value may come from another realm, as in a test runner.
  const prototype = Object.getPrototypeOf(value) as object | null;
  return prototype !== null && Object.hasOwn(prototype, 'isPrototypeOf');
}

function className(value: object): string {
  const { constructor } = value as { constructor?: { name?: string } };
  return constructor?.name ?? 'bare object, without a prototype';
}

function unfit(what: string, { path }: Walk): CacheError {
  const place = path.length === 0 ? 'The entity' : `The entity's ${path.join('.')}`;
  return new CacheError(
    CacheErrorCode.unfitValue,
    `${place} is ${what}; a cached entity holds strings, numbers, booleans, bigints, Dates, and plain objects and arrays of them.`,
  );
}
