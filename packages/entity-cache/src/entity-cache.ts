import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { createMetrics, type Metrics } from '@mosaico/service';
import DataLoader from 'dataloader';
import { createCacheRecorder } from './cache-metrics.ts';
import { CacheError, CacheErrorCode } from './errors.ts';
import { createInvalidator } from './invalidation/invalidator.ts';
import { createBackground } from './reading/background.ts';
import { createFlights } from './reading/flights.ts';
import { readThrough } from './reading/read-through.ts';
import type { CacheTiming, ReadingContext } from './reading/reading-context.ts';
import { createEarlyRefresh } from './reading/refresh-early.ts';
import { createTierAccess } from './reading/tier-access.ts';
import type { TierSet } from './tiers/open-tiers.ts';
import { cacheKey } from './values/cache-keys.ts';
import { createDecodedValues } from './values/decoded-values.ts';

/**
 * Entities of one kind, kept before their store.
 *
 * **Everybody gets the same entity for the same id.** Nothing that depends on who asks may be loaded through it: no price for
 * a group of customers, no field that only its owner may see left out for others. Load the whole entity here, and let the
 * resolvers decide what of it the caller may see.
 *
 * Entities are shared by requests: they must not be changed. What is inside one that was read from a tier is frozen.
 */
export interface EntityCache<Id extends string | number, Entity> {
  /**
   * A DataLoader for one request. Gives null where there is no such row; rejects for those ids only that had to be asked of
   * the store and could not be.
   */
  loader(): DataLoader<Id, Entity | null>;
  /** The entities in the order of the ids, null for none. @throws what the store's failure is, when one was needed */
  loadMany(ids: readonly Id[]): Promise<(Entity | null)[]>;
  /**
   * To be called after the commit that changed, added or deleted these entities. When it has resolved, nobody who asks later
   * gets what was before the commit from a tier, and no load that began before can store it.
   *
   * @throws CacheError CACHE_INVALIDATION_UNCONFIRMED when a tier could not be told: repeat it, as the consumer of an event
   *   does that is delivered again
   */
  invalidate(ids: readonly Id[]): Promise<void>;
  /** Resolves when nothing is written or refreshed beside an answer: for a process that ends, and for tests. */
  idle(): Promise<void>;
}

/** As many ids as one call of the store gets. */
const maxBatchSize = 1_000;

/** How much text a cache remembers as decoded whose tiers share no such memory. */
const ownDecodedChars = 2 ** 20;

const defaultTiming: CacheTiming = {
  l1TtlMs: 300_000,
  l2TtlMs: 3_600_000,
  absentTtlMs: 30_000,
  outageTtlMs: 5_000,
  waitMs: 250,
};

/**
 * Makes a cache for one kind of entity.
 *
 * @param options.name of the entity, as in its keys and metrics: `product`
 * @param options.version of the entity's shape, a whole number from 1: one more with every change of it, so that nobody reads
 *   what another release wrote
 * @param options.tiers shared by all caches of the process
 * @param options.load asks the store for a batch of distinct ids by one call: rows in any order, without those there are not.
 *   It must read what has been committed, from the primary and not from a replica that lags
 * @param options.keyOf an entity's id
 * @param options.timing what differs from the usual
 * @param options.maxValueBytes an entity that takes more is answered and not kept; 262,144 when absent
 * @param options.now milliseconds since 1970
 * @param options.random from 0 up to, but not, 1
 * @param options.createToken 12 characters of ASCII that nobody else makes
 * @throws CacheError CACHE_MISUSE when a name, a version or a time cannot be meant
 */
