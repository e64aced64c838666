import { deadLettersFolder, openConfiguredBus, type Bus } from '@mosaico/bus';
import { openCacheTiers, type CacheTiers } from '@mosaico/entity-cache';
import type { Logger, Metrics } from '@mosaico/service';
import type { StandaloneConfig } from './config.ts';
import { shopStoreNames, type ShopStoreName } from './shop-stores.ts';

/** What the parts of the shop that are in one process share. */
export interface SharedServices {
  readonly tiers: CacheTiers;
  /** Null where some parts are in other processes and no Redis is there to reach them. */
  readonly bus: Bus | null;
  /** After the parts have closed. */
  close(): Promise<void>;
}

/** Opens the caches and the bus, on Redis where the configuration names one. @param options.parts those of this process */
export async function openSharedServices(options: {
  config: StandaloneConfig;
  parts: readonly ShopStoreName[];
  logger: Logger;
  metrics: Metrics;
}): Promise<SharedServices> {
  const { config, parts, logger, metrics } = options;
  const tiers = await openCacheTiers({ config, logger, metrics });
  const bus = openConfiguredBus({
    config,
    ...(parts.length < shopStoreNames.length ? {} : { alone: { groups: parts, folder: deadLettersFolder(config) } }),
    without: 'no events reach the parts of the shop in other processes; they wait in the outboxes',
    logger,
  });
  return {
    tiers,
    bus,
    async close() {
      await bus?.close();
      await tiers.close();
    },
  };
}
