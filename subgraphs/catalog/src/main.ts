import { openConfiguredBus } from '@mosaico/bus';
import { openCacheTiers } from '@mosaico/entity-cache';
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
    create: async ({ config, logger, metrics, now, closeLater }) => {
      const tiers = closeLater(await openCacheTiers({ config, logger, metrics }));
      const bus = openConfiguredBus({
        config,
        without: 'nobody hears of changes; their events wait in the documents',
        logger,
      });
      if (bus !== null) closeLater(bus);
      return createCatalogSubgraph({
        stores: await openCatalogStores({ config, logger, metrics, now }),
        bus,
        tiers,
        logger,
        metrics,
        currency: config.SHOP_CURRENCY,
        now,
      });
    },
  });
}
