import { createLogger, createMetrics, loadSecrets, type Identity } from '@mosaico/service';
import { readConfig } from '../../standalone/src/config.ts';
import { openSharedServices } from '../../standalone/src/shared-services.ts';
import { createShopParts } from '../../standalone/src/shop-parts.ts';
import { openShopStores, shopStoreNames } from '../../standalone/src/shop-stores.ts';
import { repeatBytes } from './repeat-bytes.ts';

/**
 * The shop's five subgraphs over HTTP, each question asked of its store once: `node shop-subgraphs.ts <delay in ms> <data folder>`.
 * Whoever asks is a demo customer. SIGTERM closes the stores.
 */
const [delay = '0', dataDir = ''] = process.argv.slice(2);
const asker: Identity = { customerId: '1000001', roles: [] };

const config = readConfig({ DATA_DIR: dataDir, LOG_LEVEL: 'error', PAYMENT_PROVIDER: 'sandbox' });
const logger = createLogger({ name: 'bench', level: config.LOG_LEVEL });
const metrics = createMetrics();
const stores = await openShopStores({ config, logger });
const services = await openSharedServices({ config, parts: shopStoreNames, logger, metrics });
const secrets = loadSecrets(config);
const parts = createShopParts({
  ...{ stores, services, config, secrets, logger, metrics },
  now: () => new Date(),
  background: false,
});
const byName = new Map(parts.map((part) => [part.name, part]));

process.once('SIGTERM', () => {
  void (async () => {
    await Promise.all(parts.map((part) => part.close()));
    await services.close();
    process.exit();
  })();
});

repeatBytes({
  delayMs: Number(delay),
  answer(name, { query, variables }) {
    const part = byName.get(name);
    if (part === undefined) throw new Error(`The shop has no subgraph ${name}.`);
    return part.execute({ query, ...(variables ? { variables } : {}), identity: asker, requestId: 'bench' });
  },
});
