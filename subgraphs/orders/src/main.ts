import { openConfiguredBus } from '@mosaico/bus';
import { openCacheTiers } from '@mosaico/entity-cache';
import { runSubgraph } from '@mosaico/service';
import { readConfig } from './config.ts';
import { openMailer } from './mail/open-mailer.ts';
import { openOrdersStores } from './store/open-stores.ts';
import { createOrdersSubgraph } from './subgraph.ts';

const cartTimeoutMs = 5_000;

await runSubgraph({
  name: 'orders',
  readConfig,
  create: async ({ config, logger, metrics, secrets, now, executor, closeLater }) => {
    const tiers = closeLater(await openCacheTiers({ config, logger, metrics }));
    const bus = openConfiguredBus({
      config,
      without: 'events wait in the outbox and none is heard: carts that were ordered stay full',
      logger,
    });
    if (bus !== null) closeLater(bus);
    return createOrdersSubgraph({
      stores: await openOrdersStores({ config, logger, metrics }),
      config,
      accessTokenSecret: secrets.accessTokenSecret,
      executors: { cart: executor({ name: 'cart', url: config.CART_URL, timeoutMs: cartTimeoutMs }) },
      bus,
      background: true,
      tiers,
      mailer: openMailer(config),
      logger,
      metrics,
      now,
    });
  },
});
