import type { Redis } from 'ioredis';
import type { DeadLetter, DeadLetters } from '../dead-letters.ts';
import { busKeys } from './keys.ts';

/** Dead letters in the Redis of the bus, for all processes. */
export function createRedisDeadLetters({ redis, prefix }: { redis: Redis; prefix: string }): DeadLetters {
  const { deadLetters, deadTimes } = busKeys(prefix);
  const key = (group: string, eventId: string) => JSON.stringify([group, eventId]);
  return {
    async add(letter) {
      const member = key(letter.group, letter.event.id);
      const results = await redis
        .multi()
        .hset(deadLetters, member, JSON.stringify(letter))
        .zadd(deadTimes, letter.at.getTime(), member)
        .exec();
      const failure = results?.find(([error]) => error !== null)?.[0];
      if (!results || failure) throw new Error('The dead letter could not be kept.', { cause: failure });
    },
    async list({ limit }) {
      const members = await redis.zrange(deadTimes, 0, String(limit - 1));
      if (members.length === 0) return [];
      const texts = await redis.hmget(deadLetters, ...members);
      return texts.flatMap((text) => (text === null ? [] : [parseLetter(text)]));
    },
    count: () => redis.zcard(deadTimes),
    async remove(letters) {
      const members = letters.map(({ group, eventId }) => key(group, eventId));
      if (members.length === 0) return;
      await redis
        .multi()
        .hdel(deadLetters, ...members)
        .zrem(deadTimes, ...members)
        .exec();
    },
  };
}

function parseLetter(text: string): DeadLetter {
  const letter = JSON.parse(text) as Omit<DeadLetter, 'at'> & { at: string };
  return { ...letter, at: new Date(letter.at) };
}
