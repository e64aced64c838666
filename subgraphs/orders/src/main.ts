import { runSubgraph } from '@mosaico/service';
import { readConfig } from './config.ts';
import { openOrdersStores } from './store/open-stores.ts';
import { createOrdersSubgraph } from './subgraph.ts';

const cartTimeoutMs = 5_000;

await runSubgraph({
  name: 'orders',
  readConfig,
  create: async ({ config, logger, metrics, secrets, now, executor }) =>
    createOrdersSubgraph({
      stores: await openOrdersStores({ config, logger, metrics }),
      config,
      accessTokenSecret: secrets.accessTokenSecret,
      executors: { cart: executor({ name: 'cart', url: config.CART_URL, timeoutMs: cartTimeoutMs }) },
      logger,
      now,
    }),
});
