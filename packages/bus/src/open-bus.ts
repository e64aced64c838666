import { join } from 'node:path';
import type { Logger } from '@mosaico/service';
import type { DeadLetters } from './dead-letters.ts';
import { createFileDeadLetters } from './file/dead-letters.ts';
import { createMemoryDeadLetters } from './in-process/dead-letters.ts';
import { createInProcessTransport } from './in-process/transport.ts';
import { createBusClient } from './redis/client.ts';
import { createRedisDeadLetters } from './redis/dead-letters.ts';
import { createRedisTransport } from './redis/transport.ts';
import { replay } from './replay.ts';
import type { Transport } from './transport.ts';

/** What a process's parts publish to and hear from. */
export interface Bus {
  readonly transport: Transport;
  readonly deadLetters: DeadLetters;
  /** Stops all subscriptions. */
  close(): Promise<void>;
}

/**
 * The bus that the configuration of a process names: on the Redis server of the second cache tier; without one in the process, where
 * all parts of the shop are in it.
 *
 * @param options.alone given where they are: their names, and where their dead letters are kept
 * @param options.without what does not happen where there is no bus, for the log
 * @returns null then
 */
export function openConfiguredBus(options: {
  config: { REDIS_L2_URL?: string | undefined; REDIS_KEY_PREFIX: string };
  alone?: { groups: readonly string[]; folder: string };
  without: string;
  logger: Logger;
}): Bus | null {
  const { config, alone, without, logger } = options;
  const { REDIS_L2_URL: url, REDIS_KEY_PREFIX: keyPrefix } = config;
  if (url !== undefined) return openRedisBus({ url, keyPrefix, logger });
  if (alone !== undefined) {
    return openInProcessBus({ groups: alone.groups, kept: { folder: alone.folder, logger } });
  }
  logger.warn(`without REDIS_L2_URL ${without}`);
  return null;
}

/** Redis Streams, which processes share. A server that is down does not keep a process from starting. */
function openRedisBus(options: {
  url: string;
  /** Of all its keys, as `REDIS_KEY_PREFIX`. */
  keyPrefix: string;
  logger: Logger;
}): Bus {
  const { url, keyPrefix, logger } = options;
  const prefix = busPrefix(keyPrefix);
  const connect = () => createBusClient({ url, logger });
  const redis = connect();
  const transport = createRedisTransport({ connect, prefix, logger });
  return {
    transport,
    deadLetters: createRedisDeadLetters({ redis, prefix }),
    async close() {
      await transport.close();
      redis.disconnect();
    },
  };
}

/** Where the keys of a bus begin. @param keyPrefix as `REDIS_KEY_PREFIX` */
export function busPrefix(keyPrefix: string): string {
  return `${keyPrefix}bus`;
}

/** Where a shop in one process keeps its dead letters. */
export function deadLettersFolder({ DATA_DIR }: { DATA_DIR: string }): string {
  return join(DATA_DIR, 'dead-letters');
}

/** How often the folder is looked at for dead letters that are to be delivered again. */
const lookEveryMs = 1_000;

/**
 * For parts that are all in this process.
 *
 * @param options.groups all of them
 * @param options.kept where dead letters are kept; without it they end with the process
 */
export function openInProcessBus(options: {
  groups: readonly string[];
  kept?: { folder: string; logger: Logger };
}): Bus {
  const { groups, kept } = options;
  const transport = createInProcessTransport({ groups });
  if (kept === undefined) {
    return { transport, deadLetters: createMemoryDeadLetters(), close: () => transport.close() };
  }
  const { folder, logger } = kept;
  const deadLetters = createFileDeadLetters({ folder });
  let looking = Promise.resolve();
  const look = async (): Promise<void> => {
    const requested = await deadLetters.requested();
    if (requested.length > 0) await replay(requested, { transport, deadLetters });
  };
  const timer = setInterval(() => {
    looking = looking.then(look).catch((error: unknown) => {
      logger.warn({ err: error, folder }, 'dead letters could not be delivered again');
    });
  }, lookEveryMs).unref();
  return {
    transport,
    deadLetters,
    async close() {
      clearInterval(timer);
      await transport.close();
      await looking;
    },
  };
}
