import {
  createHttpExecutor,
  createIdentityTokens,
  createLogger,
  loadSecrets,
  runProcess,
  serveSubgraph,
} from '@mosaico/service';
import { readConfig } from './config.ts';
import { openOrdersStores } from './store/open-stores.ts';
import { createOrdersSubgraph } from './subgraph.ts';

/** Internal tokens are made afresh for every request between processes. */
const internalTokenLifetimeSeconds = 60;
const cartTimeoutMs = 5_000;

await runProcess(async () => {
  const config = readConfig();
  const logger = createLogger({ name: 'orders', level: config.LOG_LEVEL });
  const { accessTokenSecret, internalTokenSecret } = loadSecrets(config);
  const tokens = createIdentityTokens({
    audience: 'internal',
    secret: internalTokenSecret,
    lifetimeSeconds: internalTokenLifetimeSeconds,
    now: () => new Date(),
  });
  const stores = await openOrdersStores({ config, logger });
  const subgraph = createOrdersSubgraph({
    stores,
    config,
    accessTokenSecret,
    executors: {
      cart: createHttpExecutor({ name: 'cart', url: config.CART_URL, tokens, timeoutMs: cartTimeoutMs }),
    },
    logger,
  });
  const server = await serveSubgraph({ subgraph, tokens, host: config.HOST, port: config.PORT, logger });
  logger.info({ url: server.url, engine: stores.engine }, 'the orders subgraph is ready');
  return { logger, close: server.close };
});
