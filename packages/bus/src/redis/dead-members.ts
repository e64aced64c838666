import type { Redis } from 'ioredis';

/** One step, so that nobody reads under a name between the look at what it owes and its removal, which would drop what it read. */
const forget = `
  local removed = 0
  for _, fields in ipairs(redis.call('XINFO', 'CONSUMERS', KEYS[1], ARGV[1])) do
    local consumer = {}
    for place = 1, #fields, 2 do consumer[fields[place]] = fields[place + 1] end
    if consumer.pending == 0 and not redis.call('ZSCORE', KEYS[2], consumer.name) then
      removed = removed + redis.call('XGROUP', 'DELCONSUMER', KEYS[1], ARGV[1], consumer.name) + 1
    end
  end
  return removed`;

/**
 * Removes from a group of a stream the processes that live no more and owe nothing: a name is never used again, so each start of
 * a process would leave one behind. One that was only slow is made anew by its next read.
 *
 * @param options.members the key of those that live
 * @returns how many
 */
export async function forgetDeadMembers(
  redis: Redis,
  options: { stream: string; group: string; members: string },
): Promise<number> {
  const { stream, group, members } = options;
  return Number(await redis.eval(forget, 2, stream, members, group));
}
