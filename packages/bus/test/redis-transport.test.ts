import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createMetrics, createSilentLogger } from '@mosaico/service';
import { canStart, waitFor } from '@mosaico/testing';
import type { Redis } from 'ioredis';
import { startRelay } from '../src/index.ts';
import { busKeys, partitionOf, partitions } from '../src/redis/keys.ts';
import { consumerOf } from './support/consumers.ts';
import { trimStream } from '../src/redis/trim.ts';
import { cancelled, someTime, told } from './support/events.ts';
import { createMemoryOutbox } from './support/memory-outbox.ts';
import { connectToRedis, openRedisBus, removeKeys } from './support/transports.ts';

const deadlineMs = 60_000;

describe('Redis Streams as a transport', () => {
  if (!canStart('redis')) return;
  let bus: ReturnType<typeof openRedisBus>;
  beforeEach(() => {
    bus = openRedisBus({ leaseMs: 400, longest: 50 });
  });
  afterEach(() => bus.close());

  const counted = (handled: string[], count: number) =>
    waitFor(() => handled.length >= count, { deadlineMs, describe: `${count} handled events` });

  function collector(handled: string[]) {
    return consumerOf((event) => {
      handled.push(told(event));
      return Promise.resolve();
    });
  }

  /** Who holds each partition of the group. */
  const owners = async () =>
    new Set(
      await bus.redis.mget(
        Array.from({ length: partitions }, (_, partition) => busKeys(bus.prefix).lease('test', partition)),
      ),
    );

  test('a group that begins later gets what the streams still hold', async () => {
    await bus.transport().publish([cancelled('1')]);
    const handled: string[] = [];
    await bus.transport().subscribe(collector(handled));
    await counted(handled, 1);
  });

  test('two processes of a group share its partitions, and the one that stays takes over from one that leaves', async () => {
    const handled: string[] = [];
    const first = bus.transport();
    await first.subscribe(collector(handled));
    const second = await bus.transport().subscribe(collector(handled));
    await waitFor(async () => (await owners()).size === 2 && !(await owners()).has(null), {
      deadlineMs,
      describe: 'both processes to hold partitions',
    });
    await second.stop();
    await waitFor(async () => (await owners()).size === 1 && !(await owners()).has(null), {
      deadlineMs,
      describe: 'one process to hold all partitions',
    });
    await first.publish(Array.from({ length: 64 }, (_, index) => cancelled(String(index))));
    await counted(handled, 64);
    expect(new Set(handled).size).toBe(64);
  });

  test('what a process had read when it died is delivered to another one, in order', async () => {
    const { transport: dead, die } = bus.mortal();
    const { promise: never, resolve: end } = Promise.withResolvers<undefined>();
    let taken = 0;
    await dead.subscribe(
      consumerOf(() => {
        taken += 1;
        return never;
      }),
    );
    await dead.publish([cancelled('a', '1'), cancelled('a', '2'), cancelled('a', '3')]);
    await waitFor(() => taken === 1, { deadlineMs, describe: 'the first event to be taken' });
    die();
    const handled: string[] = [];
    await bus.transport().subscribe(collector(handled));
    await counted(handled, 3);
    end(undefined);
    expect(handled).toEqual(['a 1', 'a 2', 'a 3']);
  });

  /** A connection whose next answers to a command are lost on their way, though Redis has done what it was told. */
  function losing(command: 'xreadgroup' | 'xautoclaim', count: number): Redis {
    const redis = connectToRedis();
    const ask = redis[command].bind(redis) as (...args: unknown[]) => Promise<unknown>;
    let left = count;
    const lossy = async (...args: unknown[]): Promise<unknown> => {
      const answer = await ask(...args);
      // An answer that says nothing loses nothing.
      if (answer === null || left === 0) return answer;
      left -= 1;
      throw new Error('Command timed out');
    };
    return Object.assign(redis, { [command]: lossy });
  }

  test('events whose delivery was lost on its way to the process that reads them are handled, before what came after', async () => {
    const handled: string[] = [];
    const transport = bus.transport(() => losing('xreadgroup', 3));
    await transport.subscribe(collector(handled));
    for (let round = 1; round <= 5; round += 1) await transport.publish([cancelled('a', String(round))]);
    await counted(handled, 5);
    expect(handled).toEqual(['a 1', 'a 2', 'a 3', 'a 4', 'a 5']);
  });

  test('a partition that could not be begun when it was taken is begun later', async () => {
    const handled: string[] = [];
    const transport = bus.transport(() => losing('xautoclaim', 2));
    await transport.subscribe(collector(handled));
    await transport.publish(Array.from({ length: 64 }, (_, index) => cancelled(String(index))));
    await counted(handled, 64);
    expect(new Set(handled).size).toBe(64);
  });

  test('a Redis that was flushed gets again from the outbox what it had lost', async () => {
    const handled: string[] = [];
    const transport = bus.transport();
    const source = createMemoryOutbox({ now: () => someTime });
    const relay = startRelay({
      name: 'orders',
      source,
      transport,
      lookEveryMs: 20,
      now: () => someTime,
      random: Math.random,
      logger: createSilentLogger(),
      metrics: createMetrics(),
    });
    try {
      source.add(cancelled('1'), cancelled('2'));
      relay.wake();
      await waitFor(async () => (await source.backlog()).events === 0, { deadlineMs, describe: 'the outbox to drain' });
      await removeKeys(bus.redis, bus.prefix);
      await transport.subscribe(collector(handled));
      await counted(handled, 2);
      expect(handled.toSorted()).toEqual(['1 first', '2 first']);
      await removeKeys(bus.redis, bus.prefix);
      source.add(cancelled('3'));
      await waitFor(() => handled.includes('3 first'), { deadlineMs, describe: 'the event after the second flush' });
    } finally {
      await relay.stop();
    }
  });

  test('a stream is shortened only by what every group is done with', async () => {
    const transport = bus.transport();
    const handled: string[] = [];
    await transport.subscribe(collector(handled));
    const stream = busKeys(bus.prefix).stream(partitionOf('order:a'));
    const events = Array.from({ length: 500 }, (_, index) => cancelled('a', String(index)));
    await transport.publish(events);
    await counted(handled, 500);
    // Whole nodes of the stream go, of 100 entries by default, so that the bound is passed by less than one.
    await waitFor(async () => (await bus.redis.xlen(stream)) <= 150, {
      deadlineMs,
      describe: 'the stream to be shortened',
    });

    await bus.redis.xgroup('CREATE', stream, 'slow', '$');
    await transport.publish(events.map(({ data }) => cancelled('a', `again ${data.reason}`)));
    await counted(handled, 1_000);
    await trimStream(bus.redis, { stream, longest: 50 });
    expect(await bus.redis.xlen(stream)).toBeGreaterThanOrEqual(500);
  });
});
