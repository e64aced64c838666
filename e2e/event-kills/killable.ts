import type { Bus, Consumer, OutboxSource } from '@mosaico/bus';
import { busPrefix, createRedisDeadLetters, createRedisTransport } from '@mosaico/bus';
import { createSilentLogger } from '@mosaico/service';
import { connectToRedis } from '@mosaico/testing/redis';

/** Where a process on the bus can end, in the order in which an event comes by. */
export const killPoints = [
  'relay: before publish',
  'relay: after publish',
  'relay: after mark',
  'consumer: after read',
  'consumer: amid effect',
  'consumer: after effect',
  'consumer: before ack',
  'consumer: after ack',
] as const;
export type KillPoint = (typeof killPoints)[number];

type Reach = (point: KillPoint) => void;

/** How soon a living process takes over from a dead one: short, so that much happens in little time, and leases are lost in between. */
const leaseMs = 600;

export function killableOutbox(outbox: OutboxSource, reach: Reach): OutboxSource {
  return {
    async relay(publish) {
      const result = await outbox.relay(async (events) => {
        reach('relay: before publish');
        const publication = await publish(events);
        reach('relay: after publish');
        return publication;
      });
      if (result.taken > 0) reach('relay: after mark');
      return result;
    },
    resend: (epoch) => outbox.resend(epoch),
    forget: (sentBefore) => outbox.forget(sentBefore),
    backlog: () => outbox.backlog(),
  };
}

/** The bus of one process. */
export function openKillableBus(options: { url: string; keyPrefix: string; reach: Reach }): Bus {
  const { url, keyPrefix, reach } = options;
  const prefix = busPrefix(keyPrefix);
  const connect = () => {
    const redis = connectToRedis(url);
    const acknowledge = redis.xack.bind(redis);
    return Object.assign(redis, {
      async xack(stream: string, group: string, id: string): Promise<number> {
        reach('consumer: before ack');
        const acknowledged = await acknowledge(stream, group, id);
        reach('consumer: after ack');
        return acknowledged;
      },
    });
  };
  const redis = connectToRedis(url);
  const transport = createRedisTransport({ connect, prefix, leaseMs, logger: createSilentLogger() });
  return {
    transport: { ...transport, subscribe: (consumer) => transport.subscribe(killableConsumer(consumer, reach)) },
    deadLetters: createRedisDeadLetters({ redis, prefix }),
    async close() {
      await transport.close();
      redis.disconnect();
    },
  };
}

function killableConsumer(consumer: Consumer, reach: Reach): Consumer {
  return {
    ...consumer,
    async deliver(event, options) {
      reach('consumer: after read');
      await consumer.deliver(event, options);
      reach('consumer: after effect');
    },
  };
}

/** A store of which handlers write: some of them more than once for an event, so that there is an end between the two. */
export function killableStore<Store extends object>(
  store: Store,
  writes: readonly (keyof Store)[],
  reach: Reach,
): Store {
  return new Proxy(store, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name, target);
      if (typeof member !== 'function' || !writes.includes(name as keyof Store)) return member;
      return async (...args: unknown[]): Promise<unknown> => {
        const result: unknown = await Reflect.apply(member, target, args);
        reach('consumer: amid effect');
        return result;
      };
    },
  });
}
