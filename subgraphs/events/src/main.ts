import { openRedisBus } from '@mosaico/bus';
import { runSubgraph } from '@mosaico/service';
import { readConfig } from './config.ts';
import { openEventsStores } from './store/open-stores.ts';
import { createEventsSubgraph } from './subgraph.ts';

await runSubgraph({
  name: 'events',
  readConfig,
  create: async ({ config, logger, metrics, now, closeLater }) => {
    const { REDIS_L2_URL: url, REDIS_KEY_PREFIX: keyPrefix } = config;
    if (url === undefined) logger.warn('without REDIS_L2_URL nothing is heard of the other parts of the shop');
    const bus = url === undefined ? null : closeLater(openRedisBus({ url, keyPrefix, logger }));
    const stores = await openEventsStores({ config, logger, metrics });
    return createEventsSubgraph({ stores, bus, logger, metrics, now });
  },
});
