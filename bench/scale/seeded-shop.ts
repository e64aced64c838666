import { randomUUID } from 'node:crypto';
import { createIdentityTokens, createSilentLogger, type Identity } from '@mosaico/service';
import { nameRealDatabases } from '@mosaico/testing/real-databases';
import { startProcess, type RunningProcess } from '../../ops/distributed/start-process.ts';
import { readConfig } from '../../standalone/src/config.ts';
import { seedShop } from '../../standalone/src/seed/seed-shop.ts';
import { customersPerScale } from '../../standalone/src/seed/shop/customers.ts';
import { productAt, productsPerScale } from '../../standalone/src/seed/shop/products.ts';
import { closeStores, openShopStores } from '../../standalone/src/shop-stores.ts';
import { inTemporaryFolder } from '../shop.ts';
import type { Sizes } from './questions.ts';

/** A shop of some size on real stores, served by one process. */
export interface SeededShop {
  readonly process: RunningProcess;
  readonly sizes: Sizes;
  /** An access token of anybody, for an hour. */
  readonly tokenOf: (identity: Identity) => Promise<string>;
}

/** As many products as are asked for. */
const mostAsked = 20_000;

/**
 * Seeds a shop into databases of its own, serves it, and takes all of it away when the work is done.
 * @param options.environment more for the process that serves it
 */
export function withSeededShopOf<Result>(
  options: { customers: number; environment?: Record<string, string>; say: (line: string) => void },
  work: (shop: SeededShop) => Promise<Result>,
): Promise<Result> {
  const { customers, say } = options;
  const scale = Math.max(1, Math.round(customers / customersPerScale));
  return inTemporaryFolder(async (folder) => {
    const databases = nameRealDatabases();
    await databases.create();
    try {
      const secret = randomUUID() + randomUUID();
      const environment = {
        ...databases.environment,
        ...{ DATA_DIR: folder, ACCESS_TOKEN_SECRET: secret, LOG_LEVEL: 'error', PORT: '0' },
      };
      const sizes = await seed({ environment, dataDir: folder, scale, say });
      const process = await startProcess({
        entry: 'standalone/src/main.ts',
        environment: { ...environment, ...options.environment },
      });
      try {
        const tokens = createIdentityTokens({
          ...({ audience: 'access', secret, lifetimeSeconds: 3_600 } as const),
          now: () => new Date(),
        });
        return await work({
          ...{ process, sizes },
          tokenOf: async (identity) => (await tokens.sign(identity)).token,
        });
      } finally {
        await process.stop();
      }
    } finally {
      await databases.drop();
    }
  });
}

async function seed(options: {
  environment: Record<string, string>;
  dataDir: string;
  scale: number;
  say: (line: string) => void;
}): Promise<Sizes> {
  const { environment, dataDir, scale, say } = options;
  const config = readConfig(environment);
  const stores = await openShopStores({ config, logger: createSilentLogger() });
  try {
    const started = performance.now();
    const { seed: name, until } = await seedShop({
      ...{ stores, dataDir, currency: config.SHOP_CURRENCY },
      wanted: { scale },
      now: () => new Date(),
      progress: () => undefined,
    });
    const { products } = await stores.catalog.counts();
    const { customers, orders } = await stores.orders.counts();
    say(
      `${customers} customers, ${products} products and ${orders} orders took ${((performance.now() - started) / 1_000).toFixed(0)} s`,
    );
    const made = { seed: name, until: new Date(until) };
    const skus = Array.from({ length: Math.min(mostAsked, productsPerScale * scale) }, (_, index) =>
      productAt(index, made),
    ).map(({ record }) => record.variants[0].sku);
    return { customers, orders, skus };
  } finally {
    await closeStores(stores);
  }
}
