import { parseArgs } from 'node:util';
import { createLogger } from '@mosaico/service';
import { readConfig } from '../config.ts';
import { emptyCaches } from '../empty-caches.ts';
import { createProgressBar } from '../progress.ts';
import { runCommand, wholeNumber } from '../run-command.ts';
import { closeStores, openShopStores } from '../shop-stores.ts';
import { holdsWholeShop, seedShop } from './seed-shop.ts';

const usage = `npm run seed -- [--scale N] [--seed NAME] [--data-dir FOLDER] [--if-empty]

Makes up a shop and writes it into the stores: 500 customers, 300 products and 18 months of orders, times N.
The same name makes the same shop. A shop that was interrupted is completed. With --if-empty, stores that hold a shop
already are left as they are.`;

await runCommand({ usage }, async () => {
  const { values } = parseArgs({
    options: {
      scale: { type: 'string' },
      seed: { type: 'string' },
      'data-dir': { type: 'string' },
      'if-empty': { type: 'boolean' },
      help: { type: 'boolean' },
    },
  });
  if (values.help === true) return usage;
  const scale = values.scale === undefined ? undefined : wholeNumber('--scale', values.scale, { min: 1, max: 20_000 });
  const config = readConfig(values['data-dir'] === undefined ? {} : { DATA_DIR: values['data-dir'] });
  const logger = createLogger({ name: 'seed', level: config.LOG_LEVEL });
  const stores = await openShopStores({ config, logger });
  const { progress, stop } = createProgressBar(process.stderr);
  try {
    if (values['if-empty'] === true && (await holdsWholeShop(stores, config.DATA_DIR)))
      return 'The stores hold a shop already.';
    const record = await seedShop({
      stores,
      dataDir: config.DATA_DIR,
      wanted: { seed: values.seed, scale },
      currency: config.SHOP_CURRENCY,
      now: () => new Date(),
      progress,
    });
    await emptyCaches({ config, logger });
    stop();
    const { products } = await stores.catalog.counts();
    const { customers, orders, items } = await stores.orders.counts();
    return `The shop "${record.seed}" is ready in ${config.DATA_DIR}: ${products} products, ${customers} customers, ${orders} orders with ${items} lines.`;
  } finally {
    stop();
    await closeStores(stores);
  }
});
