import { describe, expect, test } from '@jest/globals';
import { createSilentLogger } from '@mosaico/service';
import { createEntityCache, openCacheTiers } from '../src/index.ts';
import { encodeCached } from '../src/values/cached-entity.ts';

class Price {
  readonly amount = '1.00';
}
const kept = 'a cached entity holds strings, numbers, booleans, bigints, Dates, and plain objects and arrays of them.';
const encode = (entity: unknown) => encodeCached({ entity, freshUntil: 0, loadMs: 0 });
const loop: Record<string, unknown> = {};
loop['self'] = loop;

describe('an entity that would not come back the same is refused, by its place', () => {
  test.each<[unknown, string]>([
    [{ price: new Price() }, `The entity's price is a Price; ${kept}`],
    [{ lines: [{ tags: new Set(['a']) }] }, `The entity's lines.0.tags is a Set; ${kept}`],
    [new Map(), `The entity is a Map; ${kept}`],
    [{ raw: new Uint8Array(1) }, `The entity's raw is a Uint8Array; ${kept}`],
    [{ total: () => 1 }, `The entity's total is a function; ${kept}`],
    [{ kind: Symbol('s') }, `The entity's kind is a symbol; ${kept}`],
    [{ at: new Date(NaN) }, `The entity's at is an invalid Date; ${kept}`],
    [Object.create(null), `The entity is a bare object, without a prototype; ${kept}`],
    [{ [Symbol('s')]: 1 }, `The entity is an object with a symbol as a key; ${kept}`],
    // eslint-disable-next-line no-sparse-arrays -- the hole is what is tested
    [{ holes: [1, , 3] }, `The entity's holes.1 is a hole in an array; ${kept}`],
    [JSON.parse('{"__proto__":{"a":1}}'), `The entity's __proto__ is a key that would become a prototype; ${kept}`],
  ])('%#', (entity, message) => {
    expect(() => encode(entity)).toThrow(expect.objectContaining({ code: 'CACHE_VALUE_UNFIT', message }));
  });

  test('also one that contains itself', () => {
    expect(() => encode(loop)).toThrow(/^The entity's self\.self.* is deeper than 100 levels, or contains itself; /);
  });
});

describe('a cache that cannot be meant is refused', () => {
  const made = async (options: { name?: string; version?: number; timing?: { l1TtlMs?: number; waitMs?: number } }) => {
    const tiers = await openCacheTiers({ config: { REDIS_KEY_PREFIX: '' }, logger: createSilentLogger() });
    const load = () => Promise.resolve<{ id: string }[]>([]);
    return createEntityCache({ name: 'product', version: 1, tiers, load, keyOf: ({ id }) => id, ...options });
  };
  test.each([
    [{ name: 'a:b' }, 'A cache\'s name is letters, digits and hyphens, and begins with a letter; got "a:b".'],
    [{ name: '' }, 'A cache\'s name is letters, digits and hyphens, and begins with a letter; got "".'],
    [{ version: 0 }, 'The version of product is a whole number from 1; got 0.'],
    [{ version: 1.5 }, 'The version of product is a whole number from 1; got 1.5.'],
    [{ timing: { l1TtlMs: 0 } }, 'The l1TtlMs of product is a whole number of milliseconds, 1 or more; got 0.'],
    [{ timing: { waitMs: -1 } }, 'The waitMs of product is a whole number of milliseconds, 0 or more; got -1.'],
  ])('%j', async (options, message) => {
    await expect(made(options)).rejects.toMatchObject({ code: 'CACHE_MISUSE', message });
  });
});
