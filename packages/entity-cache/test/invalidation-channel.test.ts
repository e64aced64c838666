import { randomUUID } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { canStart, realStoreUrl, startTcpProxy, waitFor } from '@mosaico/testing';
import { createInvalidationHub } from '../src/index.ts';
import { startProcess, type Process } from './support/processes.ts';
import { createThingStore, createWorld } from './support/shop.ts';
import { patientMs } from './support/tier-engines.ts';

const a = { id: 'a', revision: 1 };
const changed = { id: 'a', revision: 2 };

test('within a process each channel hears what the others publish, until it is closed', async () => {
  const hub = createInvalidationHub();
  const [one, other] = [hub.open(), hub.open()];
  const heard: string[] = [];
  one.onInvalidation(({ ids }) => heard.push(`one ${ids.join()}`));
  other.onInvalidation(({ ids }) => heard.push(`other ${ids.join()}`));
  await one.publish({ cache: 'thing', ids: ['a', 'b'] });
  await other.close();
  await one.publish({ cache: 'thing', ids: ['c'] });
  expect(heard).toEqual(['other a,b']);
});

test('where L2 is in the memory of each process, who hears of a change empties it before the L1 that all share', async () => {
  const world = createWorld({ a: 1 });
  world.l2 = { ...world.l2, isShared: false };
  const [one, other] = [world.process(), world.process()];
  world.asked();
  await one.cache.invalidate(['a']);
  await other.cache.idle();
  expect(world.asked()).toEqual(['l2.remove a a a', 'l1.remove a a a', 'l2.remove a a a', 'l1.remove a a a']);
});

describe('copies in the memory of processes that share L2', () => {
  if (!canStart('redis')) return;

  async function twoProcesses() {
    const url = new URL(realStoreUrl('redis', 'REDIS_L2_URL'));
    const proxy = await startTcpProxy({ host: url.hostname, port: Number(url.port) });
    const direct = url.href;
    url.port = String(proxy.port);
    const store = createThingStore({ a: 1, b: 1 });
    const REDIS_KEY_PREFIX = `test:${randomUUID()}:`;
    const start = (REDIS_L2_URL: string) =>
      startProcess({
        store,
        config: { REDIS_L2_URL, REDIS_KEY_PREFIX },
        commandTimeoutMs: 2_000,
        timing: { l2TtlMs: 60_000, outageTtlMs: 1 },
      });
    const [writer, reader] = [await start(direct), await start(url.href)];
    for (const { tiers } of [writer, reader]) {
      await waitFor(() => tiers.channel.isHearing, { deadlineMs: patientMs, describe: 'the channel to hear' });
    }
    return { store, proxy, writer, reader };
  }
  const hitsInL1 = (each: Process) => each.metric('mosaico_cache_hits_total{cache="thing",tier="l1"}');

  test('are forgotten when another process invalidates, and kept when it is of something else', async () => {
    const { store, proxy, writer, reader } = await twoProcesses();
    await reader.cache.loadMany(['a', 'b']);
    await reader.cache.idle();
    expect(await reader.cache.loadMany(['a', 'b'])).toEqual([a, { id: 'b', revision: 1 }]);
    expect(await hitsInL1(reader)).toBe(2);
    store.rows = { a: 2, b: 2 };
    await writer.cache.invalidate(['a']);
    const isHeard = async () => (await reader.cache.loadMany(['a']))[0]?.revision === 2;
    await waitFor(isHeard, { deadlineMs: patientMs, describe: 'the reader to hear of it' });
    expect(await reader.cache.loadMany(['b'])).toEqual([{ id: 'b', revision: 1 }]);
    await Promise.all([writer.close(), reader.close(), proxy.close()]);
  });

  test.each([
    ['refused', { isBlackhole: false }],
    ['swallowed', { isBlackhole: true }],
  ])(
    'are not trusted while the channel is %s, and forgotten when it hears again',
    async (_how, weather) => {
      const { store, proxy, writer, reader } = await twoProcesses();
      await reader.cache.loadMany(['a']);
      await reader.cache.idle();
      expect(await reader.cache.loadMany(['a'])).toEqual([a]);
      expect(await hitsInL1(reader)).toBe(1);
      if (weather.isBlackhole) proxy.setWeather(weather);
      else await proxy.refuse();
      await waitFor(() => !reader.tiers.channel.isHearing, {
        deadlineMs: patientMs,
        describe: 'the channel to go deaf',
      });
      store.rows = { a: 2 };
      await writer.cache.invalidate(['a']);
      expect(await reader.cache.loadMany(['a'])).toEqual([changed]);
      expect(await hitsInL1(reader)).toBe(1);
      proxy.setWeather({});
      await proxy.accept();
      await waitFor(() => reader.tiers.channel.isHearing, { deadlineMs: patientMs, describe: 'the channel to hear' });
      expect(await reader.cache.loadMany(['a'])).toEqual([changed]);
      await Promise.all([writer.close(), reader.close(), proxy.close()]);
    },
    60_000,
  );
});
