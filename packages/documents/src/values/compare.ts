import type { ObjectId } from 'mongodb';
import type { Fields } from '../checks/plain.ts';
import { typeOf, typeRank } from './bson-type.ts';

/** Compares two values as MongoDB does: by type first, then within the type. The order of `encodeValue` is the same. */
export function compareValues(left: unknown, right: unknown): number {
  const type = typeOf(left);
  const otherType = typeOf(right);
  if (type !== otherType) return typeRank[type] - typeRank[otherType];
  switch (type) {
    case 'missing':
    case 'null':
      return 0;
    case 'number':
      return compareNumbers(left as number, right as number);
    case 'string':
      return compareStrings(left as string, right as string);
    case 'bool':
    case 'date':
      return Number(left) - Number(right);
    case 'objectId':
      return Buffer.compare((left as ObjectId).id, (right as ObjectId).id);
    case 'binData':
      return compareBytes(left as Uint8Array, right as Uint8Array);
    case 'array':
      return compareArrays(left as unknown[], right as unknown[]);
    case 'object':
      return compareObjects(left as Fields, right as Fields);
  }
}

export function equalValues(left: unknown, right: unknown): boolean {
  return left === right || compareValues(left, right) === 0;
}

/** NaN, which an expression can yield, is the least number and equals itself. */
function compareNumbers(left: number, right: number): number {
  if (left === right) return 0;
  if (Number.isNaN(left)) return Number.isNaN(right) ? 0 : -1;
  return Number.isNaN(right) || left > right ? 1 : -1;
}

/** By code point, as UTF-8 bytes sort; JavaScript's own order puts surrogate pairs before U+E000. */
function compareStrings(left: string, right: string): number {
  const length = Math.min(left.length, right.length);
  for (let at = 0; at < length; at++) {
    const a = left.charCodeAt(at);
    const b = right.charCodeAt(at);
    if (a !== b) return byCodePoint(a) - byCodePoint(b);
  }
  return left.length - right.length;
}

const byCodePoint = (unit: number): number => (unit < 0xd800 ? unit : unit < 0xe000 ? unit + 0x2000 : unit - 0x800);

function compareBytes(left: Uint8Array, right: Uint8Array): number {
  return left.length - right.length || Buffer.compare(left, right);
}

function compareArrays(left: unknown[], right: unknown[]): number {
  for (let at = 0; at < Math.min(left.length, right.length); at++) {
    const order = compareValues(left[at], right[at]);
    if (order !== 0) return order;
  }
  return left.length - right.length;
}

/** Field by field in their order: the value's type, then the name, then the value. */
function compareObjects(left: Fields, right: Fields): number {
  const ours = Object.entries(left).filter(([, value]) => value !== undefined);
  const theirs = Object.entries(right).filter(([, value]) => value !== undefined);
  for (let at = 0; at < Math.min(ours.length, theirs.length); at++) {
    const [name, value] = ours[at] as [string, unknown];
    const [otherName, otherValue] = theirs[at] as [string, unknown];
    const order =
      typeRank[typeOf(value)] - typeRank[typeOf(otherValue)] ||
      compareStrings(name, otherName) ||
      compareValues(value, otherValue);
    if (order !== 0) return order;
  }
  return ours.length - theirs.length;
}
