import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { canStart, realStoreUrl } from '@mosaico/testing';
import { startProcess, type Process } from './support/processes.ts';
import { createRandom } from '@mosaico/testing/random';
import { createThingStore } from './support/shop.ts';
import { patientMs } from './support/tier-engines.ts';

const rounds = 400;
const seed = Math.floor(Math.random() * 2 ** 31);

describe('three processes on two Redis servers', () => {
  if (!canStart('redis')) return;
  const store = createThingStore({ a: 0 });
  let processes: Process[] = [];
  beforeAll(async () => {
    const config = {
      REDIS_L1_URL: realStoreUrl('redis', 'REDIS_L1_URL'),
      REDIS_L2_URL: realStoreUrl('redis', 'REDIS_L2_URL'),
      REDIS_KEY_PREFIX: `test:${randomUUID()}:`,
    };
    const options = { store, config, commandTimeoutMs: patientMs, timing: { l1TtlMs: 60_000, l2TtlMs: 60_000 } };
    processes = await Promise.all([1, 2, 3].map(() => startProcess(options)));
  });
  afterAll(async () => {
    await Promise.all(processes.map((each) => each.close()));
  });
  const total = async (metric: string) =>
    (await Promise.all(processes.map((each) => each.metric(metric)))).reduce((sum, value) => sum + value);

  test(`in ${rounds} rounds of readers that race an invalidation none is stale after it, by the seed ${seed}`, async () => {
    const random = createRandom(seed);
    const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)] as Item;
    const pause = async (atMost: number): Promise<void> => {
      const turns = Math.floor(random() * atMost);
      for (let turn = 0; turn < turns; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    };
    store.gate = () => pause(60);
    const stale: string[] = [];
    for (let round = 1; round <= rounds; round += 1) {
      // Sometimes L1 has it, sometimes L2 alone, sometimes nobody.
      const [warm, cold] = [pick(processes), pick(processes)];
      await warm.cache.loadMany(['a']);
      await warm.cache.idle();
      if (random() < 0.7) await cold.tiers.l1.remove(['thing:1:a']);
      if (random() < 0.4) await cold.tiers.l2.remove(['thing:1:a']);
      const readers = Array.from({ length: 6 }, async () => {
        await pause(40);
        await pick(processes).cache.loadMany(['a']);
      });
      const writing = async (): Promise<void> => {
        await pause(40);
        store.rows = { a: round };
        await pick(processes).cache.invalidate(['a']);
        const [thing] = await pick(processes).cache.loadMany(['a']);
        if (thing?.revision !== round) stale.push(`round ${round}: ${thing?.revision} right after it`);
      };
      await Promise.all([...readers, writing()]);
      await Promise.all(processes.map(({ cache }) => cache.idle()));
      for (const { cache } of processes) {
        const [thing] = await cache.loadMany(['a']);
        if (thing?.revision !== round) stale.push(`round ${round}: ${thing?.revision} at its end`);
      }
    }
    expect(stale).toEqual([]);
    // What a plain delete would have let in, and these did not.
    const refused = 'mosaico_cache_refused_values_total{cache="thing",tier=';
    expect(await total(`${refused}"l1"}`)).toBeGreaterThan(10);
    expect(await total(`${refused}"l2"}`)).toBeGreaterThan(10);
    expect(await total('mosaico_cache_bypasses_total{cache="thing",tier="l1"}')).toBe(0);
  }, 180_000);

  test('what one of them empties is forgotten by all', async () => {
    store.rows = { a: 1, b: 1 };
    store.gate = () => Promise.resolve();
    for (const { cache } of processes) await cache.loadMany(['a', 'b']);
    await Promise.all(processes.map(({ cache }) => cache.idle()));
    store.rows = { a: 2, b: 2 };
    await processes[1]?.tiers.clear();
    for (const { cache } of processes) {
      expect(await cache.loadMany(['a', 'b'])).toEqual([
        { id: 'a', revision: 2 },
        { id: 'b', revision: 2 },
      ]);
    }
  });

  test('of fifty readers in each process one asks the store, and all are answered', async () => {
    const ids = Array.from({ length: 20 }, (_, index) => `key-${index}`);
    store.rows = Object.fromEntries(ids.map((id) => [id, 7]));
    store.gate = () => Promise.resolve();
    for (const { batches } of processes) batches.splice(0);
    const reads = processes.flatMap(({ cache }) => Array.from({ length: 50 }, () => cache.loadMany(ids)));
    for (const things of await Promise.all(reads)) expect(things).toEqual(ids.map((id) => ({ id, revision: 7 })));
    const asked = processes.flatMap(({ batches }) => batches).flat();
    expect(asked.toSorted()).toEqual(ids.toSorted());
  });
});
