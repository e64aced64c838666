import type { Sort } from '../../document-collection.ts';
import { typeRank } from '../../values/bson-type.ts';
import { encodeValue, invert } from '../values/encode.ts';
import { parsePath, type Path } from '../values/paths.ts';
import { emptyArray, indexTuples, type Tuple } from './index-tuples.ts';

/** One path of an index or of a sort. */
export interface KeyField extends Path {
  readonly path: string;
  readonly descending: boolean;
}

export function keyFields(keys: Sort): KeyField[] {
  return Object.entries(keys).map(([path, direction]) => ({ ...parsePath(path), path, descending: direction === -1 }));
}

export interface IndexKey {
  /** The values joined as bytes that sort in the index's order. */
  readonly bytes: Buffer;
  readonly tuple: Tuple;
}

/** The distinct keys of a document in an index over these fields, and which of the fields met an array. */
export function indexKeys(
  document: unknown,
  { fields, sparse }: { fields: readonly KeyField[]; sparse: boolean },
): { keys: IndexKey[]; arrays: boolean[] } {
  const { tuples, arrays } = indexTuples(document, fields);
  const present = sparse ? tuples.filter((tuple) => tuple.some((value) => value !== undefined)) : tuples;
  const keys = present.map((tuple) => ({ bytes: encodeTuple(tuple, fields), tuple }));
  return { keys: keys.length > 1 ? distinct(keys) : keys, arrays };
}

/** Where a document stands in a sort: with arrays, at the first of its keys. */
export function sortKey(document: unknown, fields: readonly KeyField[]): Buffer {
  const { keys } = indexKeys(document, { fields, sparse: false });
  return keys.map(({ bytes }) => bytes).reduce((least, bytes) => (Buffer.compare(bytes, least) < 0 ? bytes : least));
}

/** Missing is indexed as null. */
function encodeTuple(tuple: Tuple, fields: readonly KeyField[]): Buffer {
  const parts = fields.map(({ descending }, at) => {
    const value = tuple[at];
    const bytes = value === emptyArray ? Buffer.of(typeRank.missing) : encodeValue(value ?? null);
    return descending ? invert(bytes) : bytes;
  });
  const [only] = parts;
  return parts.length === 1 && only !== undefined ? only : Buffer.concat(parts);
}

function distinct(keys: readonly IndexKey[]): IndexKey[] {
  const byBytes = new Map(keys.map((key) => [key.bytes.toString('latin1'), key]));
  return [...byBytes.values()];
}
