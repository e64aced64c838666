import { CacheError, CacheErrorCode } from '../errors.ts';
import type { CacheTier } from '../tiers/cache-tier.ts';
import type { TierSet } from '../tiers/open-tiers.ts';
import { keysToInvalidate } from '../values/cache-keys.ts';

/**
 * Removes entities from every tier, from the store outwards: L2, then L1, then this process's memory, then the memory of the
 * others. In the other order a reader could claim L1 anew, read the old value in L2, and keep it in L1.
 *
 * It hears what other processes invalidate from its making on.
 */
export function createInvalidator(options: { name: string; version: number; tiers: TierSet }) {
  const { name, version, tiers } = options;
  const { l1, l2, outage, channel } = tiers;
  const keysOf = (ids: readonly (string | number)[]): string[] =>
    ids.flatMap((id) => keysToInvalidate({ name, version, id }));

  /** Every place is tried, also when one before it fails. Returns what failed. */
  async function removeFrom(places: readonly CacheTier[], keys: readonly string[]): Promise<unknown[]> {
    const failures: unknown[] = [];
    for (const place of places) {
      await place.remove(keys).catch((error: unknown) => failures.push(error));
    }
    return failures;
  }

  // The copies that only this process can remove. Where L2 is one of them, somebody here may have copied it to a shared L1.
  const copies = [...(l2.isShared ? [] : [l2]), ...(l1.isShared && l2.isShared ? [] : [l1]), outage];
  channel.onInvalidation(({ cache, ids }) => {
    if (cache === name) void removeFrom(copies, keysOf(ids));
  });

  return {
    async invalidate(ids: readonly (string | number)[]): Promise<void> {
      if (ids.length === 0) return;
      const failures = await removeFrom([l2, l1, outage], keysOf(ids));
      await channel.publish({ cache: name, ids: ids.map(String) }).catch((error: unknown) => void failures.push(error));
      if (failures.length === 0) return;
      throw new CacheError(
        CacheErrorCode.unconfirmed,
        `The invalidation of ${ids.length} of ${name} did not reach every tier; it has to be repeated.`,
        { cause: new AggregateError(failures) },
      );
    },
  };
}
