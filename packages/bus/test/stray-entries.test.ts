import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { canStart, waitFor } from '@mosaico/testing';
import type { Redis } from 'ioredis';
import { busKeys, partitionOf, partitions } from '../src/redis/keys.ts';
import { consumerOf } from './support/consumers.ts';
import { cancelled, told } from './support/events.ts';
import { connectToRedis, openRedisBus } from './support/transports.ts';

const deadlineMs = 60_000;
jest.setTimeout(180_000);

describe('A partition that goes from one process to another', () => {
  if (!canStart('redis')) return;
  let bus: ReturnType<typeof openRedisBus>;
  beforeEach(() => {
    // Long, so that no pause of a busy machine ends one; a beat comes four times as often.
    bus = openRedisBus({ leaseMs: 12_000 });
  });
  afterEach(async () => {
    reads.resume();
    await bus.close();
  });

  const reads = stoppableReads();
  const keys = () => busKeys(bus.prefix);
  const streamOf = (order: string) => keys().stream(partitionOf(`order:${order}`));
  const everyPartition = Array.from({ length: partitions }, (_, partition) => partition);

  /** A process that writes down what it handles. */
  async function listen(connect?: () => Redis): Promise<string[]> {
    const handled: string[] = [];
    const consumer = consumerOf((event) => {
      handled.push(told(event));
      return Promise.resolve();
    });
    await bus.transport(connect).subscribe(consumer);
    return handled;
  }

  const owners = () => bus.redis.mget(everyPartition.map((partition) => keys().lease('test', partition)));
  const seen = async (member: string) => Number(await bus.redis.zscore(keys().members('test'), member));

  /** @returns the one process of the group, when it has begun to read all partitions */
  async function onlyOwner(): Promise<string> {
    await waitFor(
      async () =>
        (await owners()).every((owner) => owner !== null) &&
        (await Promise.all(everyPartition.map((partition) => bus.redis.exists(keys().stream(partition))))).every(
          Boolean,
        ),
      { deadlineMs, describe: 'one process to read all partitions' },
    );
    return String((await owners())[0]);
  }

  test('is kept while a read of it is under way, and so are the others, and nothing that the read brings is lost', async () => {
    const first = await listen(reads.connect);
    const member = await onlyOwner();
    await reads.hold();
    const second = await listen();
    await waitFor(async () => (await bus.redis.zcard(keys().members('test'))) === 2, {
      deadlineMs,
      describe: 'the second process',
    });
    // The first of these may have begun before the second process came. All leases are renewed by each.
    for (let beats = 1; beats <= 3; beats += 1) {
      const before = await seen(member);
      await waitFor(async () => (await seen(member)) > before, { deadlineMs, describe: 'a beat of the first process' });
    }
    expect(new Set(await owners())).toEqual(new Set([member]));

    const orders = Array.from({ length: 64 }, (_, index) => String(index));
    await bus.transport().publish(orders.map((order) => cancelled(order)));
    reads.resume();
    await waitFor(() => first.length + second.length >= 64, { deadlineMs, describe: 'all events' });
    expect([...first, ...second].sort()).toEqual(orders.map((order) => `${order} first`).sort());
    await waitFor(async () => new Set(await owners()).size === 2, { deadlineMs, describe: 'both to read' });
  });

  test('brings what a former reader took after the takeover, before what came after', async () => {
    const handled = await listen(reads.connect);
    await onlyOwner();
    await reads.hold();
    const transport = bus.transport();
    await transport.publish([cancelled('a', '1'), cancelled('a', '2')]);
    await readAs('former', 'a');
    await transport.publish([cancelled('a', '3')]);
    reads.resume();
    await waitFor(() => handled.length >= 3, { deadlineMs, describe: 'three events' });
    expect(handled).toEqual(['a 1', 'a 2', 'a 3']);
  });

  test('brings what a former reader took also when nothing comes after, and forgets that reader', async () => {
    const handled = await listen(reads.connect);
    const member = await onlyOwner();
    await reads.hold();
    await bus.transport().publish([cancelled('a', '1')]);
    await readAs('former', 'a');
    reads.resume();
    await waitFor(() => handled.length >= 1, { deadlineMs, describe: 'the event' });
    const readers = async () =>
      ((await bus.redis.xinfo('CONSUMERS', streamOf('a'), 'test')) as unknown[][]).map(([, name]) => name);
    await waitFor(async () => (await readers()).length === 1, { deadlineMs, describe: 'the former reader to be gone' });
    expect(await readers()).toEqual([member]);
    expect(handled).toEqual(['a 1']);
  });

  /** Takes all that is new for an order, as a read does which came to Redis too late. */
  async function readAs(member: string, order: string): Promise<void> {
    const answer = await bus.redis.xreadgroup('GROUP', 'test', member, 'STREAMS', streamOf(order), '>');
    expect(answer).not.toBeNull();
  }
});

/** Connections whose reads can be kept from Redis for a while. */
function stoppableReads() {
  let gate = Promise.withResolvers<undefined>();
  gate.resolve(undefined);
  let stopped = Promise.withResolvers<undefined>();
  let isHeld = false;
  return {
    connect: (): Redis => {
      const redis = connectToRedis();
      const ask = redis.xreadgroup.bind(redis) as (...args: unknown[]) => Promise<unknown>;
      const xreadgroup = async (...args: unknown[]): Promise<unknown> => {
        if (isHeld) stopped.resolve(undefined);
        await gate.promise;
        return ask(...args);
      };
      return Object.assign(redis, { xreadgroup });
    },
    /** Resolves when a read waits for `resume`, and no earlier one is under way. */
    async hold(): Promise<void> {
      gate = Promise.withResolvers<undefined>();
      stopped = Promise.withResolvers<undefined>();
      isHeld = true;
      await stopped.promise;
    },
    resume(): void {
      isHeld = false;
      gate.resolve(undefined);
    },
  };
}
