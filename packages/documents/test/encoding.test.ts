import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ObjectId } from 'mongodb';
import { regexPrefix } from '../src/embedded/planner/regex-prefix.ts';
import { encodeStringPrefix, encodeValue, invert, successor } from '../src/embedded/values/encode.ts';
import { compareValues } from '../src/values/compare.ts';

const leaf = fc.oneof(
  fc.constant(null),
  fc.boolean(),
  fc.double({ noNaN: true }),
  fc.integer({ min: -3, max: 3 }),
  fc.string({ unit: 'binary', maxLength: 4 }),
  fc.constantFrom('', '\0', '\0\0', 'a', 'a\0', 'ab', '\uffee', '\u{1f600}'),
  fc.date({ noInvalidDate: true }),
  fc.uint8Array({ maxLength: 3 }).map((bytes) => Buffer.from(bytes)),
  fc.uint8Array({ minLength: 12, maxLength: 12 }).map((bytes) => new ObjectId(Buffer.from(bytes))),
);
const value = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    leaf,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom('a', 'b', 'ab', 'a\uffee'), tie('value'), { maxKeys: 3 }),
  ),
})).value;

describe('Encoded values', () => {
  test('compare as the values do, ascending and inverted.', () => {
    fc.assert(
      fc.property(value, value, (left, right) => {
        const order = Math.sign(compareValues(left, right));
        expect(Buffer.compare(encodeValue(left), encodeValue(right))).toBe(order);
        expect(Buffer.compare(invert(encodeValue(right)), invert(encodeValue(left)))).toBe(order);
      }),
      { numRuns: 3000 },
    );
  });

  test('are never the beginning of one another, so that they can be joined.', () => {
    fc.assert(
      fc.property(value, value, (left, right) => {
        const [a, b] = [encodeValue(left), encodeValue(right)];
        expect(b.subarray(0, a.length).equals(a)).toBe(compareValues(left, right) === 0);
      }),
      { numRuns: 3000 },
    );
  });

  test('of strings with a prefix are those between the encoded prefix and its successor.', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 3 }),
        fc.string({ unit: 'binary', maxLength: 5 }),
        (prefix, text) => {
          const low = encodeStringPrefix(prefix);
          const encoded = encodeValue(text);
          const isBetween = Buffer.compare(low, encoded) <= 0 && Buffer.compare(encoded, successor(low) ?? low) < 0;
          expect(isBetween).toBe(text.startsWith(prefix));
        },
      ),
      { numRuns: 3000 },
    );
  });

  test('sort the types as MongoDB does.', () => {
    const inOrder = [
      null,
      -Infinity,
      -1,
      0,
      0.1,
      5,
      '',
      'a',
      {},
      { a: 1 },
      [],
      [1],
      Buffer.of(),
      new ObjectId(),
      false,
      true,
      new Date(-1),
      new Date(0),
    ];
    const encoded = inOrder.map(encodeValue);
    expect([...encoded].sort((left, right) => Buffer.compare(left, right))).toEqual(encoded);
    expect(encodeValue(-0)).toEqual(encodeValue(0));
  });
});

describe('The prefix of a pattern', () => {
  const patterns: [source: string, flags: string, prefix: string | undefined][] = [
    ['^abc', '', 'abc'],
    ['^abc.*d', '', 'abc'],
    ['^abc?d', '', 'ab'],
    ['^abc*', '', 'ab'],
    ['^abc{0,2}', '', 'ab'],
    ['^abc+', '', 'abc'],
    ['^a\\.b\\/c', '', 'a.b/c'],
    ['^a\\d', '', 'a'],
    ['^a[bc]', '', 'a'],
    ['^a$', '', 'a'],
    ['^a(b)', '', 'a'],
    ['^ab|c', '', undefined],
    ['^abc', 'i', undefined],
    ['^abc', 'm', undefined],
    ['abc', '', undefined],
    ['^a?', '', undefined],
    ['^', '', undefined],
    ['^\\w', '', undefined],
    ['^x\u{1f600}*', '', 'x'],
  ];
  for (const [source, flags, prefix] of patterns) {
    test(`/${source}/${flags} has ${prefix === undefined ? 'none' : `"${prefix}"`}.`, () => {
      expect(regexPrefix(source, flags)).toBe(prefix);
    });
  }
});
