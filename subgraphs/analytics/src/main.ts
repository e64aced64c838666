import { runSubgraph } from '@mosaico/service';
import { readConfig } from './config.ts';
import { openAnalyticsStores } from './store/open-stores.ts';
import { createAnalyticsSubgraph } from './subgraph.ts';

await runSubgraph({
  name: 'analytics',
  readConfig,
  create: async ({ config, logger, metrics }) =>
    createAnalyticsSubgraph({
      stores: await openAnalyticsStores({ config, logger, metrics }),
      currency: config.SHOP_CURRENCY,
      logger,
    }),
});
