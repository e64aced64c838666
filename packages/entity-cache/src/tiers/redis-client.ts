import type { Logger } from '@mosaico/service';
import { Redis } from 'ioredis';

/** A cache that needs longer is no help: the store is asked instead. */
export const defaultCommandTimeoutMs = 100;
/** For one attempt to connect; nobody waits for it. */
const connectTimeoutMs = 1_000;
/** A connection that owes an answer for so long is dead, though nobody said so: a new one is made. */
const socketTimeoutMs = 2_000;
/** Between attempts to connect: doubled each time up to the longest, so that a server is back within about a second. */
const backoffMs = { first: 50, longest: 1_000, jitter: 100 };

/**
 * A client of one Redis server that fails at once instead of waiting: a command that cannot be written now is refused, and
 * what a lost connection owes is rejected, not repeated. It reconnects for ever. Never emits an unheard error.
 */
export function createRedisClient(options: {
  /** `redis://` or `rediss://`, with the password. */
  url: string;
  /** As logs and the server's own `CLIENT LIST` call it. */
  name: string;
  logger: Logger;
  commandTimeoutMs?: number;
}): Redis {
  const { url, name, logger, commandTimeoutMs = defaultCommandTimeoutMs } = options;
  const client = new Redis(url, {
    connectionName: `mosaico-${name}`,
    commandTimeout: commandTimeoutMs,
    connectTimeout: connectTimeoutMs,
    socketTimeout: Math.max(socketTimeoutMs, commandTimeoutMs),
    enableOfflineQueue: false,
    enableAutoPipelining: true,
    // It is a batch by itself, and need not wait for others.
    autoPipeliningIgnoredCommands: ['mget'],
    maxRetriesPerRequest: 0,
    autoResendUnfulfilledCommands: false,
    retryStrategy: (attempt) =>
      Math.min(backoffMs.first * 2 ** (attempt - 1), backoffMs.longest) + Math.random() * backoffMs.jitter,
  });
  // One line an outage, not one an attempt.
  let isKnownAway = false;
  client.on('error', (error: unknown) => {
    if (!isKnownAway) logger.warn({ cache: name, err: error }, 'the cache server cannot be reached');
    isKnownAway = true;
  });
  client.on('ready', () => {
    if (isKnownAway) logger.info({ cache: name }, 'the cache server answers');
    isKnownAway = false;
  });
  return client;
}

/** Resolves when the client can be used, or when the time is over; never rejects. */
export async function readyWithin(client: Redis, deadlineMs: number): Promise<void> {
  if (client.status === 'ready') return;
  const ready = Promise.withResolvers<unknown>();
  const timer = setTimeout(ready.resolve, deadlineMs, null);
  client.once('ready', ready.resolve);
  await ready.promise;
  clearTimeout(timer);
  client.off('ready', ready.resolve);
}
