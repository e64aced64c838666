import { createIdentityTokens, createLogger, loadSecrets, runProcess, serveSubgraph } from '@mosaico/service';
import { readConfig } from './config.ts';
import { openEventsStores } from './store/open-stores.ts';
import { createEventsSubgraph } from './subgraph.ts';

await runProcess(async () => {
  const config = readConfig();
  const logger = createLogger({ name: 'events', level: config.LOG_LEVEL });
  const now = () => new Date();
  const { internalTokenSecret } = loadSecrets(config);
  const stores = await openEventsStores({ config, logger });
  const { url, close } = await serveSubgraph({
    subgraph: createEventsSubgraph({ stores, logger, now }),
    tokens: createIdentityTokens({ audience: 'internal', secret: internalTokenSecret, lifetimeSeconds: 30, now }),
    host: config.HOST,
    port: config.PORT,
    logger,
  });
  logger.info({ url, store: stores.engine }, 'listening');
  return { logger, close };
});
