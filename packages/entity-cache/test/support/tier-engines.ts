import { randomUUID } from 'node:crypto';
import { createSilentLogger } from '@mosaico/service';
import { realStoreUrl, type Engine } from '@mosaico/testing';
import type { CacheTier } from '../../src/tiers/cache-tier.ts';
import { createMemoryTier } from '../../src/tiers/memory-tier.ts';
import { createRedisClient, readyWithin } from '../../src/tiers/redis-client.ts';
import { createRedisTier } from '../../src/tiers/redis-tier.ts';

/** Long enough for any machine: what is tested here is not speed. */
export const patientMs = 60_000;

/** A way to have a tier with nothing in it. */
export interface TierEngine extends Engine {
  open(): Promise<{
    tier: CacheTier;
    /** Lets a little time pass, where it does not by itself. */
    readonly tick: () => void;
  }>;
}

export const tierEngines: readonly TierEngine[] = [
  {
    name: 'a map in the process',
    open() {
      let time = 1_000;
      const tier = createMemoryTier({ name: 'l1', maxBytes: 64 * 2 ** 20, maxEntries: 10_000, now: () => time });
      return Promise.resolve({ tier, tick: () => void (time += 10) });
    },
  },
  {
    name: 'Redis',
    store: 'redis',
    open: async () => ({ tier: await openRedisTier({ variable: 'REDIS_L1_URL' }), tick: () => undefined }),
  },
];

/** A tier on a real server that others use as well, under keys of its own, which go by themselves. */
export async function openRedisTier(options: {
  variable: 'REDIS_L1_URL' | 'REDIS_L2_URL';
  keyPrefix?: string;
}): Promise<CacheTier> {
  const { variable, keyPrefix = `test:${randomUUID()}:` } = options;
  const url = realStoreUrl('redis', variable);
  const client = createRedisClient({
    url,
    name: 'cache-test',
    logger: createSilentLogger(),
    commandTimeoutMs: patientMs,
  });
  await readyWithin(client, patientMs);
  return createRedisTier({ name: variable === 'REDIS_L1_URL' ? 'l1' : 'l2', client, keyPrefix });
}

/** A token of the right length that says what it is for. */
export function tokenOf(text: string): string {
  return text.padEnd(12, '.');
}
