import type { Redis } from 'ioredis';
import type { DeadLetter, DeadLetters } from '../dead-letters.ts';
import { busKeys } from './keys.ts';

const removeScript = `
  if tonumber(redis.call('ZSCORE', KEYS[1], ARGV[1]) or -1) ~= tonumber(ARGV[2]) then return end
  redis.call('ZREM', KEYS[1], ARGV[1])
  redis.call('HDEL', KEYS[2], ARGV[1])`;

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
      for (const { group, eventId, at } of letters) {
        await redis.eval(removeScript, 2, deadTimes, deadLetters, key(group, eventId), at.getTime());
      }
    },
  };
}

function parseLetter(text: string): DeadLetter {
  const letter = JSON.parse(text) as Omit<DeadLetter, 'at'> & { at: string };
  return { ...letter, at: new Date(letter.at) };
}
