import { describe, expect, test } from '@jest/globals';
import { createMetrics, createSilentLogger } from '@mosaico/service';
import { waitFor } from '@mosaico/testing';
import { openInProcessBus, takePart, type Bus, type Handlers, type OutboxSource } from '../src/index.ts';
import { cancelled, someTime, told } from './support/events.ts';
import { createMemoryOutbox } from './support/memory-outbox.ts';

const now = () => someTime;
const deadlineMs = 60_000;

function join(name: string, options: { bus: Bus | null; outbox?: OutboxSource; handled?: string[] }) {
  const { bus, outbox, handled = [] } = options;
  const handlers: Handlers = {
    'order.cancelled': (event) => {
      handled.push(told(event));
      return Promise.resolve();
    },
  };
  const shared = { now, random: () => 0.5, logger: createSilentLogger(), metrics: createMetrics() };
  return { handled, ...takePart({ ...shared, name, bus, handlers, ...(outbox ? { outbox } : {}) }) };
}

describe('parts of a shop on a bus in their process', () => {
  test('hear what one of them has in its outbox, as soon as all are there', async () => {
    const bus = openInProcessBus({ groups: ['orders', 'analytics', 'events'] });
    const outbox = createMemoryOutbox({ now });
    outbox.add(cancelled('1', 'before the start'));
    const parts = [join('orders', { bus, outbox }), join('analytics', { bus })];
    await outboxIsLookedAt();
    expect(parts.map(({ handled }) => handled)).toEqual([[], []]);

    parts.push(join('events', { bus }));
    outbox.add(cancelled('2'));
    parts[0]?.wake();
    await waitFor(() => parts.every(({ handled }) => handled.length === 2), { deadlineMs, describe: 'both events' });
    expect(parts.map(({ handled }) => handled)).toEqual(Array(3).fill(['1 before the start', '2 first']));
    await Promise.all(parts.map((part) => part.stop()));
  });

  test('leave in the outbox what comes when one of them has stopped', async () => {
    const bus = openInProcessBus({ groups: ['orders', 'analytics'] });
    const outbox = createMemoryOutbox({ now });
    const orders = join('orders', { bus, outbox });
    const analytics = join('analytics', { bus });
    await analytics.stop();
    outbox.add(cancelled('1'));
    orders.wake();
    await outboxIsLookedAt();
    await orders.stop();
    expect(orders.handled).toEqual([]);
    expect(await outbox.backlog()).toMatchObject({ events: 1 });
    await bus.close();
  });

  test('leave everything in the outbox without a bus', async () => {
    const outbox = createMemoryOutbox({ now });
    outbox.add(cancelled('1'));
    const orders = join('orders', { bus: null, outbox });
    orders.wake();
    await orders.stop();
    expect(await outbox.backlog()).toMatchObject({ events: 1 });
  });

  /** A relay looks within a few turns of the event loop. */
  async function outboxIsLookedAt(): Promise<void> {
    for (let turn = 0; turn < 10; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  }
});
