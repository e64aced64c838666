import { randomUUID } from 'node:crypto';
import {
  createHttpExecutor,
  createIdentityTokens,
  createLogger,
  loadSecrets,
  runProcess,
  serveSubgraph,
} from '@mosaico/service';
import { readConfig } from './config.ts';
import { openCartStores } from './store/open-stores.ts';
import { createCartSubgraph } from './subgraph.ts';

await runProcess(async () => {
  const config = readConfig();
  const logger = createLogger({ name: 'cart', level: config.LOG_LEVEL });
  const now = () => new Date();
  const tokens = createIdentityTokens({
    audience: 'internal',
    secret: loadSecrets(config).internalTokenSecret,
    lifetimeSeconds: 60,
    now,
  });
  const stores = await openCartStores({ config, logger, now });
  const catalog = createHttpExecutor({ name: 'catalog', url: config.CATALOG_URL, tokens, timeoutMs: 3_000 });
  const subgraph = createCartSubgraph({
    stores,
    logger,
    now,
    newId: randomUUID,
    currency: config.SHOP_CURRENCY,
    executors: { catalog },
  });
  const { url, close } = await serveSubgraph({ subgraph, tokens, host: config.HOST, port: config.PORT, logger });
  logger.info({ url, store: stores.engine }, 'cart subgraph ready');
  return { logger, close };
});
