import { randomUUID } from 'node:crypto';
import type { Logger } from '@mosaico/service';
import type { Redis } from 'ioredis';
import type { Subscription, Transport } from '../transport.ts';
import { forgetDeadMembers } from './dead-members.ts';
import { createGroupReader, entryFields } from './entries.ts';
import { busKeys, partitionOf } from './keys.ts';
import { createLeases } from './leases.ts';
import { startSubscription } from './subscription.ts';
import { trimStream } from './trim.ts';

/** How long a process may stand still before others take over what it reads. */
const usualLeaseMs = 10_000;
/** Beyond this length a stream loses what everybody is done with; until then a person can look back at it. */
const usualLongest = 10_000;

/**
 * Events in Redis Streams. They are spread over partitions by their partition key; of each group, one process at a time reads a
 * partition, which keeps the order of a key, and takes over what a dead one had read.
 *
 * @param options.connect a new connection; the transport closes those that it makes
 * @param options.prefix of all keys: one bus each
 */
export function createRedisTransport(options: {
  connect: () => Redis;
  prefix: string;
  width?: number;
  leaseMs?: number;
  longest?: number;
  newId?: () => string;
  random?: () => number;
  logger: Logger;
}): Transport {
  const { connect, prefix, width = 8, leaseMs = usualLeaseMs, longest = usualLongest, logger } = options;
  const { newId = randomUUID, random = Math.random } = options;
  const keys = busKeys(prefix);
  const commands = connect();
  const subscriptions = new Set<Subscription>();

  return {
    async publish(events) {
      // All or nothing, and in one life of the Redis.
      const transaction = commands.multi().set(keys.epoch, newId(), 'NX').get(keys.epoch);
      for (const event of events)
        transaction.xadd(keys.stream(partitionOf(event.partitionkey)), '*', ...entryFields(event));
      const results = await transaction.exec();
      const failure = results?.find(([error]) => error !== null)?.[0];
      if (!results || failure) throw new Error('The events could not be written to their streams.', { cause: failure });
      return { held: new Set(events.map(({ id }) => id)), epoch: String(results[1]?.[1]) };
    },
    async epoch() {
      await commands.set(keys.epoch, newId(), 'NX');
      return String(await commands.get(keys.epoch));
    },
    subscribe(consumer) {
      const blocking = connect();
      const member = newId();
      const { group } = consumer;
      const inner = startSubscription({
        consumer,
        reader: createGroupReader({ commands, blocking, group, member }),
        leases: createLeases({ redis: commands, keys, group, member, leaseMs }),
        keys,
        width,
        beatMs: leaseMs / 4,
        async upkeep(partition) {
          const stream = keys.stream(partition);
          await forgetDeadMembers(commands, { stream, group, members: keys.members(group) });
          await trimStream(commands, { stream, longest });
        },
        random,
        logger,
      });
      const subscription: Subscription = {
        async stop() {
          subscriptions.delete(subscription);
          await inner.stop();
          blocking.disconnect();
        },
      };
      subscriptions.add(subscription);
      return Promise.resolve(subscription);
    },
    async close() {
      await Promise.all(Array.from(subscriptions, (subscription) => subscription.stop()));
      commands.disconnect();
    },
  };
}
