import { expect, test } from '@jest/globals';
import { encodeCached } from '../src/values/cached-entity.ts';
import { createDecodedValues, type Decoded } from '../src/values/decoded-values.ts';

const encode = (entity: unknown) => encodeCached({ entity, freshUntil: 1_700_000_000_000, loadMs: 12 });
const text = encode({ id: 'é', at: new Date(5), lines: [{ sku: 'A' }] });
/** What is inside is the same when it was not decoded again. */
const linesIn = (value: Decoded | undefined) => (value?.cached.entity as { lines: { sku: string }[] }).lines;
/** As a tier gives it: the same text and another string. */
const again = (value: string) => Buffer.from(value).toString();

test('the same text of a key is decoded once, and another text anew', () => {
  const values = createDecodedValues({ maxChars: 1_000 });
  const first = values.decode('thing:1:a', text);
  expect(first?.cached).toStrictEqual({
    entity: { id: 'é', at: new Date(5), lines: [{ sku: 'A' }] },
    ...{ freshUntil: 1_700_000_000_000, loadMs: 12, text },
  });
  expect(first?.bytes).toBe(Buffer.byteLength(text));
  expect(linesIn(values.decode('thing:1:a', again(text)))).toBe(linesIn(first));

  const changed = values.decode('thing:1:a', encode({ id: 'é', lines: [] }));
  expect(changed?.cached.entity).toEqual({ id: 'é', lines: [] });
  expect(linesIn(values.decode('thing:1:b', text))).not.toBe(linesIn(first));
});

test('what cannot be read is nothing, however often it is asked for', () => {
  const values = createDecodedValues({ maxChars: 1_000 });
  expect([values.decode('a', 'nonsense'), values.decode('a', 'nonsense')]).toEqual([undefined, undefined]);
  expect(values.decode('a', encode(null))?.cached.entity).toBeNull();
});

test('what a caller adds to an entity is its own, and nobody can change what is inside', () => {
  const values = createDecodedValues({ maxChars: 1_000 });
  const decode = () => values.decode('a', text)?.cached.entity as { id: string; lines: { sku: string }[] };
  const entity = decode();
  Object.defineProperty(entity, '__typename', { value: 'Thing' });
  entity.id = 'other';
  expect(() => entity.lines.push({ sku: 'B' })).toThrow(TypeError);
  expect(() => {
    for (const line of entity.lines) line.sku = 'C';
  }).toThrow(TypeError);
  expect(decode()).toStrictEqual({ id: 'é', at: new Date(5), lines: [{ sku: 'A' }] });
  expect('__typename' in decode()).toBe(false);

  const list = encode([{ sku: 'A' }]);
  (values.decode('list', list)?.cached.entity as unknown[]).push('more');
  expect(values.decode('list', list)?.cached.entity).toEqual([{ sku: 'A' }]);
  expect(values.decode('date', encode(new Date(7)))?.cached.entity).toEqual(new Date(7));
});

test('a text that is asked for again before two rooms are filled is not decoded again', () => {
  const values = createDecodedValues({ maxChars: text.length * 3 });
  const hot = values.decode('hot', text);
  for (let n = 0; n < 20; n += 1) {
    values.decode(`cold ${n}`, encode({ id: 'é', at: new Date(5), lines: [{ sku: `B${n}` }] }));
    expect(linesIn(values.decode('hot', text))).toBe(linesIn(hot));
  }
  for (let n = 0; n < 20; n += 1) values.decode(`cold again ${n}`, text);
  expect(linesIn(values.decode('hot', text))).not.toBe(linesIn(hot));
});
