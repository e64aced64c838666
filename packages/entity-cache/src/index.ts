export { cacheConfigShape, type CacheConfig } from './config.ts';
export { createEntityCache, type EntityCache } from './entity-cache.ts';
export { CacheError, CacheErrorCode } from './errors.ts';
export {
  createInvalidationHub,
  type Invalidation,
  type InvalidationChannel,
  type InvalidationHub,
} from './invalidation/invalidation-channel.ts';
export type { CacheTiming } from './reading/reading-context.ts';
export type { CacheTier, Entry, Slot } from './tiers/cache-tier.ts';
export { createMemoryTier, type MemoryTier } from './tiers/memory-tier.ts';
export { openCacheTiers, openInvalidationChannel, type CacheTiers, type TierSet } from './tiers/open-tiers.ts';
