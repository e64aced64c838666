import { describe, expect, test } from '@jest/globals';
import { createMetrics } from '@mosaico/service';
import { createWorld } from './support/shop.ts';

const a = { id: 'a', revision: 1 };
const b = { id: 'b', revision: 1 };
const c = { id: 'c', revision: 1 };
const rows = { a: 1, b: 1, c: 1 };
const minute = 60_000;

describe('a read', () => {
  test('asks L1, L2 and the store once each for what the one before has not, and writes back in one go', async () => {
    const world = createWorld(rows);
    const { cache } = world.process();
    const loader = cache.loader();
    expect(await Promise.all([loader.load('b'), loader.load('a'), loader.load('none')])).toEqual([b, a, null]);
    await cache.idle();
    expect(world.asked()).toEqual([
      'l1.read b a none',
      'l1.claim b a none',
      'l2.claim b a none',
      'l1.put b a none',
      'l2.put b a none',
    ]);
    expect(world.store.batches).toEqual([['b', 'a', 'none']]);
  });

  test('of what L1 has asks nothing else, and of what L2 has puts it into L1', async () => {
    const world = createWorld(rows);
    const { cache } = world.process();
    await cache.loadMany(['a', 'b', 'none']);
    await cache.idle();
    world.asked();

    expect(await cache.loadMany(['none', 'a'])).toEqual([null, a]);
    expect(world.asked()).toEqual(['l1.read none a']);

    world.time += 6 * minute;
    expect(await cache.loadMany(['a', 'b', 'c'])).toEqual([a, b, c]);
    await cache.idle();
    expect(world.asked()).toEqual([
      'l1.read a b c',
      'l1.claim a b c',
      'l2.claim a b c',
      'l1.put a b',
      'l1.put c',
      'l2.put c',
    ]);
    expect(world.store.batches).toEqual([['a', 'b', 'none'], ['c']]);
    expect(await cache.loadMany(['a', 'b', 'c'])).toEqual([a, b, c]);
    expect(world.asked()).toEqual(['l1.read a b c']);
  });

  test('gives the same entity from the store and from a tier, with its dates and wide integers', async () => {
    const world = createWorld();
    const entity = {
      id: 7,
      at: new Date('2026-11-25T10:00:00.123Z'),
      total: 9_223_372_036_854_775_807n,
      note: undefined,
    };
    const { tiers } = world.process();
    const { createEntityCache } = await import('../src/index.ts');
    const load = (ids: readonly number[]) => Promise.resolve(ids.includes(7) ? [entity] : []);
    const cache = createEntityCache({ name: 'thing', version: 1, tiers, load, keyOf: ({ id }) => id });
    expect(await cache.loadMany([7])).toStrictEqual([entity]);
    await cache.idle();
    expect(await cache.loadMany([8, 7])).toStrictEqual([null, entity]);
    expect(world.asked().at(-1)).toBe('l2.put 8');
  });

  test('of more ids than a store call takes makes several', async () => {
    const world = createWorld();
    const { cache } = world.process();
    const ids = Array.from({ length: 1_001 }, (_, index) => `id-${index}`);
    expect(await cache.loadMany(ids)).toEqual(ids.map(() => null));
    expect(world.store.batches.map((batch) => batch.length)).toEqual([1_000, 1]);
    expect(await cache.loader().loadMany(ids)).toEqual(ids.map(() => null));
    expect(await cache.loadMany([])).toEqual([]);
  });

  test('keeps apart ids of any length and kind, and knows no row of an id that no store can keep', async () => {
    const long = 'x'.repeat(300);
    const ids = [long, `${long}y`, `${long}:`, '', ':', '👩🏽‍🚒', 'a:b', 'a'];
    const world = createWorld(Object.fromEntries(ids.map((id, index) => [id, index])));
    const { cache } = world.process();
    const things = ids.map((id, revision) => ({ id, revision }));
    expect(await cache.loadMany(ids)).toEqual(things);
    await cache.idle();
    expect(await cache.loadMany(ids.toReversed())).toEqual(things.toReversed());
    expect(world.store.batches).toHaveLength(1);
    expect(await cache.loadMany(['\ud800', 'a', `${long}\ud800`])).toEqual([null, things.at(-1), null]);
    expect(world.store.batches).toHaveLength(1);
  });

  test('rejects only for the ids that the store was needed for, and asks it again the next time', async () => {
    const world = createWorld(rows);
    const { cache } = world.process();
    await cache.loadMany(['a']);
    await cache.idle();
    world.asked();
    world.store.gate = () => Promise.reject(new Error('the store is down'));
    expect(await cache.loader().loadMany(['a', 'b'])).toEqual([a, new Error('the store is down')]);
    await cache.idle();
    // The claim is given back: nobody waits for a load that has failed.
    expect(world.asked()).toEqual(['l1.read a b', 'l1.claim b', 'l2.claim b', 'l2.release b']);
    await expect(cache.loadMany(['b'])).rejects.toThrow('the store is down');
    world.store.gate = () => Promise.resolve();
    expect(await cache.loadMany(['b'])).toEqual([b]);
  });

  test('answers an entity that is too large, and does not keep it', async () => {
    const world = createWorld(rows);
    const { cache } = world.process({ maxValueBytes: 20 });
    expect(await cache.loadMany(['a', 'none'])).toEqual([a, null]);
    await cache.idle();
    expect(world.asked().slice(-3)).toEqual(['l1.put none', 'l2.put none', 'l2.release a']);
  });

  test('refuses an entity that would not come back the same, and only it', async () => {
    const world = createWorld(rows);
    const load = (ids: readonly string[]) =>
      Promise.resolve(ids.map((id) => ({ id, revision: 1, ...(id === 'a' ? { tags: new Set() } : {}) })));
    const { cache } = world.process({ load });
    const [bad, good] = await cache.loader().loadMany(['a', 'b']);
    expect(bad).toMatchObject({ code: 'CACHE_VALUE_UNFIT' });
    expect(good).toEqual(b);
  });
});

