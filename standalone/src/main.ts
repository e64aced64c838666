import { createGateway, openTracing, readCachePolicy } from '@mosaico/gateway';
import {
  createIdentityTokens,
  createLogger,
  createMetrics,
  ErrorCode,
  errorCodeOf,
  loadSecrets,
  openMetrics,
  runProcess,
  type Webhooks,
} from '@mosaico/service';
import { readConfig, type StandaloneConfig } from './config.ts';
import { createProgressBar } from './progress.ts';
import { demoCustomers } from './seed/shop/customers.ts';
import { demoPassword, readSeedRecord, seedShop } from './seed/seed-shop.ts';
import { openSharedServices } from './shared-services.ts';
import { createShopParts, remoteUrls } from './shop-parts.ts';
import {
  closeStores,
  isEmptyShop,
  isWholeShop,
  openSomeStores,
  shopStoreNames,
  type ShopStores,
} from './shop-stores.ts';

/** The whole shop in one process: the stores, the five subgraphs and the gateway, with a made-up shop at the first start. */
await runProcess(async () => {
  const config = readConfig();
  const logger = createLogger({ name: 'mosaico', level: config.LOG_LEVEL });
  const now = (): Date => new Date();
  const secrets = loadSecrets(config);
  const metrics = createMetrics({ ofProcess: true });
  const closeMetrics = await openMetrics({ config, metrics, logger });
  const tracing = await openTracing({ config, name: 'mosaico' });
  const urls = remoteUrls(config);
  const names = shopStoreNames.filter((name) => urls[name] === undefined);
  const stores = await openSomeStores(names, { config, logger, metrics });
  try {
    const services = await openSharedServices({ config, parts: names, logger, metrics });
    if (isWholeShop(stores)) await fillIfEmpty(stores, { config, now });
    const demoLogins = readSeedRecord(config.DATA_DIR)
      ? demoCustomers.map(({ name, email, shows }) => ({ label: `${name}, ${shows}`, email, password: demoPassword }))
      : [];
    const parts = createShopParts({ stores, services, config, secrets, logger, metrics, now });
    const gateway = await createGateway({
      subgraphs: parts,
      accessTokens: createIdentityTokens({
        audience: 'access',
        secret: secrets.accessTokenSecret,
        lifetimeSeconds: config.ACCESS_TOKEN_LIFETIME_SECONDS,
        now,
      }),
      health: async () => (await Promise.all(parts.map((part) => part.health()))).flat(),
      webhooks: Object.assign({}, ...parts.map(({ webhooks }) => webhooks)) as Webhooks,
      responseCache: {
        policy: readCachePolicy(parts.map(({ sdl }) => sdl)),
        changes: services.tiers.openChannel(),
      },
      introspection: config.INTROSPECTION,
      ...(config.TRUSTED_PROXIES ? { trustedProxies: config.TRUSTED_PROXIES } : {}),
      demoLogins,
      host: config.HOST,
      port: config.PORT,
      operationTimeoutMs: config.OPERATION_TIMEOUT_MS,
      metrics,
      tracer: tracing?.tracer,
      logger,
    });
    greet(gateway.url, { config, hasDemo: demoLogins.length > 0 });
    return {
      logger,
      async close() {
        await gateway.close();
        await Promise.all(parts.map((part) => part.close()));
        await services.close();
        await tracing?.close();
        await closeMetrics();
      },
    };
  } catch (error) {
    await closeStores(stores);
    throw error;
  }
});

/**
 * Makes the shop of a first start, and completes one whose making was interrupted. While a store is down nobody knows whether
 * the shop is empty: what is there is served, and nothing is made up.
 */
async function fillIfEmpty(
  stores: ShopStores,
  { config, now }: { config: StandaloneConfig; now: () => Date },
): Promise<void> {
  const held = readSeedRecord(config.DATA_DIR);
  if (held?.complete === true) return;
  const isEmpty = await isEmptyShop(stores).catch((error: unknown) => {
    if (errorCodeOf(error) !== ErrorCode.storeUnavailable) throw error;
    process.stdout.write(
      `\n  A store does not answer, so no shop is made up. When it is back: npm run seed -- --if-empty\n`,
    );
    return null;
  });
  if (isEmpty === null || (held === null && !isEmpty)) return;
  process.stdout.write(`\n  First start: making up a shop in ${config.DATA_DIR}\n`);
  const { progress, stop } = createProgressBar(process.stdout);
  try {
    await seedShop({ stores, dataDir: config.DATA_DIR, currency: config.SHOP_CURRENCY, now, progress });
  } finally {
    stop();
  }
}

function greet(url: string, { config, hasDemo }: { config: StandaloneConfig; hasDemo: boolean }): void {
  const logins = demoCustomers.map(({ email, shows }) => `                ${email.padEnd(24)} ${shows}`);
  process.stdout.write(`
  Mosaico is open:  ${url}

  Explore       ${url}/graphql
  Health        ${url}/health/ready
  Data          ${config.DATA_DIR}
${hasDemo ? `\n  Log in as\n${logins.join('\n')}\n                The password of all three is ${demoPassword}\n` : ''}
  Stop with Ctrl-C.
`);
}
