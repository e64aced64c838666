import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { describeOnEngines } from '@mosaico/testing';
import { createEntityCache, createInvalidationHub, createMemoryTier, type CacheTier } from '../src/index.ts';
import { createThingStore, type Thing } from './support/shop.ts';
import { openRedisTier, tierEngines, type TierEngine } from './support/tier-engines.ts';

const old = { id: 'a', revision: 1 };
const fresh = { id: 'a', revision: 2 };

/** Holds up the next question of one kind, before or after the tier has answered it. */
function held(tier: CacheTier) {
  const holds = new Map<string, { reached: PromiseWithResolvers<unknown>; go: PromiseWithResolvers<unknown> }>();
  const stop = async (place: string): Promise<void> => {
    const hold = holds.get(place);
    if (hold === undefined) return;
    holds.delete(place);
    hold.reached.resolve(null);
    await hold.go.promise;
  };
  const own = new Proxy(tier, {
    get(target, member) {
      const method: unknown = Reflect.get(target, member);
      if (typeof method !== 'function') return method;
      return async (...args: unknown[]) => {
        await stop(`before ${String(member)}`);
        const answer: unknown = await Reflect.apply(method, target, args);
        await stop(`after ${String(member)}`);
        return answer;
      };
    },
  });
  return {
    tier: own,
    hold(place: string) {
      const hold = { reached: Promise.withResolvers<unknown>(), go: Promise.withResolvers<unknown>() };
      holds.set(place, hold);
      return { reached: hold.reached.promise, release: () => hold.go.resolve(null) };
    },
  };
}

/** Two tiers of a kind, shared by two processes. */
interface Pair extends TierEngine {
  openPair(): Promise<{ l1: CacheTier; l2: CacheTier }>;
}

const pairs = tierEngines.map((engine): Pair => ({
  ...engine,
  name: engine.store === undefined ? 'maps' : 'two Redis servers',
  openPair: async () => {
    if (engine.store === undefined) {
      const memory = (name: string) => createMemoryTier({ name, maxBytes: 2 ** 20, maxEntries: 1_000, now: Date.now });
      return { l1: memory('l1'), l2: memory('l2') };
    }
    const keyPrefix = `test:${randomUUID()}:`;
    return {
      l1: await openRedisTier({ variable: 'REDIS_L1_URL', keyPrefix }),
      l2: await openRedisTier({ variable: 'REDIS_L2_URL', keyPrefix }),
    };
  },
}));

describeOnEngines<Pair>('an invalidation while others read', pairs, (engine) => {
  let l1: ReturnType<typeof held>;
  let l2: ReturnType<typeof held>;
  let store: ReturnType<typeof createThingStore>;
  beforeEach(async () => {
    const pair = await engine.openPair();
    [l1, l2] = [held({ ...pair.l1, isShared: true }), held({ ...pair.l2, isShared: true })];
    store = createThingStore({ a: 1 });
  });
  afterEach(() => Promise.all([l1.tier.close(), l2.tier.close()]));

  const hub = createInvalidationHub();
  const aProcess = () => {
    const outage = createMemoryTier({ name: 'outage', maxBytes: 2 ** 20, maxEntries: 1_000, now: Date.now });
    const tiers = { l1: l1.tier, l2: l2.tier, outage, channel: hub.open(), close: () => Promise.resolve() };
    return createEntityCache<string, Thing>({
      name: 'thing',
      version: 1,
      tiers,
      load: store.load,
      keyOf: ({ id }) => id,
      timing: { waitMs: 0 },
    });
  };
  const change = async (writer: ReturnType<typeof aProcess>) => {
    store.rows = { a: 2 };
    await writer.invalidate(['a']);
  };

  test('what was asked of the store before the commit is not stored after the invalidation', async () => {
    const [reader, writer] = [aProcess(), aProcess()];
    const answered = Promise.withResolvers<unknown>();
    const asked = Promise.withResolvers<unknown>();
    store.gate = () => {
      asked.resolve(null);
      return answered.promise;
    };
    const reading = reader.loadMany(['a']);
    await asked.promise;
    await change(writer);
    answered.resolve(null);
    expect(await reading).toEqual([old]);
    await reader.idle();
    expect(await writer.loadMany(['a'])).toEqual([fresh]);
    expect(await reader.loadMany(['a'])).toEqual([fresh]);
  });

  test('also when another reader has claimed the key anew meanwhile, or stored what is new', async () => {
    const [reader, writer, third] = [aProcess(), aProcess(), aProcess()];
    const hold = [l1.hold('before put'), l2.hold('before put')];
    expect(await reader.loadMany(['a'])).toEqual([old]);
    await Promise.all(hold.map(({ reached }) => reached));
    await change(writer);
    const claimed = l2.hold('after claim');
    const reading = third.loadMany(['a']);
    await claimed.reached;
    for (const { release } of hold) release();
    await reader.idle();
    claimed.release();
    expect(await reading).toEqual([fresh]);
    await third.idle();
    for (const cache of [reader, writer, third]) expect(await cache.loadMany(['a'])).toEqual([fresh]);
    expect(store.batches).toHaveLength(2);
  });

  test('what was read in L2 before the invalidation is not copied to L1 after it', async () => {
    const [reader, writer, first] = [aProcess(), aProcess(), aProcess()];
    await first.loadMany(['a']);
    await first.idle();
    await l1.tier.remove(['thing:1:a']);
    const copy = l1.hold('before put');
    expect(await reader.loadMany(['a'])).toEqual([old]);
    await copy.reached;
    await change(writer);
    copy.release();
    await reader.idle();
    expect(await writer.loadMany(['a'])).toEqual([fresh]);
  });

  test('who claims L1 between the two removals finds nothing old in L2', async () => {
    const [reader, writer, first] = [aProcess(), aProcess(), aProcess()];
    await first.loadMany(['a']);
    await first.idle();
    // L1 expires; the removal has passed L2 and stands before L1.
    await l1.tier.remove(['thing:1:a']);
    const removal = l1.hold('before remove');
    const changing = change(writer);
    await removal.reached;
    expect(await reader.loadMany(['a'])).toEqual([fresh]);
    removal.release();
    await changing;
    await reader.idle();
    expect(await writer.loadMany(['a'])).toEqual([fresh]);
  });

  test('a removal that comes between a claim in L1 and one in L2 leaves nothing old in either', async () => {
    const [reader, writer, first] = [aProcess(), aProcess(), aProcess()];
    await first.loadMany(['a']);
    await first.idle();
    await l1.tier.remove(['thing:1:a']);
    const claimed = l1.hold('after claim');
    const reading = reader.loadMany(['a']);
    await claimed.reached;
    await change(writer);
    claimed.release();
    expect(await reading).toEqual([fresh]);
    await reader.idle();
    expect(await writer.loadMany(['a'])).toEqual([fresh]);
  });
});
