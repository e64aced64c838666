import { createIdentityTokens, createLogger, loadSecrets, runProcess, serveSubgraph } from '@mosaico/service';
import { readConfig } from './config.ts';
import { openCatalogStores } from './store/open-stores.ts';
import { createCatalogSubgraph } from './subgraph.ts';

await runProcess(async () => {
  const config = readConfig();
  const logger = createLogger({ name: 'catalog', level: config.LOG_LEVEL });
  const now = () => new Date();
  const stores = await openCatalogStores({ config, logger, now });
  const subgraph = createCatalogSubgraph({ stores, logger, currency: config.SHOP_CURRENCY, now });
  const secret = loadSecrets(config).internalTokenSecret;
  const tokens = createIdentityTokens({ audience: 'internal', secret, lifetimeSeconds: 30, now });
  const { url, close } = await serveSubgraph({ subgraph, tokens, host: config.HOST, port: config.PORT, logger });
  logger.info({ url, engine: stores.engine }, 'the catalog is ready');
  return { logger, close };
});
