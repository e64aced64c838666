import type { Redis } from 'ioredis';
import { busKeys, partitions } from './keys.ts';

/** How far a group is behind. */
export interface GroupLag {
  readonly group: string;
  /** Events that nobody of the group has read. */
  readonly unread: number;
  /** Events that were read and are not done with. */
  readonly underWay: number;
  /** When the oldest of both was published; null when there is none. */
  readonly oldest: Date | null;
}

/** Every group of the bus by its name, summed over the partitions. */
export async function readLag(redis: Redis, { prefix }: { prefix: string }): Promise<GroupLag[]> {
  const lags = new Map<string, GroupLag>();
  for (let partition = 0; partition < partitions; partition += 1) {
    const stream = busKeys(prefix).stream(partition);
    if ((await redis.exists(stream)) === 0) continue;
    for (const group of await groupsOf(redis, stream)) {
      const before = lags.get(group.group);
      lags.set(group.group, {
        group: group.group,
        unread: group.unread + (before?.unread ?? 0),
        underWay: group.underWay + (before?.underWay ?? 0),
        oldest: earlier(group.oldest, before?.oldest ?? null),
      });
    }
  }
  return Array.from(lags.values()).sort((a, b) => (a.group < b.group ? -1 : 1));
}

async function groupsOf(redis: Redis, stream: string): Promise<GroupLag[]> {
  const groups = (await redis.xinfo('GROUPS', stream)) as unknown[][];
  return Promise.all(
    groups.map(async (pairs): Promise<GroupLag> => {
      const fields = new Map(
        Array.from({ length: pairs.length / 2 }, (_, index) => [pairs[2 * index], pairs[2 * index + 1]]),
      );
      const group = String(fields.get('name'));
      const lastDelivered = String(fields.get('last-delivered-id'));
      // One more than is needed tells whether there are any; Redis cannot always count them itself.
      const [firstUnread] = await redis.xrange(stream, `(${lastDelivered}`, '+', 'COUNT', 1);
      const counted = fields.get('lag');
      const unread = typeof counted === 'number' ? counted : await countAfter(redis, { stream, id: lastDelivered });
      const [underWay, firstUnderWay] = (await redis.xpending(stream, group)) as [number, string | null];
      return {
        group,
        unread,
        underWay,
        oldest: earlier(timeOf(firstUnread?.[0]), timeOf(firstUnderWay)),
      };
    }),
  );
}

async function countAfter(redis: Redis, { stream, id }: { stream: string; id: string }): Promise<number> {
  return (await redis.xrange(stream, `(${id}`, '+')).length;
}

/** The first part of an entry's id is the time of its publication, in milliseconds. */
function timeOf(id: string | null | undefined): Date | null {
  return id ? new Date(Number(id.split('-')[0])) : null;
}

function earlier(a: Date | null, b: Date | null): Date | null {
  if (a === null || b === null) return a ?? b;
  return a < b ? a : b;
}
