import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { decodeCached, encodeCached } from '../src/values/cached-entity.ts';

const known = { freshUntil: 1_700_000_000_000, loadMs: 12 };
const encode = (entity: unknown) => encodeCached({ entity, ...known });
const keepsAsItIs = (entity: unknown) => expect(decodeCached(encode(entity))?.entity).toStrictEqual(entity);

describe('an entity that was encoded', () => {
  test.each<[string, unknown]>([
    ['text', { name: 'Tå 👩🏽‍🚒', empty: '', lone: '\ud800', quoted: '"\\\n\0' }],
    ['money and 19-digit integers', { amount: '0.10', big: 9_223_372_036_854_775_807n, zero: 0n, least: -1n }],
    ['numbers', { a: 0, b: -0, c: NaN, d: -Infinity, e: 1e308, f: Number.MIN_VALUE }],
    ['dates', { at: new Date('1969-12-31T23:59:59.999Z'), many: [new Date(0), { at: new Date(8.64e15) }] }],
    ['what is missing', { a: null, b: undefined, c: [undefined, null], d: {}, e: [] }],
    ['text that looks like a stand-in', { a: ['date', 0], b: [['date', 'a']], __proto: 1 }],
    ['a date alone', new Date(5)],
    ['nothing but text', 'text'],
    ['keys of any kind', { '': 1, '0': new Date(1), 'a.b': [1n], constructor: 2n, toString: undefined }],
  ])('comes back the same: %s', (_what, value) => {
    keepsAsItIs(value);
  });

  test('comes back the same, whatever it is made of', () => {
    const leaf = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.double(),
      fc.boolean(),
      fc.constant(null),
      fc.constant(undefined),
      fc.bigInt(),
      fc.date({ noInvalidDate: true }),
    );
    const { entity } = fc.letrec((tie) => ({
      entity: fc.oneof({ maxDepth: 4 }, leaf, tie('list'), tie('record')),
      list: fc.array(tie('entity'), { maxLength: 4 }),
      record: fc.dictionary(
        fc.string().filter((key) => key !== '__proto__'),
        tie('entity'),
        { maxKeys: 4, noNullPrototype: true },
      ),
    }));
    fc.assert(fc.property(entity, keepsAsItIs), { numRuns: 2_000 });
  });

  test('is as long as its JSON and a little more for each date', () => {
    expect(encode({ id: 'a', tags: ['b'] })).toBe('[1700000000000,12,{"id":"a","tags":["b"]}]');
    expect(encode({ at: new Date(5), n: 7n })).toBe(
      '[1700000000000,12,{"at":5,"n":"7"},[["date","at"],["bigint","n"]]]',
    );
  });
});

describe('a value of a tier', () => {
  test('says until when and at what cost, of an entity and of none', () => {
    for (const entity of [{ id: 'a,b', at: new Date(1) }, null]) {
      const text = encodeCached({ entity, ...known });
      expect(decodeCached(text)).toStrictEqual({ entity, ...known, text });
    }
  });

  test.each(['', 'x', ',', ',,', 'loyw3v28,c', 'loyw3v28,c,[', 'loyw3v28,c,[{}'])(
    'is a miss when it is damaged: %j',
    (text) => {
      expect(decodeCached(text)).toBeUndefined();
    },
  );
});
