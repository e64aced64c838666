import { describe, expect, test } from '@jest/globals';
import {
  createEntityCache,
  createInvalidationHub,
  createMemoryTier,
  type CacheTier,
  type MemoryTier,
} from '../src/index.ts';
import { decodeCached } from '../src/values/cached-entity.ts';
import { createRandom } from '@mosaico/testing/random';
import { createSchedule } from './support/schedule.ts';
import type { Thing } from './support/shop.ts';

const ids = ['a', 'b', 'c'];

interface Tiers {
  readonly l1: CacheTier;
  readonly l2: CacheTier;
}

/**
 * Runs readers and writers of three processes over shared tiers in an order that the seed decides, through losses, evictions
 * and expiries, and compares them with the model, which is one line: when an invalidation has resolved, nobody who asks later
 * may get, and no slot may hold, what was before its commit.
 *
 * @param options.broken replaces the tiers with such as lack what the scheme needs
 */
async function violations(options: {
  seed: number;
  steps: number;
  broken?: (tiers: Tiers) => Tiers;
}): Promise<{ found: string[]; counts: Record<'reads' | 'hits' | 'invalidations' | 'losses', number> }> {
  const random = createRandom(options.seed);
  const chance = (probability: number): boolean => random() < probability;
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)] as Item;
  const schedule = createSchedule(random);
  let time = 1_000_000;
  let tokens = 0;
  const found: string[] = [];
  const counts = { reads: 0, hits: 0, invalidations: 0, losses: 0 };
  const memory = (name: string): MemoryTier =>
    createMemoryTier({ name, maxBytes: 2 ** 20, maxEntries: 1_000, now: () => time });
  const servers = { l1: memory('l1'), l2: memory('l2') };
  const { broken = (tiers: Tiers) => tiers } = options;
  const tiers = broken(servers);

  /** What the store holds, and below what nobody may see an entity: the model. */
  const committed = new Map(ids.map((id) => [id, 1]));
  const floor = new Map(ids.map((id) => [id, 0]));
  let loads = 0;
  const isLost = (): boolean => {
    if (!chance(0.005)) return false;
    counts.losses += 1;
    return true;
  };

  const hub = createInvalidationHub();
  const caches = [1, 2, 3].map(() => {
    const far = {
      l1: { ...schedule.scheduled(tiers.l1, isLost), isShared: true },
      l2: { ...schedule.scheduled(tiers.l2, isLost), isShared: true },
    };
    // It is to be seen that an outage tier serves nothing while the others answer; a loss of both is left to its own test.
    const outage = { ...memory('outage'), claim: () => Promise.reject(new Error('none')) };
    return createEntityCache<string, Thing>({
      name: 'thing',
      version: 1,
      tiers: { ...far, outage, channel: hub.open() },
      async load(batch) {
        loads += 1;
        await schedule.pass();
        const rows = batch.map((id) => ({ id, revision: committed.get(id) ?? 0 }));
        // Some take so long that much can happen meanwhile.
        for (let pauses = Math.floor(random() ** 2 * 20); pauses >= 0; pauses -= 1) await schedule.pass();
        if (chance(0.01)) throw new Error('the store failed');
        return rows;
      },
      keyOf: ({ id }) => id,
      timing: { l1TtlMs: 300, l2TtlMs: 1_500 },
      now: () => time,
      random,
      createToken: () => String((tokens += 1)).padStart(12, '0'),
      sleep: () => schedule.pass(),
    });
  });

  const read = async (): Promise<void> => {
    const wanted = ids.filter(() => chance(0.6));
    const least = wanted.map((id) => floor.get(id) ?? 0);
    const before = loads;
    counts.reads += 1;
    const answers = await pick(caches).loader().loadMany(wanted);
    if (loads === before) counts.hits += 1;
    for (const [index, answer] of answers.entries()) {
      if (answer === null || answer instanceof Error) continue;
      if (answer.revision < (least[index] ?? 0)) found.push(`read ${answer.id}: ${answer.revision}`);
    }
  };
  const change = async (): Promise<void> => {
    const id = pick(ids);
    const revision = (committed.get(id) ?? 0) + 1;
    committed.set(id, revision);
    const cache = pick(caches);
    // As the consumer of an event does: again, until it is confirmed.
    for (;;) {
      try {
        await cache.invalidate([id]);
        break;
      } catch {
        await schedule.pass();
      }
    }
    counts.invalidations += 1;
    floor.set(id, Math.max(floor.get(id) ?? 0, revision));
  };
  const inspect = async (): Promise<void> => {
    for (const server of [servers.l1, servers.l2]) {
      const values = await server.read(ids.map((id) => `thing:1:${id}`));
      for (const [index, id] of ids.entries()) {
        const held = decodeCached<Thing>(values[index] ?? '')?.entity?.revision ?? Infinity;
        if (held < (floor.get(id) ?? 0)) found.push(`${server.name} holds ${id}: ${held}`);
      }
    }
  };

  const running = new Set<Promise<void>>();
  const start = (work: Promise<void>): void => {
    running.add(work);
    void work.finally(() => running.delete(work));
  };
  for (let step = 0; step < options.steps && found.length === 0; step += 1) {
    if (running.size < 8 && chance(0.15)) start(chance(0.75) ? read() : change());
    if (chance(0.02)) time += Math.floor(random() * 100);
    if (chance(0.005)) await pick([servers.l1, servers.l2]).remove([`thing:1:${pick(ids)}`]);
    await schedule.step();
    await inspect();
  }
  while (running.size > 0) await schedule.step();
  return { found, counts };
}

const seed = Math.floor(Math.random() * 2 ** 31);

describe(`readers and writers in any order, by the seed ${seed}`, () => {
  test('in 100,000 steps nobody gets, and no tier holds, what an invalidation has overtaken', async () => {
    const { found, counts } = await violations({ seed, steps: 100_000 });
    expect(found).toEqual([]);
    // It was not for want of trying.
    for (const count of Object.values(counts)) expect(count).toBeGreaterThan(100);
  }, 180_000);

  /** Stores whatever it is given, as a plain SET does. */
  const plainPut = (tier: CacheTier): CacheTier => ({
    ...tier,
    async put(entries) {
      for (const { key, token } of entries) {
        const [slot] = await tier.claim([key], { token, ttlMs: 1_000 });
        if (slot?.token === token) continue;
        await tier.remove([key]);
        await tier.claim([key], { token, ttlMs: 1_000 });
      }
      return tier.put(entries);
    },
  });
  const without: Record<string, (tiers: Tiers) => Tiers> = {
    'the tokens of L1': ({ l1, l2 }) => ({ l1: plainPut(l1), l2 }),
    'the tokens of L2': ({ l1, l2 }) => ({ l1, l2: plainPut(l2) }),
    'the order of the removals': ({ l1, l2 }) => ({
      l1: { ...l1, remove: (keys) => l2.remove(keys) },
      l2: { ...l2, remove: (keys) => l1.remove(keys) },
    }),
  };
  test.each(Object.entries(without))(
    'the same steps find what goes wrong without %s',
    async (_what, broken) => {
      const { found } = await violations({ seed, steps: 100_000, broken });
      expect(found).not.toEqual([]);
    },
    120_000,
  );
});
