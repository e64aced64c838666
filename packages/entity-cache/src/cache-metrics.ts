import type { Metrics } from '@mosaico/service';

/** What one entity cache counts. */
export type CacheRecorder = ReturnType<typeof createCacheRecorder>;

const loadBuckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

export function createCacheRecorder(cache: string, metrics: Metrics) {
  const hits = metrics.counter({
    name: 'mosaico_cache_hits_total',
    help: 'Entities that a tier had, the knowledge that there is none included.',
    labelNames: ['cache', 'tier'],
  });
  const misses = metrics.counter({
    name: 'mosaico_cache_misses_total',
    help: 'Entities that no tier had.',
    labelNames: ['cache'],
  });
  const bypasses = metrics.counter({
    name: 'mosaico_cache_bypasses_total',
    help: 'Batches that went on without a tier because it was down or slow.',
    labelNames: ['cache', 'tier'],
  });
  const loads = metrics.histogram({
    name: 'mosaico_cache_load_duration_seconds',
    help: 'How long the store took for what no tier had, a batch each.',
    labelNames: ['cache', 'outcome'],
    buckets: loadBuckets,
  });
  const refreshes = metrics.counter({
    name: 'mosaico_cache_refreshes_total',
    help: 'Entities loaded anew before they expired.',
    labelNames: ['cache'],
  });
  const refusals = metrics.counter({
    name: 'mosaico_cache_refused_values_total',
    help: 'Values that a tier did not take: changed while they were loaded, evicted, or too large.',
    labelNames: ['cache', 'tier'],
  });
  const bytes = metrics.counter({
    name: 'mosaico_cache_bytes_total',
    help: 'Bytes of values read from a tier and written to it.',
    labelNames: ['cache', 'tier', 'direction'],
  });
  return {
    hits: (tier: string, count: number) => hits.inc({ cache, tier }, count),
    misses: (count: number) => misses.inc({ cache }, count),
    bypass: (tier: string) => bypasses.inc({ cache, tier }),
    load: (milliseconds: number, outcome: 'loaded' | 'failed') =>
      loads.observe({ cache, outcome }, milliseconds / 1_000),
    refreshes: (count: number) => refreshes.inc({ cache }, count),
    refusals: (tier: string, count: number) => refusals.inc({ cache, tier }, count),
    read: (tier: string, count: number) => bytes.inc({ cache, tier, direction: 'read' }, count),
    written: (tier: string, count: number) => bytes.inc({ cache, tier, direction: 'written' }, count),
  };
}
