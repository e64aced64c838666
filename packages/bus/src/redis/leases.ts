import type { Redis } from 'ioredis';
import { type BusKeys, partitions } from './keys.ts';

/** Divides the partitions among the living processes of a group: each is read by one of them at a time. */
export interface Leases {
  /** Renews what this process has, and takes or gives back so that all have a fair share. @returns what it has now. */
  update(): Promise<{ taken: number[]; lost: number[]; surplus: number[] }>;
  /** Gives one back whose events are done with. */
  release(partition: number): Promise<void>;
  /** Leaves the group, for others to take over at once. */
  leave(): Promise<void>;
}

/** Seen by Redis' own clock, so that no two machines have to agree on the time. @returns how many members live */
const beat = `
  local time = redis.call('TIME')
  local now = time[1] * 1000 + math.floor(time[2] / 1000)
  redis.call('ZADD', KEYS[1], now, ARGV[1])
  redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - ARGV[2])
  return redis.call('ZCARD', KEYS[1])`;
const renew = `
  if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
  return redis.call('PEXPIRE', KEYS[1], ARGV[2])`;
const release = `
  if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
  return redis.call('DEL', KEYS[1])`;

/**
 * A process that stops for longer than its leases last may go on with an event that another one takes over: the inbox of the
 * consumer's store is what makes the effect happen once.
 */
export function createLeases(options: {
  redis: Redis;
  keys: BusKeys;
  group: string;
  /** This process's own, never used before. */
  member: string;
  leaseMs: number;
}): Leases {
  const { redis, keys, group, member, leaseMs } = options;
  const held = new Set<number>();

  async function renewHeld(): Promise<number[]> {
    const kept = await Promise.all(
      Array.from(held, async (partition) => ({
        partition,
        isKept: (await redis.eval(renew, 1, keys.lease(group, partition), member, leaseMs)) === 1,
      })),
    );
    const lost = kept.filter(({ isKept }) => !isKept).map(({ partition }) => partition);
    for (const partition of lost) held.delete(partition);
    return lost;
  }

  async function takeUpTo(share: number): Promise<number[]> {
    const taken: number[] = [];
    for (let partition = 0; partition < partitions && held.size < share; partition += 1) {
      if (held.has(partition)) continue;
      if ((await redis.set(keys.lease(group, partition), member, 'PX', leaseMs, 'NX')) !== 'OK') continue;
      held.add(partition);
      taken.push(partition);
    }
    return taken;
  }

  return {
    async update() {
      const members = Number(await redis.eval(beat, 1, keys.members(group), member, leaseMs));
      const lost = await renewHeld();
      const share = Math.ceil(partitions / members);
      const taken = await takeUpTo(share);
      return { taken, lost, surplus: Array.from(held).slice(share) };
    },
    async release(partition) {
      held.delete(partition);
      await redis.eval(release, 1, keys.lease(group, partition), member);
    },
    async leave() {
      await Promise.all(Array.from(held, (partition) => this.release(partition)));
      await redis.zrem(keys.members(group), member);
    },
  };
}
