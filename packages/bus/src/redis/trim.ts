import type { Redis } from 'ioredis';
import { compareIds, idAfter } from './entry-ids.ts';

/**
 * Shortens a stream that is longer than `longest`, by what every group is done with and nothing else: behind a group that
 * does not read, a stream grows.
 */
export async function trimStream(redis: Redis, options: { stream: string; longest: number }): Promise<void> {
  const { stream, longest } = options;
  if ((await redis.xlen(stream)) <= longest) return;
  const groups = (await redis.xinfo('GROUPS', stream)) as unknown[][];
  const firstNeeded = await Promise.all(
    groups.map(async (group) => {
      const [, name, , , , pending, , lastDelivered] = group as [
        string,
        string,
        string,
        number,
        string,
        number,
        string,
        string,
      ];
      if (pending === 0) return idAfter(lastDelivered);
      const [, oldest] = (await redis.xpending(stream, name)) as [number, string];
      return oldest;
    }),
  );
  const [first, ...others] = firstNeeded;
  if (first === undefined) return;
  await redis.xtrim(stream, 'MINID', '~', others.reduce(earlier, first));
}

function earlier(a: string, b: string): string {
  return compareIds(a, b) <= 0 ? a : b;
}
