import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { createMetrics, createSilentLogger } from '@mosaico/service';
import { canStart, realStoreUrl, startTcpProxy, waitFor, type TcpProxy } from '@mosaico/testing';
import { startRelay, type Relay } from '../src/index.ts';
import { createBusClient } from '../src/redis/client.ts';
import { busKeys, partitions } from '../src/redis/keys.ts';
import { consumerOf } from './support/consumers.ts';
import { cancelled, someTime, told } from './support/events.ts';
import { createMemoryOutbox } from './support/memory-outbox.ts';
import { openRedisBus, removeKeys } from './support/transports.ts';

const deadlineMs = 60_000;
jest.setTimeout(300_000);

const orders = Array.from({ length: 8 }, (_, order) => `o${order}`);

describe('A Redis that goes away under events', () => {
  if (!canStart('redis')) return;
  let bus: ReturnType<typeof openRedisBus>;
  let proxy: TcpProxy;
  let relay: Relay;
  let outbox: ReturnType<typeof createMemoryOutbox>;
  /** What was handled, as an inbox has it: each event where it came first. */
  let handled: Map<string, string>;
  let added: number;

  beforeEach(async () => {
    const { hostname, port } = new URL(realStoreUrl('redis', 'REDIS_L2_URL'));
    proxy = await startTcpProxy({ host: hostname, port: Number(port) });
    const url = new URL(realStoreUrl('redis', 'REDIS_L2_URL'));
    url.port = String(proxy.port);
    bus = openRedisBus({ leaseMs: 2_000, longest: 10_000 });
    const transport = bus.transport(() => createBusClient({ url: url.href, logger: createSilentLogger() }));
    handled = new Map();
    added = 0;
    outbox = createMemoryOutbox({ now: () => someTime });
    await transport.subscribe(
      consumerOf((event) => {
        if (!handled.has(event.id)) handled.set(event.id, told(event));
        return Promise.resolve();
      }),
    );
    relay = startRelay({
      name: 'orders',
      source: outbox,
      transport,
      lookEveryMs: 20,
      now: () => someTime,
      random: Math.random,
      logger: createSilentLogger(),
      metrics: createMetrics(),
    });
  });
  afterEach(async () => {
    await proxy.accept();
    await relay.stop();
    await bus.close();
    await proxy.close();
  });

  /** An event of each order, so many times. */
  function announce(times: number): void {
    for (let time = 0; time < times; time += 1) {
      added += 1;
      outbox.add(...orders.map((order) => cancelled(order, String(added).padStart(3, '0'))));
    }
    relay.wake();
  }

  const untilHandled = () =>
    waitFor(() => handled.size >= added * orders.length, { deadlineMs, describe: `${added * orders.length} events` });
  const untilDrained = () =>
    waitFor(async () => (await outbox.backlog()).events === 0, { deadlineMs, describe: 'the outbox to drain' });

  function expectAllInOrder(): void {
    for (const order of orders) {
      const own = Array.from(handled.values()).filter((one) => one.startsWith(`${order} `));
      expect(own).toEqual(Array.from({ length: added }, (_, n) => `${order} ${String(n + 1).padStart(3, '0')}`));
    }
  }

  test('costs no event and no order, and what is announced meanwhile waits until it is back', async () => {
    announce(10);
    await untilHandled();
    for (let outage = 0; outage < 3; outage += 1) {
      announce(5);
      await proxy.refuse();
      const before = handled.size;
      announce(5);
      expect((await outbox.backlog()).events).toBeGreaterThanOrEqual(5 * orders.length);
      expect(handled.size - before).toBeLessThanOrEqual(5 * orders.length);
      await proxy.accept();
      announce(5);
      await untilHandled();
    }
    await untilDrained();
    expectAllInOrder();
  });

  test('and comes back empty costs none either', async () => {
    announce(10);
    await untilHandled();
    await untilDrained();
    await proxy.refuse();
    announce(5);
    await removeKeys(bus.redis, bus.prefix);
    await proxy.accept();
    await untilHandled();
    await untilDrained();
    expect(new Set(handled.values()).size).toBe(added * orders.length);
    await waitFor(async () => (await pending()) === 0, { deadlineMs, describe: 'a bus on which nothing is under way' });
  });

  /** How many entries are read and not acknowledged, and how many are not read. */
  async function pending(): Promise<number> {
    let count = 0;
    for (let partition = 0; partition < partitions; partition += 1) {
      const stream = busKeys(bus.prefix).stream(partition);
      if ((await bus.redis.exists(stream)) === 0) continue;
      const groups = (await bus.redis.xinfo('GROUPS', stream)) as unknown[][];
      for (const group of groups) count += Number(group[5]) + Number(group[11] ?? 0);
    }
    return count;
  }
});
