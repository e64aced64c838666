import {
  createConsumer,
  createMemoryDeadLetters,
  openInProcessBus,
  type Bus,
  type EventType,
  type Handlers,
  type ShopEvent,
} from '@mosaico/bus';
import { createMetrics, createSilentLogger } from '@mosaico/service';

/** A bus on which somebody beside this part listens to some events, and what that one has heard. */
export async function aBusWithListener(types: readonly EventType[]): Promise<{ bus: Bus; heard: ShopEvent[] }> {
  const bus = openInProcessBus({ groups: ['orders', 'listener'] });
  const heard: ShopEvent[] = [];
  const handlers = Object.fromEntries(
    types.map((type) => [type, (event: ShopEvent) => Promise.resolve(void heard.push(event))]),
  ) as Handlers;
  await bus.transport.subscribe(
    createConsumer({
      group: 'listener',
      handlers,
      deadLetters: createMemoryDeadLetters(),
      pause: () => Promise.resolve(),
      random: Math.random,
      now: () => new Date(),
      signal: new AbortController().signal,
      logger: createSilentLogger(),
      metrics: createMetrics(),
    }),
  );
  return { bus, heard };
}