export function createEntityCache<Id extends string | number, Entity>(options: {
  name: string;
  version: number;
  tiers: TierSet;
  load: (ids: readonly Id[]) => Promise<readonly Entity[]>;
  keyOf: (entity: Entity) => Id;
  timing?: Partial<CacheTiming>;
  maxValueBytes?: number;
  metrics?: Metrics;
  now?: () => number;
  random?: () => number;
  createToken?: () => string;
  sleep?: (milliseconds: number) => Promise<unknown>;
}): EntityCache<Id, Entity> {
  const { name, version, tiers, load, keyOf } = options;
  const timing = { ...defaultTiming, ...options.timing };
  refuseMisuse({ name, version, timing });
  const recorder = createCacheRecorder(name, options.metrics ?? createMetrics());
  const { decoded = createDecodedValues({ maxChars: ownDecodedChars }) } = tiers;
  const reading = { recorder, decoded };
  const background = createBackground();
  const context: ReadingContext<Id, Entity> = {
    load,
    keyOf,
    access: {
      l1: createTierAccess(tiers.l1, reading),
      l2: createTierAccess(tiers.l2, reading),
      outage: createTierAccess(tiers.outage, reading),
    },
    flights: createFlights(),
    background,
    recorder,
    timing,
    maxValueBytes: options.maxValueBytes ?? 2 ** 18,
    now: options.now ?? Date.now,
    random: options.random ?? Math.random,
    createToken: options.createToken ?? (() => randomBytes(9).toString('base64url')),
    sleep: options.sleep ?? delay,
  };
  const refreshEarly = createEarlyRefresh(context);
  const invalidator = createInvalidator({ name, version, tiers });

  /** Each id's entity, null for none, or the reason why that is not known. */
  async function settle(ids: readonly Id[]): Promise<(Entity | null | Unknown)[]> {
    const kept = ids.filter(isKept);
    const keys = kept.map((id) => cacheKey({ name, version, id }));
    const { outcomes, due } = await readThrough(context, { ids: kept, keys });
    if (due.size > 0) refreshEarly(due);
    // All that can be known at once is; only a load has to be waited for, and its failure is of its own ids.
    const settled: (Entity | null | Unknown)[] = [];
    for (const outcome of outcomes) {
      settled.push(
        outcome instanceof Promise ? await outcome.catch((reason: unknown) => new Unknown(reason)) : outcome,
      );
    }
    if (kept.length === ids.length) return settled;
    const byId = new Map(kept.map((id, index) => [id, settled[index] ?? null]));
    return ids.map((id) => byId.get(id) ?? null);
  }

  return {
    loader: () =>
      new DataLoader<Id, Entity | null>(
        async (ids) => (await settle(ids)).map((one) => (one instanceof Unknown ? toError(one.reason) : one)),
        { maxBatchSize },
      ),
    async loadMany(ids) {
      const parts: Promise<(Entity | null | Unknown)[]>[] = [];
      for (let start = 0; start < ids.length; start += maxBatchSize) {
        parts.push(settle(ids.slice(start, start + maxBatchSize)));
      }
      return (await Promise.all(parts)).flat(1).map((one) => {
        if (one instanceof Unknown) throw one.reason;
        return one;
      });
    },
    invalidate: (ids) => invalidator.invalidate(ids),
    idle: () => background.idle(),
  };
}

/** In the place of an entity: why it is not known. */
class Unknown {
  readonly reason: unknown;
  constructor(reason: unknown) {
    this.reason = reason;
  }
}

/** No store keeps text that is not well-formed; two such ids would become one in UTF-8. */
function isKept(id: string | number): boolean {
  return typeof id === 'number' || id.isWellFormed();
}

/** DataLoader takes for a failure only what is an instance of its own realm's Error. */
function toError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error(`The store failed: ${String(reason)}`, { cause: reason });
}

function refuseMisuse(options: { name: string; version: number; timing: CacheTiming }): void {
  const { name, version, timing } = options;
  const refuse = (message: string): never => {
    throw new CacheError(CacheErrorCode.misuse, message);
  };
  if (!/^[a-z][a-z0-9-]*$/i.test(name)) {
    refuse(`A cache's name is letters, digits and hyphens, and begins with a letter; got ${JSON.stringify(name)}.`);
  }
  if (!Number.isSafeInteger(version) || version < 1) {
    refuse(`The version of ${name} is a whole number from 1; got ${version}.`);
  }
  for (const [what, milliseconds] of Object.entries(timing) as [string, number][]) {
    const least = what === 'waitMs' ? 0 : 1;
    if (!Number.isSafeInteger(milliseconds) || milliseconds < least) {
      refuse(`The ${what} of ${name} is a whole number of milliseconds, ${least} or more; got ${milliseconds}.`);
    }
  }
}
