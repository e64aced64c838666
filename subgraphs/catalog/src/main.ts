import { createLogger, runSubgraph } from '@mosaico/service';
import { readConfig } from './config.ts';
import { migrateCatalog, openCatalogStores } from './store/open-stores.ts';
import { createCatalogSubgraph } from './subgraph.ts';

if (process.argv[2] === 'migrate') {
  const config = readConfig();
  await migrateCatalog({ config, logger: createLogger({ name: 'catalog', level: config.LOG_LEVEL }) });
} else {
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
}
