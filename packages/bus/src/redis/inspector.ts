import { createSilentLogger } from '@mosaico/service';
import { Redis } from 'ioredis';
import type { DeadLetter } from '../dead-letters.ts';
import type { ShopEvent } from '../event.ts';
import { replay } from '../replay.ts';
import { createRedisDeadLetters } from './dead-letters.ts';
import { type GroupLag, readLag } from './lag.ts';
import { tailEvents } from './tail.ts';
import { createRedisTransport } from './transport.ts';

/** A bus in Redis, as a person looks at it from outside the processes that use it. */
export interface BusInspector {
  /** What is published from now on, until the signal. */
  tail(signal: AbortSignal): AsyncIterable<ShopEvent>;
  /** The dead letters, the oldest first. */
  dead(options: { limit: number }): Promise<DeadLetter[]>;
  /** Has them delivered again. @returns how many events are on their way */
  replay(letters: readonly DeadLetter[]): Promise<number>;
  lag(): Promise<GroupLag[]>;
  close(): void;
}

/** @throws what Redis says when it cannot be reached: a person waits, and may try again */
export async function openBusInspector(options: { url: string; prefix: string }): Promise<BusInspector> {
  const { url, prefix } = options;
  const redis = new Redis(url, { lazyConnect: true, maxRetriesPerRequest: 0, retryStrategy: () => null });
  redis.on('error', () => undefined);
  await redis.connect();
  const deadLetters = createRedisDeadLetters({ redis, prefix });
  const transport = createRedisTransport({ connect: () => redis, prefix, logger: createSilentLogger() });
  return {
    async *tail(signal) {
      const reader = redis.duplicate();
      try {
        await reader.connect();
        yield* tailEvents(reader, { prefix, signal });
      } finally {
        reader.disconnect();
      }
    },
    dead: (range) => deadLetters.list(range),
    replay: (letters) => replay(letters, { transport, deadLetters }),
    lag: () => readLag(redis, { prefix }),
    close: () => redis.disconnect(),
  };
}
