import { randomUUID } from 'node:crypto';
import { runSubgraph } from '@mosaico/service';
import { readConfig } from './config.ts';
import { openCartStores } from './store/open-stores.ts';
import { createCartSubgraph } from './subgraph.ts';

const catalogTimeoutMs = 3_000;

await runSubgraph({
  name: 'cart',
  readConfig,
  create: async ({ config, logger, metrics, now, executor }) =>
    createCartSubgraph({
      stores: await openCartStores({ config, logger, metrics, now }),
      logger,
      now,
      newId: randomUUID,
      currency: config.SHOP_CURRENCY,
      executors: { catalog: executor({ name: 'catalog', url: config.CATALOG_URL, timeoutMs: catalogTimeoutMs }) },
    }),
});
