import { afterEach, describe, expect, test } from '@jest/globals';
import { createMetrics, createSilentLogger } from '@mosaico/service';
import { waitFor } from '@mosaico/testing';
import { startRelay, type Publication, type Relay, type ShopEvent } from '../src/index.ts';
import { cancelled, someTime, told } from './support/events.ts';
import { createMemoryOutbox } from './support/memory-outbox.ts';

let relay: Relay | undefined;
afterEach(() => relay?.stop());

/** A transport that a test breaks and flushes. */
function recordedTransport() {
  const batches: string[][] = [];
  const state = { epoch: 'first', isDown: false };
  return {
    batches,
    state,
    epoch: () => (state.isDown ? Promise.reject(new Error('down')) : Promise.resolve(state.epoch)),
    publish: (events: readonly ShopEvent[]): Promise<Publication> => {
      if (state.isDown) return Promise.reject(new Error('down'));
      batches.push(events.map(told));
      return Promise.resolve({ held: new Set(events.map(({ id }) => id)), epoch: state.epoch });
    },
  };
}

function start(
  options: Pick<Parameters<typeof startRelay>[0], 'source' | 'transport'> & { lookEveryMs?: number; now?: () => Date },
) {
  relay = startRelay({
    name: 'orders',
    lookEveryMs: 60_000,
    now: () => someTime,
    random: () => 0.1,
    logger: createSilentLogger(),
    metrics: createMetrics(),
    ...options,
  });
  return relay;
}

function batchesOf(transport: { batches: string[][] }, count: number): Promise<void> {
  return waitFor(() => transport.batches.length === count, { deadlineMs: 60_000, describe: `${count} batches` });
}

describe('a relay', () => {
  test('publishes what it finds at its start, batch by batch, and what comes when it is woken', async () => {
    const source = createMemoryOutbox({ now: () => someTime, batch: 2 });
    const transport = recordedTransport();
    source.add(cancelled('1'), cancelled('2'), cancelled('3'));
    const started = start({ source, transport });
    await batchesOf(transport, 2);
    source.add(cancelled('4'));
    started.wake();
    await batchesOf(transport, 3);
    expect(transport.batches).toEqual([['1 first', '2 first'], ['3 first'], ['4 first']]);
    expect(await source.backlog()).toEqual({ events: 0, oldest: null });
  });

  test('finds by itself what nobody woke it for', async () => {
    const source = createMemoryOutbox({ now: () => someTime });
    const transport = recordedTransport();
    start({ source, transport, lookEveryMs: 20 });
    source.add(cancelled('1'));
    await batchesOf(transport, 1);
  });

  test('keeps events in the outbox while the transport is down, and drains it when it is back', async () => {
    const source = createMemoryOutbox({ now: () => someTime });
    const transport = recordedTransport();
    transport.state.isDown = true;
    source.add(cancelled('1'));
    start({ source, transport });
    source.add(cancelled('2'));
    expect(await source.backlog()).toMatchObject({ events: 2 });
    transport.state.isDown = false;
    await batchesOf(transport, 1);
    expect(transport.batches).toEqual([['1 first', '2 first']]);
  });

  test('publishes again what a transport that lost everything had held', async () => {
    const source = createMemoryOutbox({ now: () => someTime });
    const transport = recordedTransport();
    source.add(cancelled('1'), cancelled('2'));
    start({ source, transport, lookEveryMs: 20 });
    await batchesOf(transport, 1);
    transport.state.epoch = 'second';
    await batchesOf(transport, 2);
    expect(transport.batches[1]).toEqual(['1 first', '2 first']);
  });

  test('forgets an hour later what was sent', async () => {
    let now = someTime;
    const source = createMemoryOutbox({ now: () => now });
    const transport = recordedTransport();
    source.add(cancelled('1'));
    start({ source, transport, now: () => now });
    await batchesOf(transport, 1);
    await relay?.stop();
    expect(await source.resend('another')).toBe(1);
    now = new Date(now.getTime() + 1);
    start({ source, transport, now: () => now });
    await batchesOf(transport, 2);
    await relay?.stop();
    now = new Date(now.getTime() + 3_600_001);
    start({ source, transport, now: () => now });
    await waitFor(async () => (await source.resend('a third')) === 0, {
      deadlineMs: 60_000,
      describe: 'the event to be forgotten',
    });
  });
});
