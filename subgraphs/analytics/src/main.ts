import { createIdentityTokens, createLogger, loadSecrets, runProcess, serveSubgraph } from '@mosaico/service';
import { readConfig } from './config.ts';
import { openAnalyticsStores } from './store/open-stores.ts';
import { createAnalyticsSubgraph } from './subgraph.ts';

await runProcess(async () => {
  const config = readConfig();
  const logger = createLogger({ name: 'analytics', level: config.LOG_LEVEL });
  const tokens = createIdentityTokens({
    audience: 'internal',
    secret: loadSecrets(config).internalTokenSecret,
    lifetimeSeconds: 30,
    now: () => new Date(),
  });
  const stores = await openAnalyticsStores({ config, logger });
  const subgraph = createAnalyticsSubgraph({ stores, currency: config.SHOP_CURRENCY, logger });
  const server = await serveSubgraph({ subgraph, tokens, host: config.HOST, port: config.PORT, logger });
  logger.info({ url: server.url, engine: stores.engine }, 'the analytics subgraph listens');
  return { logger, close: () => server.close() };
});
