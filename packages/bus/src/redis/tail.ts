import type { Redis } from 'ioredis';
import type { ShopEvent } from '../event.ts';
import { busKeys, partitions } from './keys.ts';

const waitMs = 500;

/**
 * The events that are published from now on, in the order of their publication for each partition key, until the signal.
 * @param redis is busy with it
 */
export async function* tailEvents(
  redis: Redis,
  { prefix, signal }: { prefix: string; signal: AbortSignal },
): AsyncGenerator<ShopEvent> {
  const streams = Array.from({ length: partitions }, (_, partition) => busKeys(prefix).stream(partition));
  const seen = new Map<string, string>();
  for (const stream of streams) {
    const [last] = await redis.xrevrange(stream, '+', '-', 'COUNT', 1);
    seen.set(stream, last?.[0] ?? '0-0');
  }
  while (!signal.aborted) {
    const from = streams.map((stream) => seen.get(stream) ?? '0-0');
    const found = await redis.xread('COUNT', 100, 'BLOCK', waitMs, 'STREAMS', ...streams, ...from);
    for (const [stream, entries] of found ?? []) {
      for (const [id, [, text]] of entries) {
        seen.set(stream, id);
        if (text !== undefined) yield JSON.parse(text) as ShopEvent;
      }
    }
  }
}
