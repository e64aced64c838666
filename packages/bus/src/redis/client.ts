import type { Logger } from '@mosaico/service';
import { Redis } from 'ioredis';

/** Longer than a read of a stream waits for events, and far longer than any other command takes. */
const commandTimeoutMs = 2_000;
const connectTimeoutMs = 1_000;
/** A connection that owes an answer for so long is dead, though nobody said so: a new one is made. */
const socketTimeoutMs = 4_000;
const longestRestMs = 1_000;

/**
 * A connection to the Redis of the bus. A command fails at once while there is no connection, and what a lost one owes is
 * rejected: relays and subscriptions repeat it. It reconnects for ever, and never emits an unheard error.
 */
export function createBusClient({ url, logger }: { url: string; logger: Logger }): Redis {
  const client = new Redis(url, {
    connectionName: 'mosaico-bus',
    commandTimeout: commandTimeoutMs,
    connectTimeout: connectTimeoutMs,
    socketTimeout: socketTimeoutMs,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    autoResendUnfulfilledCommands: false,
    retryStrategy: (attempt) => Math.min(50 * 2 ** (attempt - 1), longestRestMs),
  });
  // One line an outage, not one an attempt.
  let isKnownAway = false;
  client.on('error', (error: unknown) => {
    if (!isKnownAway) logger.warn({ err: error }, 'the Redis of the bus cannot be reached');
    isKnownAway = true;
  });
  client.on('ready', () => {
    isKnownAway = false;
  });
  return client;
}