describe('what is kept is forgotten', () => {
  test('an absent row soon, L1 after five minutes, L2 after an hour, a random tenth earlier', async () => {
    const world = createWorld(rows);
    const { cache } = world.process();
    const loads = async (id: string) => {
      await cache.loadMany([id]);
      await cache.idle();
      return world.store.batches.splice(0).flat();
    };
    expect(await loads('none')).toEqual(['none']);
    world.time += 28_499;
    expect(await loads('none')).toEqual([]);
    world.time += 1;
    expect(await loads('none')).toEqual(['none']);

    expect(await loads('a')).toEqual(['a']);
    world.asked();
    world.time += 4.75 * minute - 1;
    await loads('a');
    expect(world.asked()).toEqual(['l1.read a']);
    world.time += 1;
    await loads('a');
    expect(world.asked()).toEqual(['l1.read a', 'l1.claim a', 'l2.claim a', 'l1.put a']);
    world.time += 52.25 * minute - 2_000;
    expect(await loads('a')).toEqual([]);
    // Copied to L1 just now, and yet for no longer than L2 has it.
    world.time += 2_000;
    expect(await loads('a')).toEqual(['a']);
  });

  test('at different times, though stored together', async () => {
    const world = createWorld(rows);
    let draws = 0;
    world.random = () => (draws++ % 10) / 10;
    const { cache } = world.process();
    await cache.loadMany(['a', 'b', 'c']);
    await cache.idle();
    const ends = new Set<number>();
    for (let second = 240; second <= 300; second += 1) {
      world.time = 1_000_000 + second * 1_000;
      for (const key of ['a', 'b', 'c'].map((id) => `thing:3:${id}`)) {
        if ((await world.l1.read([key]))[0] === null) ends.add(second);
      }
    }
    expect(ends.size).toBeGreaterThan(3);
  });

  test('by another version, which reads nothing of this one', async () => {
    const world = createWorld(rows);
    await world.process().cache.loadMany(['a']);
    await world.process({ version: 4 }).cache.loadMany(['a']);
    expect(world.store.batches).toEqual([['a'], ['a']]);
  });
});

