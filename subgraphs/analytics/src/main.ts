import { openConfiguredBus } from '@mosaico/bus';
import { openCacheTiers } from '@mosaico/entity-cache';
import { runSubgraph } from '@mosaico/service';
import { readConfig } from './config.ts';
import { openAnalyticsStores } from './store/open-stores.ts';
import { createAnalyticsSubgraph } from './subgraph.ts';

await runSubgraph({
  name: 'analytics',
  readConfig,
  create: async ({ config, logger, metrics, now, closeLater }) => {
    const tiers = closeLater(await openCacheTiers({ config, logger, metrics }));
    const bus = openConfiguredBus({ config, without: 'nothing is heard of the other parts of the shop', logger });
    if (bus !== null) closeLater(bus);
    const stores = await openAnalyticsStores({ config, logger, metrics });
    return createAnalyticsSubgraph({ stores, currency: config.SHOP_CURRENCY, bus, tiers, logger, metrics, now });
  },
});
