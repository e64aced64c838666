import { randomUUID } from 'node:crypto';
import { openConfiguredBus } from '@mosaico/bus';
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
    const bus = openConfiguredBus({ config, without: 'events wait in the outbox, and none is heard', logger });
    if (bus !== null) closeLater(bus);
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