describe('an early refresh', () => {
  /** A cache whose entity `a` took 100 ms to load and has about that long to live. */
  async function nearItsEnd() {
    const world = createWorld(rows);
    world.store.gate = () => {
      world.time += 100;
      return Promise.resolve();
    };
    const { cache } = world.process();
    await cache.loadMany(['a']);
    await cache.idle();
    world.store.batches.splice(0);
    world.store.gate = () => Promise.resolve();
    world.time += 57 * minute - 100;
    world.random = () => 0.5;
    await cache.loadMany(['b']);
    await cache.idle();
    world.store.batches.splice(0);
    world.store.rows = { ...rows, a: 2 };
    return { world, cache };
  }

  test('answers with what is there, and loads anew beside it, once', async () => {
    const { world, cache } = await nearItsEnd();
    // -ln(1 - 0.9) is 2.3: due 230 ms before the end.
    world.random = () => 0.9;
    expect(await Promise.all([cache.loadMany(['a']), cache.loadMany(['a'])])).toEqual([[a], [a]]);
    await cache.idle();
    expect(world.store.batches).toEqual([['a']]);
    expect(await cache.loadMany(['a'])).toEqual([{ id: 'a', revision: 2 }]);
    expect(await world.process().cache.loadMany(['a'])).toEqual([{ id: 'a', revision: 2 }]);
    expect(world.store.batches).toEqual([['a']]);
  });

  test('is not due when chance says so, and takes from L2 what another process has refreshed', async () => {
    const { world, cache } = await nearItsEnd();
    world.random = () => 0.5;
    expect(await cache.loadMany(['a'])).toEqual([a]);
    await cache.idle();
    expect(world.store.batches).toEqual([]);

    // L1 holds the old one still, L2 another process's.
    const other = world.process();
    const [slot] = await world.l2.claim(['thing:3:a'], { token: 'x'.repeat(12), ttlMs: 1 });
    const text = slot?.value?.replace(/\d+/, String(world.time + 30 * minute)) ?? '';
    await world.l2.put([{ key: 'thing:3:a', token: slot?.token ?? '', value: text, ttlMs: 30 * minute }]);
    world.random = () => 0.9;
    await other.cache.loadMany(['a']);
    await other.cache.idle();
    expect(world.store.batches).toEqual([]);
    expect(await world.l1.read(['thing:3:a'])).toEqual([text]);
  });

  test('that fails changes nothing for who reads', async () => {
    const { world, cache } = await nearItsEnd();
    world.random = () => 0.9;
    world.store.gate = () => Promise.reject(new Error('the store is down'));
    expect(await cache.loadMany(['a'])).toEqual([a]);
    await cache.idle();
    expect(await cache.loadMany(['a'])).toEqual([a]);
  });
});

describe('an invalidation', () => {
  test('removes what three versions keep, in L2 first, and makes the next reader ask the store', async () => {
    const world = createWorld(rows);
    const { cache } = world.process();
    await cache.loadMany(['a', 'b']);
    await cache.idle();
    world.asked();
    world.store.rows = { a: 2, b: 1 };
    await cache.invalidate(['a']);
    expect(world.asked()).toEqual(['l2.remove a a a', 'l1.remove a a a']);
    expect(await cache.loadMany(['a', 'b'])).toEqual([{ id: 'a', revision: 2 }, b]);
    expect(world.store.batches).toEqual([['a', 'b'], ['a']]);
    await cache.invalidate([]);
  });

  test('of one release reaches what the one before and the one after it keep', async () => {
    const world = createWorld(rows);
    const versions = [2, 3, 4].map((version) => world.process({ version }).cache);
    for (const cache of versions) await cache.loadMany(['a']);
    await Promise.all(versions.map((cache) => cache.idle()));
    world.store.rows = { a: 2 };
    await versions[1]?.invalidate(['a']);
    for (const cache of versions) expect(await cache.loadMany(['a'])).toEqual([{ id: 'a', revision: 2 }]);
  });

  test('forgets that there was no such row', async () => {
    const world = createWorld();
    const { cache } = world.process();
    expect(await cache.loadMany(['a'])).toEqual([null]);
    await cache.idle();
    world.store.rows = { a: 1 };
    await cache.invalidate(['a']);
    expect(await cache.loadMany(['a'])).toEqual([a]);
  });

  test('that a tier does not hear of reaches the other all the same, and says that it has to be repeated', async () => {
    const world = createWorld(rows);
    const { cache } = world.process();
    world.l2.isDown = true;
    await expect(cache.invalidate(['a'])).rejects.toMatchObject({
      code: 'CACHE_INVALIDATION_UNCONFIRMED',
      message: 'The invalidation of 1 of thing did not reach every tier; it has to be repeated.',
      cause: { errors: [{ message: 'l2 is down' }] },
    });
    expect(world.asked()).toEqual(['l2.remove a a a', 'l1.remove a a a']);
    world.l2.isDown = false;
    await cache.invalidate(['a']);
  });
});

test('metrics tell hits by tier, misses, bypasses, loads and bytes', async () => {
  const world = createWorld(rows);
  const metrics = createMetrics();
  const { cache } = world.process({ metrics });
  await cache.loadMany(['a', 'b', 'none']);
  await cache.idle();
  await cache.loadMany(['a', 'none']);
  world.time += 10 * minute;
  await cache.loadMany(['b']);
  world.l1.isDown = true;
  await cache.loadMany(['a']);
  await cache.idle();
  const text = await metrics.text();
  for (const line of [
    'mosaico_cache_hits_total{cache="thing",tier="l1"} 2',
    'mosaico_cache_hits_total{cache="thing",tier="l2"} 2',
    'mosaico_cache_misses_total{cache="thing"} 3',
    'mosaico_cache_bypasses_total{cache="thing",tier="l1"} 1',
    'mosaico_cache_load_duration_seconds_count{cache="thing",outcome="loaded"} 1',
    'mosaico_cache_bytes_total{cache="thing",tier="l2",direction="written"} 86',
  ]) {
    expect(text).toContain(`${line}\n`);
  }
});
