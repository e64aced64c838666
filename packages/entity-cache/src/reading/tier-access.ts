import type { CacheRecorder } from '../cache-metrics.ts';
import type { CacheTier, Entry } from '../tiers/cache-tier.ts';
import type { CachedEntity } from '../values/cached-entity.ts';
import type { DecodedValues } from '../values/decoded-values.ts';

/** What the slot of a claimed key holds. */
export interface Claimed<Entity> {
  readonly token: string;
  /** Absent also when it cannot be read: then it may be overwritten under the token. */
  readonly cached: CachedEntity<Entity> | undefined;
  /** True when there is a token alone. */
  readonly isBare: boolean;
}

/** A tier as one entity cache sees it: failures mean nothing here but that the tier is bypassed, and counted. */
export interface TierAccess<Entity> {
  /** In the order of the keys, undefined for what the tier has not; null when it is bypassed. */
  read(keys: readonly string[]): Promise<(CachedEntity<Entity> | undefined)[] | null>;
  /** Null when the tier is bypassed. */
  claim(keys: readonly string[], token: string): Promise<Map<string, Claimed<Entity>> | null>;
  put(entries: readonly Entry[]): Promise<void>;
  release(claims: readonly { key: string; token: string }[]): Promise<void>;
}

/** A claim is to outlive the load it is for; what a load that took longer brings is answered, and not stored. */
const claimMs = 10_000;

export function createTierAccess<Entity>(
  tier: CacheTier,
  { recorder, decoded }: { recorder: CacheRecorder; decoded: DecodedValues },
): TierAccess<Entity> {
  const { name } = tier;
  const attempt = async <Answer>(ask: () => Promise<Answer>): Promise<Answer | null> => {
    try {
      return await ask();
    } catch {
      recorder.bypass(name);
      return null;
    }
  };
  const decode = (
    keys: readonly string[],
    valueAt: (index: number) => string | null | undefined,
  ): (CachedEntity<Entity> | undefined)[] => {
    let bytes = 0;
    const values = keys.map((key, index) => {
      const text = valueAt(index) ?? null;
      const value = text === null ? undefined : decoded.decode(key, text);
      bytes += value?.bytes ?? 0;
      // It was encoded by this cache, whose keys these are.
      return value?.cached as CachedEntity<Entity> | undefined;
    });
    if (bytes > 0) recorder.read(name, bytes);
    return values;
  };
  return {
    async read(keys) {
      const values = await attempt(() => tier.read(keys));
      return values === null ? null : decode(keys, (index) => values[index]);
    },
    async claim(keys, token) {
      const slots = await attempt(() => tier.claim(keys, { token, ttlMs: claimMs }));
      if (slots === null) return null;
      const found = decode(keys, (index) => slots[index]?.value);
      return new Map(
        slots.map((slot, index) => [
          keys[index] ?? '',
          { token: slot.token, cached: found[index], isBare: slot.value === null },
        ]),
      );
    },
    async put(entries) {
      if (entries.length === 0) return;
      const stored = await attempt(() => tier.put(entries));
      if (stored === null) return;
      const taken = entries.filter((_, index) => stored[index] === true);
      const bytes = taken.reduce((sum, { value }) => sum + Buffer.byteLength(value), 0);
      recorder.written(name, bytes);
      recorder.refusals(name, entries.length - taken.length);
    },
    async release(claims) {
      if (claims.length > 0) await attempt(() => tier.release(claims));
    },
  };
}
