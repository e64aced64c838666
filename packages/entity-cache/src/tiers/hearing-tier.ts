import type { InvalidationChannel } from '../invalidation/invalidation-channel.ts';
import type { CacheTier } from './cache-tier.ts';

/**
 * A tier in memory that may be asked only while its process hears what others invalidate. When the channel goes deaf the tier
 * is emptied, and until it hears again every question is refused, which bypasses the tier.
 */
export function createHearingTier(tier: CacheTier, channel: InvalidationChannel): CacheTier {
  channel.onDeaf(() => {
    void tier.clear();
  });
  const whileHearing = <Answer>(ask: () => Promise<Answer>): Promise<Answer> =>
    channel.isHearing
      ? ask()
      : Promise.reject(new Error(`${tier.name} is in memory, and its process does not hear what others invalidate.`));
  return {
    ...tier,
    read: (keys) => whileHearing(() => tier.read(keys)),
    claim: (keys, claim) => whileHearing(() => tier.claim(keys, claim)),
    put: (entries) => whileHearing(() => tier.put(entries)),
  };
}
