import { createMetrics, createSilentLogger } from '@mosaico/service';
import {
  createConsumer,
  createMemoryDeadLetters,
  type Consumer,
  type DeadLetters,
  type Handler,
} from '../../src/index.ts';
import { someTime } from './events.ts';

/** A group that handles `order.cancelled`, without rests between tries. */
export function consumerOf(
  handle: Handler<'order.cancelled'>,
  options: { group?: string; deadLetters?: DeadLetters; signal?: AbortSignal } = {},
): Consumer {
  const { group = 'test', deadLetters = createMemoryDeadLetters(), signal = new AbortController().signal } = options;
  return createConsumer({
    group,
    handlers: { 'order.cancelled': handle },
    deadLetters,
    retries: { tries: 3, firstRestMs: 10, longestRestMs: 100 },
    pause: () => Promise.resolve(),
    random: () => 0.5,
    now: () => someTime,
    signal,
    logger: createSilentLogger(),
    metrics: createMetrics(),
  });
}
