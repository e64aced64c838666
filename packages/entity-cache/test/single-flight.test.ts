import { describe, expect, test } from '@jest/globals';
import { createWorld } from './support/shop.ts';

const a = { id: 'a', revision: 1 };
const changed = { id: 'a', revision: 2 };

/** A world whose store answers when it is told to. */
function withSlowStore() {
  const world = createWorld({ a: 1, b: 1 });
  const answers: PromiseWithResolvers<unknown>[] = [];
  world.store.gate = () => {
    const answer = Promise.withResolvers<unknown>();
    answers.push(answer);
    return answer.promise;
  };
  const settled = () => new Promise((resolve) => setImmediate(resolve));
  return { world, answers, settled };
}

describe('within a process', () => {
  test('fifty readers of a cold key make one load', async () => {
    const { world, answers, settled } = withSlowStore();
    const { cache } = world.process();
    const reads = Array.from({ length: 50 }, () => cache.loadMany(['a']));
    await settled();
    const late = cache.loader().load('a');
    await settled();
    answers[0]?.resolve(null);
    expect(await Promise.all([...reads, late.then((one) => [one])])).toEqual(Array.from({ length: 51 }, () => [a]));
    expect(world.store.batches).toEqual([['a']]);
  });

  test('a batch that shares a key with another asks for the rest only', async () => {
    const { world, answers, settled } = withSlowStore();
    const { cache } = world.process();
    const first = cache.loadMany(['a']);
    await settled();
    const second = cache.loadMany(['a', 'b']);
    await settled();
    for (const answer of answers) answer.resolve(null);
    expect(await Promise.all([first, second])).toEqual([[a], [a, { id: 'b', revision: 1 }]]);
    expect(world.store.batches).toEqual([['a'], ['b']]);
  });

  test('a failed load fails for all who wait for it, and for nobody after', async () => {
    const { world, answers, settled } = withSlowStore();
    const { cache } = world.process();
    const reads = [cache.loadMany(['a']), cache.loadMany(['a'])];
    await settled();
    answers[0]?.reject(new Error('the store is down'));
    expect(await Promise.allSettled(reads)).toMatchObject([{ status: 'rejected' }, { status: 'rejected' }]);
    await cache.idle();
    const next = cache.loadMany(['a']);
    await settled();
    answers[1]?.resolve(null);
    expect(await next).toEqual([a]);
    expect(world.store.batches).toEqual([['a'], ['a']]);
  });

  test('who asks after an invalidation does not share a load that began before it', async () => {
    const { world, answers, settled } = withSlowStore();
    const { cache } = world.process();
    const before = cache.loadMany(['a']);
    await settled();
    world.store.rows = { a: 2 };
    await cache.invalidate(['a']);
    const after = cache.loadMany(['a']);
    await settled();
    answers[1]?.resolve(null);
    expect(await after).toEqual([changed]);
    answers[0]?.resolve(null);
    expect(await before).toEqual([a]);
    await cache.idle();
    expect(await cache.loadMany(['a'])).toEqual([changed]);
    expect(world.store.batches).toEqual([['a'], ['a']]);
  });
});

