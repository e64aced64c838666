import type { Logger } from '@mosaico/service';
import type { DeadLetters } from './dead-letters.ts';
import { createMemoryDeadLetters } from './in-process/dead-letters.ts';
import { createInProcessTransport } from './in-process/transport.ts';
import { createBusClient } from './redis/client.ts';
import { createRedisDeadLetters } from './redis/dead-letters.ts';
import { createRedisTransport } from './redis/transport.ts';
import type { Transport } from './transport.ts';

/** What a process's parts publish to and hear from. */
export interface Bus {
  readonly transport: Transport;
  readonly deadLetters: DeadLetters;
  /** Stops all subscriptions. */
  close(): Promise<void>;
}

/** Redis Streams, which processes share. A server that is down does not keep a process from starting. */
export function openRedisBus(options: {
  url: string;
  /** Of all its keys, as `REDIS_KEY_PREFIX`. */
  keyPrefix: string;
  logger: Logger;
}): Bus {
  const { url, keyPrefix, logger } = options;
  const prefix = `${keyPrefix}bus`;
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

/** For parts that are all in this process. @param options.groups all of them */
export function openInProcessBus({ groups }: { groups: readonly string[] }): Bus {
  const transport = createInProcessTransport({ groups });
  return { transport, deadLetters: createMemoryDeadLetters(), close: () => transport.close() };
}
