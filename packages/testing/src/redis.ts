import { Redis } from 'ioredis';

/** A connection to a Redis, for tests that are a process of a bus. A server that goes away makes its commands fail. */
export function connectToRedis(url: string): Redis {
  const redis = new Redis(url, { maxRetriesPerRequest: 1 });
  redis.on('error', () => undefined);
  return redis;
}

const loseScript = `
  for _, key in ipairs(redis.call('KEYS', ARGV[1] .. '*')) do redis.call('UNLINK', key) end`;

/** Lets a Redis that others use lose the keys of a prefix, all at one moment as a flush does. */
export async function loseKeys(url: string, prefix: string): Promise<void> {
  const redis = connectToRedis(url);
  try {
    await redis.eval(loseScript, 0, prefix);
  } finally {
    redis.disconnect();
  }
}