describe('across processes', () => {
  test('who finds the claim of another waits for its value', async () => {
    const { world, answers, settled } = withSlowStore();
    const [first, second] = [world.process().cache, world.process().cache];
    const leading = first.loadMany(['a']);
    await settled();
    const pauses: number[] = [];
    world.sleep = (milliseconds) => {
      pauses.push(milliseconds);
      if (pauses.length === 3) answers[0]?.resolve(null);
      return settled();
    };
    expect(await Promise.all([leading, second.loadMany(['a'])])).toEqual([[a], [a]]);
    expect(world.store.batches).toEqual([['a']]);
    expect(pauses).toEqual([4, 8, 16]);
  });

  test('whoever waits for a process that is dead loads by itself after the bound, once a process', async () => {
    const { world, answers, settled } = withSlowStore();
    void world.process().cache.loadMany(['a']);
    await settled();
    const pauses: number[] = [];
    world.sleep = (milliseconds) => {
      pauses.push(milliseconds);
      return settled();
    };
    const { cache } = world.process();
    const reads = [cache.loadMany(['a']), cache.loadMany(['a'])];
    while (answers.length < 2) await settled();
    answers[1]?.resolve(null);
    expect(await Promise.all(reads)).toEqual([[a], [a]]);
    expect(pauses.reduce((sum, pause) => sum + pause)).toBe(250);
    expect(world.store.batches).toEqual([['a'], ['a']]);
    // What it has loaded counts, though the claim was another's.
    await cache.idle();
    expect(await world.process().cache.loadMany(['a'])).toEqual([a]);
    expect(world.store.batches).toHaveLength(2);
  });

  test('when the one who loads gives up, one of those who wait takes over', async () => {
    const { world, answers, settled } = withSlowStore();
    const [first, ...others] = Array.from({ length: 4 }, () => world.process().cache);
    const leading = first?.loadMany(['a']);
    await settled();
    world.sleep = () => settled();
    const waiting = others.map((cache) => cache.loadMany(['a']));
    await settled();
    answers[0]?.reject(new Error('the store is down'));
    await expect(leading).rejects.toThrow('the store is down');
    while (answers.length < 2) await settled();
    answers[1]?.resolve(null);
    expect(await Promise.all(waiting)).toEqual([[a], [a], [a]]);
    expect(world.store.batches).toEqual([['a'], ['a']]);
  });

  test('who waits and sees the key invalidated loads what is new', async () => {
    const { world, answers, settled } = withSlowStore();
    const [first, second] = [world.process().cache, world.process().cache];
    const leading = first.loadMany(['a']);
    await settled();
    world.sleep = () => settled();
    const waiting = second.loadMany(['a']);
    world.store.rows = { a: 2 };
    await first.invalidate(['a']);
    while (answers.length < 2) await settled();
    answers[1]?.resolve(null);
    expect(await waiting).toEqual([changed]);
    answers[0]?.resolve(null);
    expect(await leading).toEqual([a]);
    await Promise.all([first.idle(), second.idle()]);
    expect(await world.process().cache.loadMany(['a'])).toEqual([changed]);
  });
});

describe('while both tiers are down', () => {
  test('one process loads a key once, however many ask and for as long as it keeps what it loaded', async () => {
    const { world, answers, settled } = withSlowStore();
    const { cache } = world.process();
    const before = cache.loadMany(['a']);
    await settled();
    world.l1.isDown = true;
    world.l2.isDown = true;
    // The load was begun with the tiers, and is shared without them.
    const during = Array.from({ length: 20 }, () => cache.loadMany(['a']));
    await settled();
    answers[0]?.resolve(null);
    expect(await Promise.all([before, ...during])).toEqual(Array.from({ length: 21 }, () => [a]));
    await cache.idle();
    for (let round = 0; round < 20; round += 1) expect(await cache.loadMany(['a'])).toEqual([a]);
    expect(world.store.batches).toEqual([['a']]);
    world.time += 4_749;
    expect(await cache.loadMany(['a'])).toEqual([a]);
    expect(world.store.batches).toEqual([['a']]);
    world.time += 1;
    const later = cache.loadMany(['a']);
    await settled();
    answers[1]?.resolve(null);
    expect(await later).toEqual([a]);
  });

  test('what the process itself invalidates, or hears of, is not served from what it kept', async () => {
    const world = createWorld({ a: 1 });
    const [one, other] = [world.process().cache, world.process().cache];
    world.l1.isDown = true;
    world.l2.isDown = true;
    expect(await one.loadMany(['a'])).toEqual([a]);
    await one.idle();
    world.store.rows = { a: 2 };
    await expect(other.invalidate(['a'])).rejects.toMatchObject({ code: 'CACHE_INVALIDATION_UNCONFIRMED' });
    expect(await one.loadMany(['a'])).toEqual([changed]);
    expect(world.store.batches).toEqual([['a'], ['a']]);
  });

  test.each(['l1', 'l2'] as const)('with %s alone down the other one serves', async (down) => {
    const world = createWorld({ a: 1 });
    const { cache } = world.process();
    world[down].isDown = true;
    expect(await cache.loadMany(['a'])).toEqual([a]);
    await cache.idle();
    expect(await world.process().cache.loadMany(['a'])).toEqual([a]);
    expect(world.store.batches).toEqual([['a']]);
  });
});
