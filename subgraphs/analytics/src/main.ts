import { openRedisBus } from '@mosaico/bus';
import { openCacheTiers } from '@mosaico/entity-cache';
import { runSubgraph } from '@mosaico/service';
import { readConfig } from './config.ts';
import { openAnalyticsStores } from './store/open-stores.ts';
import { createAnalyticsSubgraph } from './subgraph.ts';

await runSubgraph({
  name: 'analytics',
  readConfig,
  create: async ({ config, logger, metrics, now, closeLater }) => {
    const { REDIS_L2_URL: url, REDIS_KEY_PREFIX: keyPrefix } = config;
    if (url === undefined) logger.warn('without REDIS_L2_URL nothing is heard of the other parts of the shop');
    const tiers = closeLater(await openCacheTiers({ config, logger, metrics }));
    const bus = url === undefined ? null : closeLater(openRedisBus({ url, keyPrefix, logger }));
    const stores = await openAnalyticsStores({ config, logger, metrics });
    return createAnalyticsSubgraph({ stores, currency: config.SHOP_CURRENCY, bus, tiers, logger, metrics, now });
  },
});
