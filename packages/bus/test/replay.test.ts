import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createSilentLogger } from '@mosaico/service';
import { canStart, realStoreUrl, waitFor } from '@mosaico/testing';
import { createFileDeadLetters, idOf, openBusInspector, openInProcessBus } from '../src/index.ts';
import { consumerOf } from './support/consumers.ts';
import { cancelled, someTime, told } from './support/events.ts';
import { openRedisBus } from './support/transports.ts';

const deadlineMs = 60_000;

/** A handler with a fault of which it is mended later. */
function faulty() {
  const state = { isMended: false, handled: [] as string[] };
  const handle = (event: Parameters<typeof told>[0]) => {
    if (!state.isMended && event.subject === 'poison') return Promise.reject(new Error('division by zero'));
    state.handled.push(told(event));
    return Promise.resolve();
  };
  return Object.assign(state, { handle });
}

test('In one process, a dead letter that a person asks for is delivered again by the running shop', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'mosaico-dead-'));
  const bus = openInProcessBus({ groups: ['test'], kept: { folder, logger: createSilentLogger() } });
  const handler = faulty();
  await bus.transport.subscribe(consumerOf(handler.handle, { deadLetters: bus.deadLetters }));
  const poison = cancelled('poison');
  await bus.transport.publish([poison, cancelled('other')]);
  expect(handler.handled).toEqual(['other first']);

  const seen = createFileDeadLetters({ folder });
  const letters = await seen.list({ limit: 10 });
  expect(letters).toEqual([{ event: poison, group: 'test', reason: 'division by zero', tries: 3, at: someTime }]);
  handler.isMended = true;
  await seen.requestReplay(letters.map(idOf));
  await waitFor(() => handler.handled.length === 2, { deadlineMs, describe: 'the event to be handled' });
  await waitFor(async () => (await seen.count()) === 0, { deadlineMs, describe: 'the letter to go' });
  await bus.close();
  rmSync(folder, { recursive: true });
});

describe('on Redis a person', () => {
  if (!canStart('redis')) return;
  let bus: ReturnType<typeof openRedisBus>;
  let inspector: Awaited<ReturnType<typeof openBusInspector>>;
  beforeEach(async () => {
    bus = openRedisBus();
    inspector = await openBusInspector({ url: realStoreUrl('redis', 'REDIS_L2_URL'), prefix: bus.prefix });
  });
  afterEach(async () => {
    inspector.close();
    await bus.close();
  });

  test('has a dead letter delivered again after its cause is mended, and sees that it is gone', async () => {
    const handler = faulty();
    const transport = bus.transport();
    await transport.subscribe(consumerOf(handler.handle, { deadLetters: bus.deadLetters }));
    await transport.publish([cancelled('poison'), cancelled('other')]);
    await waitFor(async () => (await bus.deadLetters.count()) === 1, { deadlineMs, describe: 'the dead letter' });
    handler.isMended = true;
    expect(await inspector.replay(await inspector.dead({ limit: 10 }))).toBe(1);
    await waitFor(() => handler.handled.includes('poison first'), { deadlineMs, describe: 'the event to be handled' });
    expect(await inspector.dead({ limit: 10 })).toEqual([]);
  });

  test('sees how far each group is behind: what it has not read, what is under way, and since when', async () => {
    expect(await inspector.lag()).toEqual([]);
    const { promise: held, resolve: release } = Promise.withResolvers<undefined>();
    const transport = bus.transport();
    const idle = consumerOf(() => Promise.resolve(), { group: 'quick' });
    await transport.subscribe(idle);
    await transport.subscribe(consumerOf(() => held, { group: 'slow' }));
    const before = new Date();
    await transport.publish([cancelled('1'), cancelled('1', 'second'), cancelled('2')]);
    const behind = async () => {
      const lags = await inspector.lag();
      return JSON.stringify(lags.map(({ group, unread, underWay }) => [group, unread, underWay]));
    };
    await waitFor(async () => (await behind()) === '[["quick",0,0],["slow",0,3]]', {
      deadlineMs,
      describe: 'the reads',
    });
    const [quick, slow] = await inspector.lag();
    expect(quick?.oldest).toBeNull();
    // The clock of Redis is this machine's.
    expect(Number(slow?.oldest)).toBeGreaterThanOrEqual(before.getTime() - 1);
    release(undefined);
    await waitFor(async () => (await behind()) === '[["quick",0,0],["slow",0,0]]', { deadlineMs, describe: 'rest' });
  });

  test('sees events as they are published, from now on', async () => {
    const transport = bus.transport();
    await transport.publish([cancelled('before')]);
    const stopping = new AbortController();
    const seen: string[] = [];
    const watching = (async () => {
      for await (const event of inspector.tail(stopping.signal)) seen.push(told(event));
    })();
    let round = 0;
    const isSeen = async () => {
      await transport.publish([cancelled('now', String((round += 1)))]);
      return seen.length > 1;
    };
    await waitFor(isSeen, { deadlineMs, describe: 'two events' });
    stopping.abort();
    await watching;
    expect(seen.every((line) => line.startsWith('now '))).toBe(true);
    expect(seen).toEqual(seen.toSorted((a, b) => Number(a.slice(4)) - Number(b.slice(4))));
  });
});
