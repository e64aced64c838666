import type { CacheTier } from '../../src/tiers/cache-tier.ts';
import {
  createEntityCache,
  createInvalidationHub,
  createMemoryTier,
  type TierSet,
  type EntityCache,
  type InvalidationHub,
} from '../../src/index.ts';

export interface Thing {
  readonly id: string;
  readonly revision: number;
}

/** A store of things that tells which batches it was asked for, and can be held up or made to fail. */
export function createThingStore(rows: Record<string, number> = {}) {
  const store = {
    rows,
    batches: [] as string[][],
    /** What an answer waits for after the rows were read; it fails when that does. */
    gate: (() => Promise.resolve()) as () => Promise<unknown>,
    load: async (ids: readonly string[]): Promise<Thing[]> => {
      store.batches.push([...ids]);
      const found = ids.flatMap((id): Thing[] => {
        const revision = store.rows[id];
        return revision === undefined ? [] : [{ id, revision }];
      });
      await store.gate();
      return found.toReversed();
    },
  };
  return store;
}

export type ThingStore = ReturnType<typeof createThingStore>;

/** The tier, with every question recorded as `l1.read a b`; without the cache's name and version. */
export function recorded(tier: CacheTier, calls: string[]): CacheTier & { isDown: boolean } {
  const asked = <Answer>(method: string, keys: readonly string[], ask: () => Promise<Answer>): Promise<Answer> => {
    calls.push([`${tier.name}.${method}`, ...keys.map((key) => key.replace(/^thing:\d+:/, ''))].join(' '));
    return own.isDown ? Promise.reject(new Error(`${tier.name} is down`)) : ask();
  };
  const own = {
    ...tier,
    isDown: false,
    read: (keys: readonly string[]) => asked('read', keys, () => tier.read(keys)),
    claim: (...[keys, claim]: Parameters<CacheTier['claim']>) => asked('claim', keys, () => tier.claim(keys, claim)),
    put: (...[entries]: Parameters<CacheTier['put']>) =>
      asked(
        'put',
        entries.map(({ key }) => key),
        () => tier.put(entries),
      ),
    release: (...[claims]: Parameters<CacheTier['release']>) =>
      asked(
        'release',
        claims.map(({ key }) => key),
        () => tier.release(claims),
      ),
    remove: (keys: readonly string[]) => asked('remove', keys, () => tier.remove(keys)),
  };
  return own;
}

/** Processes over two tiers that they share, in memory, with a clock that a test turns. */
export function createWorld(rows: Record<string, number> = {}) {
  const world = {
    time: 1_000_000,
    calls: [] as string[],
    store: createThingStore(rows),
    hub: createInvalidationHub() satisfies InvalidationHub,
    /** Of every process: for jitter and early refresh. A half takes a twentieth from every time to live. */
    random: () => 0.5,
    sleep: (() => Promise.resolve()) as (milliseconds: number) => Promise<unknown>,
    l1: undefined as unknown as CacheTier & { isDown: boolean },
    l2: undefined as unknown as CacheTier & { isDown: boolean },
    /** Another process: with an outage tier and flights of its own. */
    process(options: Partial<Parameters<typeof createEntityCache<string, Thing>>[0]> = {}): {
      cache: EntityCache<string, Thing>;
      tiers: TierSet;
    } {
      const outage = { ...memory('outage'), isShared: false };
      const tiers = { l1: world.l1, l2: world.l2, outage, channel: world.hub.open(), close: () => Promise.resolve() };
      const cache = createEntityCache<string, Thing>({
        name: 'thing',
        version: 3,
        tiers,
        load: world.store.load,
        keyOf: ({ id }) => id,
        now: () => world.time,
        random: () => world.random(),
        sleep: (milliseconds) => world.sleep(milliseconds),
        ...options,
      });
      return { cache, tiers };
    },
    /** What was asked since the last time it was called. */
    asked: (): string[] => world.calls.splice(0),
  };
  const memory = (name: string) =>
    createMemoryTier({ name, maxBytes: 2 ** 24, maxEntries: 10_000, now: () => world.time });
  world.l1 = recorded({ ...memory('l1'), isShared: true }, world.calls);
  world.l2 = recorded({ ...memory('l2'), isShared: true }, world.calls);
  return world;
}
