import { createMetrics, createStoreGuard, type Logger, type Metrics } from '@mosaico/service';
import type { Redis } from 'ioredis';
import type { CacheConfig } from '../config.ts';
import { CacheError, CacheErrorCode } from '../errors.ts';
import { createInvalidationHub, everything, type InvalidationChannel } from '../invalidation/invalidation-channel.ts';
import { createRedisInvalidationChannel } from '../invalidation/redis-invalidation-channel.ts';
import { createDecodedValues, type DecodedValues } from '../values/decoded-values.ts';
import type { CacheTier } from './cache-tier.ts';
import { createHearingTier } from './hearing-tier.ts';
import { createMemoryTier } from './memory-tier.ts';
import { createRedisClient, defaultCommandTimeoutMs, readyWithin } from './redis-client.ts';
import { createRedisTier } from './redis-tier.ts';

/** What an entity cache lies on. */
export interface TierSet {
  /** Asked first. */
  readonly l1: CacheTier;
  /** Asked for what L1 has not. */
  readonly l2: CacheTier;
  /** In memory, asked only when neither of them answers, so that an outage of the cache does not become one of the store. */
  readonly outage: CacheTier;
  readonly channel: InvalidationChannel;
  /** What was decoded of them; each cache has one of its own when absent. */
  readonly decoded?: DecodedValues;
}

/** What all entity caches of a process lie on. */
export interface CacheTiers extends TierSet {
  /**
   * Forgets everything, in every process: for who has changed stores by another way than through the caches, as a seed or an
   * import does. To be called after the commit.
   * @throws CacheError CACHE_INVALIDATION_UNCONFIRMED when a tier could not be told: repeat it
   */
  clear(): Promise<void>;
  /** Another channel, for who keeps copies of its own: it hears what this process invalidates too. It is closed with the tiers. */
  openChannel(): InvalidationChannel;
  close(): Promise<void>;
}

/** What maps may take of a process's memory, all entity caches together: products of 1.5 KB fit by ten and by twenty thousand. */
const room = {
  l1: { maxBytes: 16 * 2 ** 20, maxEntries: 50_000 },
  l2: { maxBytes: 32 * 2 ** 20, maxEntries: 100_000 },
  outage: { maxBytes: 8 * 2 ** 20, maxEntries: 25_000 },
};
/** Beside them what was decoded: as much text twice at most, and the entities that it became. */
const decodedChars = 4 * 2 ** 20;

/** A start waits so long for Redis; then it goes on, and the cache joins when Redis does. */
const startMs = 1_000;

/**
 * Opens the tiers, once a process. A Redis server that is down or slow is left alone after five failures, then tried once a
 * second; it never stops the process from starting.
 *
 * @param options.commandTimeoutMs how long a Redis command may take, 100 ms when absent
 * @param options.now milliseconds
 */
export async function openCacheTiers(options: {
  config: CacheConfig;
  logger: Logger;
  metrics?: Metrics;
  commandTimeoutMs?: number;
  now?: () => number;
}): Promise<CacheTiers> {
  const { config, logger, metrics = createMetrics(), now = Date.now } = options;
  const { REDIS_L1_URL: l1Url, REDIS_L2_URL: l2Url, REDIS_KEY_PREFIX: keyPrefix } = config;
  const commandTimeoutMs = options.commandTimeoutMs ?? defaultCommandTimeoutMs;
  const clients: Redis[] = [];
  const connect = (url: string, name: string): Redis => {
    const client = createRedisClient({ url, name, logger, commandTimeoutMs });
    clients.push(client);
    return client;
  };

  const channelUrl = l2Url ?? l1Url;
  const hub = createInvalidationHub();
  const channels: InvalidationChannel[] = [];
  const openChannel = (): InvalidationChannel => {
    const opened =
      channelUrl === undefined
        ? hub.open()
        : createRedisInvalidationChannel({ client: connect(channelUrl, 'cache-invalidations'), keyPrefix });
    channels.push(opened);
    return opened;
  };
  const channel = openChannel();
  const open = (name: 'l1' | 'l2', url: string | undefined): CacheTier =>
    url === undefined
      ? createHearingTier(createMemoryTier({ name, ...room[name], now }), channel)
      : guardTier(createRedisTier({ name, client: connect(url, `cache-${name}`), keyPrefix: `${keyPrefix}cache:` }), {
          logger,
          metrics,
          limitMs: commandTimeoutMs,
        });
  const l1 = open('l1', l1Url);
  const l2 = open('l2', l2Url);
  const outage = createMemoryTier({ name: 'outage', ...room.outage, now });
  // What only this process can forget.
  const own = [l2, l1, outage].filter(({ isShared }) => !isShared);
  channel.onInvalidation(({ cache }) => {
    if (cache === everything.cache) for (const tier of own) void tier.clear();
  });
  await Promise.all(clients.map((client) => readyWithin(client, startMs)));
  return {
    l1,
    l2,
    outage,
    channel,
    decoded: createDecodedValues({ maxChars: decodedChars }),
    async clear() {
      const failures: unknown[] = [];
      const note = (error: unknown): void => void failures.push(error);
      // From the store outwards, as an invalidation goes.
      for (const tier of [l2, l1, outage]) await tier.clear().catch(note);
      await channel.publish(everything).catch(note);
      if (failures.length === 0) return;
      throw new CacheError(CacheErrorCode.unconfirmed, 'Not every tier could be emptied; it has to be repeated.', {
        cause: new AggregateError(failures),
      });
    },
    openChannel,
    async close() {
      await Promise.all([l1, l2, outage, ...channels].map((each) => each.close()));
    },
  };
}

/** A channel without tiers, for a process that keeps only copies of its own; null where no Redis tells it of changes. */
export function openInvalidationChannel(options: {
  config: Pick<CacheConfig, 'REDIS_L2_URL' | 'REDIS_KEY_PREFIX'>;
  logger: Logger;
}): InvalidationChannel | null {
  const { config, logger } = options;
  const { REDIS_L2_URL: url, REDIS_KEY_PREFIX: keyPrefix } = config;
  if (url === undefined) return null;
  const client = createRedisClient({
    url,
    name: 'cache-invalidations',
    logger,
    commandTimeoutMs: defaultCommandTimeoutMs,
  });
  return createRedisInvalidationChannel({ client, keyPrefix });
}

/** Within microseconds once the server has failed five times; but a removal is always tried, for what it would leave behind. */
function guardTier(tier: CacheTier, options: { logger: Logger; metrics: Metrics; limitMs: number }): CacheTier {
  const { logger, metrics, limitMs } = options;
  const guard = createStoreGuard({ store: `cache-${tier.name}`, logger, metrics, isUnavailable: () => true });
  const guarded = guard.protect('cache-tier', tier, { limitMs });
  return {
    ...guarded,
    remove: (keys) => guard.ask(() => tier.remove(keys)),
    // As long as a walk through all keys takes.
    clear: () => guard.ask(() => tier.clear()),
    close: () => tier.close(),
  };
}
