import { randomUUID } from 'node:crypto';
import { openRedisBus } from '@mosaico/bus';
import { openCacheTiers } from '@mosaico/entity-cache';
import { runSubgraph } from '@mosaico/service';
import { readConfig } from './config.ts';
import { openCartStores } from './store/open-stores.ts';
import { createCartSubgraph } from './subgraph.ts';

const catalogTimeoutMs = 3_000;

await runSubgraph({
  name: 'cart',
  readConfig,
  create: async ({ config, logger, metrics, now, executor, closeLater }) => {
    const tiers = closeLater(await openCacheTiers({ config, logger, metrics }));
    const { REDIS_L2_URL: url, REDIS_KEY_PREFIX: keyPrefix } = config;
    const bus = url === undefined ? null : closeLater(openRedisBus({ url, keyPrefix, logger }));
    if (bus === null) logger.warn('without REDIS_L2_URL events wait in the outbox, and none is heard');
    return createCartSubgraph({
      stores: await openCartStores({ config, logger, metrics, now }),
      bus,
      tiers,
      logger,
      metrics,
      now,
      newId: randomUUID,
      currency: config.SHOP_CURRENCY,
      executors: { catalog: executor({ name: 'catalog', url: config.CATALOG_URL, timeoutMs: catalogTimeoutMs }) },
    });
  },
});
