import type { CacheRecorder } from '../cache-metrics.ts';
import type { CacheTier, Entry } from '../tiers/cache-tier.ts';
import { decodeCached, type CachedEntity } from '../values/cached-entity.ts';

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
  /** What the tier has; null when it is bypassed. */
  read(keys: readonly string[]): Promise<Map<string, CachedEntity<Entity>> | null>;
  /** Null when the tier is bypassed. */
  claim(keys: readonly string[], token: string): Promise<Map<string, Claimed<Entity>> | null>;
  put(entries: readonly Entry[]): Promise<void>;
  release(claims: readonly { key: string; token: string }[]): Promise<void>;
}

/** A claim is to outlive the load it is for; what a load that took longer brings is answered, and not stored. */
const claimMs = 10_000;

export function createTierAccess<Entity>(tier: CacheTier, recorder: CacheRecorder): TierAccess<Entity> {
  const { name } = tier;
  const attempt = async <Answer>(ask: () => Promise<Answer>): Promise<Answer | null> => {
    try {
      return await ask();
    } catch {
      recorder.bypass(name);
      return null;
    }
  };
  const decode = (value: string | null | undefined): CachedEntity<Entity> | undefined => {
    if (value === null || value === undefined) return undefined;
    recorder.read(name, Buffer.byteLength(value));
    return decodeCached<Entity>(value);
  };
  return {
    async read(keys) {
      const values = await attempt(() => tier.read(keys));
      if (values === null) return null;
      const found = new Map<string, CachedEntity<Entity>>();
      for (const [index, key] of keys.entries()) {
        const cached = decode(values[index]);
        if (cached !== undefined) found.set(key, cached);
      }
      return found;
    },
    async claim(keys, token) {
      const slots = await attempt(() => tier.claim(keys, { token, ttlMs: claimMs }));
      if (slots === null) return null;
      const claimed = slots.map((slot): Claimed<Entity> => {
        return { token: slot.token, cached: decode(slot.value), isBare: slot.value === null };
      });
      return new Map(keys.flatMap((key, index) => (claimed[index] === undefined ? [] : [[key, claimed[index]]])));
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
