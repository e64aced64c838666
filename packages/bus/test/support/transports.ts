import { randomUUID } from 'node:crypto';
import { createSilentLogger } from '@mosaico/service';
import { type Engine, realStoreUrl } from '@mosaico/testing';
import { connectToRedis as connectTo } from '@mosaico/testing/redis';
import type { Redis } from 'ioredis';
import {
  createInProcessTransport,
  createMemoryDeadLetters,
  createRedisDeadLetters,
  createRedisTransport,
  type DeadLetters,
  type Transport,
} from '../../src/index.ts';

/** A bus of one test's own, as each of its processes sees it. */
export interface TestBus {
  /** Another process of the shop; the one process, where a bus has no more. */
  transport(): Transport;
  deadLetters: DeadLetters;
  close(): Promise<void>;
}

export interface BusEngine extends Engine {
  open(): TestBus;
}

export function connectToRedis(): Redis {
  return connectTo(realStoreUrl('redis', 'REDIS_L2_URL'));
}

/** @param options.leaseMs how soon others take over from a process that died */
export function openRedisBus({ leaseMs = 400, longest = 1_000 } = {}) {
  const prefix = `test-bus-${randomUUID()}`;
  const redis = connectToRedis();
  const transports: Transport[] = [];
  const transport = (connect = connectToRedis): Transport => {
    const logger = createSilentLogger();
    const made = createRedisTransport({ connect, prefix, leaseMs, longest, logger });
    transports.push(made);
    return made;
  };
  return {
    prefix,
    redis,
    deadLetters: createRedisDeadLetters({ redis, prefix }),
    transport,
    /** One whose process can end without a word: it says nothing more to Redis. */
    mortal() {
      const connections: Redis[] = [];
      const connect = () => {
        const connection = connectToRedis();
        connections.push(connection);
        return connection;
      };
      return { transport: transport(connect), die: () => connections.forEach((connection) => connection.disconnect()) };
    },
    async close() {
      await Promise.all(transports.map((transport) => transport.close()));
      await removeKeys(redis, prefix);
      redis.disconnect();
    },
  };
}

/** Removes what a test's bus holds, as a flush would, and nothing of others. */
export async function removeKeys(redis: Redis, prefix: string): Promise<void> {
  const keys = await redis.keys(`${prefix}:*`);
  if (keys.length > 0) await redis.del(...keys);
}

export const busEngines: readonly BusEngine[] = [
  {
    name: 'the process itself',
    open() {
      const transport = createInProcessTransport();
      return { transport: () => transport, deadLetters: createMemoryDeadLetters(), close: () => transport.close() };
    },
  },
  { name: 'Redis Streams', store: 'redis', open: () => openRedisBus() },
];
