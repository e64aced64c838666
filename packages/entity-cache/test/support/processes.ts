import { createMetrics, createSilentLogger } from '@mosaico/service';
import { createEntityCache, openCacheTiers } from '../../src/index.ts';
import type { Thing, ThingStore } from './shop.ts';

/** A process as it is wired: tiers by configuration, one cache of things, metrics of its own. */
export async function startProcess(options: {
  store: ThingStore;
  config: Parameters<typeof openCacheTiers>[0]['config'];
  commandTimeoutMs?: number;
  timing?: Parameters<typeof createEntityCache>[0]['timing'];
}) {
  const { store, config, commandTimeoutMs, timing = {} } = options;
  const metrics = createMetrics();
  const tiers = await openCacheTiers({
    config,
    logger: createSilentLogger(),
    metrics,
    ...(commandTimeoutMs === undefined ? {} : { commandTimeoutMs }),
  });
  /** Only what this process asked of the store. */
  const batches: string[][] = [];
  const cache = createEntityCache<string, Thing>({
    name: 'thing',
    version: 1,
    tiers,
    load(ids) {
      batches.push([...ids]);
      return store.load(ids);
    },
    keyOf: ({ id }) => id,
    metrics,
    timing,
  });
  return {
    cache,
    tiers,
    batches,
    /** A metric's value by its name and labels as Prometheus writes them, 0 when it was never told. */
    async metric(name: string): Promise<number> {
      const line = (await metrics.text()).split('\n').find((each) => each.startsWith(`${name} `));
      return Number(line?.slice(name.length + 1) ?? 0);
    },
    async close() {
      await cache.idle();
      await tiers.close();
    },
  };
}

export type Process = Awaited<ReturnType<typeof startProcess>>;
