import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { canStart, createOwnStores, startTcpProxy, realStoreUrl, waitFor, type OwnStores } from '@mosaico/testing';
import { randomUUID } from 'node:crypto';
import { startProcess, type Process } from './support/processes.ts';
import { createThingStore, type ThingStore } from './support/shop.ts';

const ids = Array.from({ length: 40 }, (_, index) => `key-${index}`);
const things = ids.map((id) => ({ id, revision: 1 }));
const allRows = Object.fromEntries(ids.map((id) => [id, 1]));
const deadlineMs = 60_000;

const loadsOfAKey = ({ batches }: Process): number => {
  const counts = new Map<string, number>();
  for (const id of batches.flat()) counts.set(id, (counts.get(id) ?? 0) + 1);
  return Math.max(0, ...counts.values());
};

describe('Redis servers that are killed in the middle of a load', () => {
  if (!canStart('redis')) return;
  let own: OwnStores;
  let store: ThingStore;
  let processes: Process[];
  beforeEach(async () => {
    own = await createOwnStores(['redis']);
    await own.set.up(['redis']);
    store = createThingStore(allRows);
    const config = { REDIS_KEY_PREFIX: '', ...own.set.environment(['redis']) };
    // An outage as long as the test: what a process keeps meanwhile is not to run out in it.
    const timing = { outageTtlMs: 600_000 };
    processes = await Promise.all(
      [1, 2, 3].map(() => startProcess({ store, config, commandTimeoutMs: 1_000, timing })),
    );
  }, 180_000);
  afterEach(async () => {
    await Promise.all(processes.map((each) => each.close()));
    await own.remove();
  }, 180_000);

  test('make nothing fail, and no process load a key twice; they are used again when they are back', async () => {
    const asked = Promise.withResolvers<unknown>();
    const killed = Promise.withResolvers<unknown>();
    store.gate = () => {
      asked.resolve(null);
      return killed.promise;
    };
    const reads: Promise<unknown>[] = [];
    const ask = (): void => {
      for (const { cache } of processes) {
        for (let reader = 0; reader < 10; reader += 1) {
          const first = (reader * 7) % 20;
          reads.push(
            cache
              .loader()
              .loadMany(ids.slice(first, first + 20))
              .then((answers) => {
                expect(answers).toEqual(things.slice(first, first + 20));
              }),
          );
        }
      }
    };
    ask();
    await asked.promise;
    ask();
    await Promise.all([own.set.server('redis-l1').kill(), own.set.server('redis-l2').kill()]);
    ask();
    killed.resolve(null);
    await Promise.all(reads.splice(0));
    await Promise.all(processes.map(({ cache }) => cache.idle()));
    for (let round = 0; round < 20; round += 1) {
      ask();
      await Promise.all(reads.splice(0));
    }
    for (const each of processes) expect(loadsOfAKey(each)).toBeLessThanOrEqual(1);

    await Promise.all([own.set.server('redis-l1').start(), own.set.server('redis-l2').start()]);
    const hits = 'mosaico_cache_hits_total{cache="thing",tier="l1"}';
    for (const each of processes) {
      const before = await each.metric(hits);
      await waitFor(
        async () => {
          expect(await each.cache.loadMany(ids)).toEqual(things);
          return (await each.metric(hits)) >= before + ids.length;
        },
        { deadlineMs, describe: 'hits in the restarted L1' },
      );
    }
  }, 180_000);
});

describe('a Redis server', () => {
  if (!canStart('redis')) return;

  /** A process whose L1 is behind a proxy, and L2 not. */
  async function behindProxy(isThere: boolean) {
    const url = new URL(realStoreUrl('redis', 'REDIS_L1_URL'));
    const proxy = await startTcpProxy({ host: url.hostname, port: Number(url.port) });
    if (!isThere) await proxy.refuse();
    url.port = String(proxy.port);
    const store = createThingStore(allRows);
    const config = {
      REDIS_L1_URL: url.href,
      REDIS_L2_URL: realStoreUrl('redis', 'REDIS_L2_URL'),
      REDIS_KEY_PREFIX: `test:${randomUUID()}:`,
    };
    const started = await startProcess({ store, config, timing: { l2TtlMs: 60_000 } });
    const isServing = async (): Promise<boolean> => {
      const before = await started.metric('mosaico_cache_hits_total{cache="thing",tier="l1"}');
      expect(await started.cache.loadMany(ids)).toEqual(things);
      await started.cache.idle();
      return (await started.metric('mosaico_cache_hits_total{cache="thing",tier="l1"}')) > before;
    };
    return {
      started,
      proxy,
      isServing,
      serves: () => waitFor(isServing, { deadlineMs, describe: 'a hit in L1' }),
      close: async () => {
        await started.close();
        await proxy.close();
      },
    };
  }
  const isOpen = 'mosaico_store_circuit_open{store="cache-l1"}';
  const bypasses = 'mosaico_cache_bypasses_total{cache="thing",tier="l1"}';

  test('that swallows everything is left alone after a few questions, and is used when it answers again', async () => {
    const { started, proxy, serves, close } = await behindProxy(true);
    await serves();
    proxy.setWeather({ isBlackhole: true });
    await waitFor(
      async () => {
        expect(await started.cache.loadMany(ids)).toEqual(things);
        return (await started.metric(isOpen)) === 1;
      },
      { deadlineMs, describe: 'the circuit to open' },
    );
    // 600 batches of 100 ms each would take 60 s; of them only a few meet the server, one a second.
    const [before, began] = [await started.metric(bypasses), performance.now()];
    for (let round = 0; round < 600; round += 1) expect(await started.cache.loadMany(ids)).toEqual(things);
    expect(performance.now() - began).toBeLessThan(40_000);
    expect(await started.metric(bypasses)).toBeGreaterThanOrEqual(before + 600);
    await expect(started.cache.invalidate(['key-1'])).rejects.toMatchObject({ code: 'CACHE_INVALIDATION_UNCONFIRMED' });
    // Nobody says that the connection is dead; the client finds out.
    await waitFor(() => proxy.connections() === 0, { deadlineMs, describe: 'the connection to be given up' });
    proxy.setWeather({});
    await serves();
    await started.cache.invalidate(['key-1']);
    await close();
  }, 180_000);

  test('that cuts its connections or refuses them is bypassed, and joins again', async () => {
    const { started, proxy, serves, isServing, close } = await behindProxy(true);
    await serves();
    proxy.cut();
    await serves();
    await proxy.refuse();
    for (let round = 0; round < 20; round += 1) expect(await isServing()).toBe(false);
    await expect(started.cache.invalidate(['key-1'])).rejects.toMatchObject({ code: 'CACHE_INVALIDATION_UNCONFIRMED' });
    await proxy.accept();
    await serves();
    expect(started.batches.flat().length).toBeLessThanOrEqual(ids.length + 1);
    await close();
  }, 180_000);

  test('that is not there when the process starts does not stop it, and joins later', async () => {
    const { proxy, serves, isServing, close } = await behindProxy(false);
    expect(await isServing()).toBe(false);
    await proxy.accept();
    await serves();
    await close();
  }, 180_000);
});
