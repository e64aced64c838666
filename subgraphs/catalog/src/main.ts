import { runSubgraph } from '@mosaico/service';
import { readConfig } from './config.ts';
import { openCatalogStores } from './store/open-stores.ts';
import { createCatalogSubgraph } from './subgraph.ts';

await runSubgraph({
  name: 'catalog',
  readConfig,
  create: async ({ config, logger, metrics, now }) =>
    createCatalogSubgraph({
      stores: await openCatalogStores({ config, logger, metrics, now }),
      logger,
      currency: config.SHOP_CURRENCY,
      now,
    }),
});
