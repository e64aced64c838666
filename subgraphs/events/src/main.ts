import { openConfiguredBus } from '@mosaico/bus';
import { runSubgraph } from '@mosaico/service';
import { readConfig } from './config.ts';
import { openEventsStores } from './store/open-stores.ts';
import { createEventsSubgraph } from './subgraph.ts';

await runSubgraph({
  name: 'events',
  readConfig,
  create: async ({ config, logger, metrics, now, closeLater }) => {
    const bus = openConfiguredBus({ config, without: 'nothing is heard of the other parts of the shop', logger });
    if (bus !== null) closeLater(bus);
    const stores = await openEventsStores({ config, logger, metrics });
    return createEventsSubgraph({ stores, bus, logger, metrics, now });
  },
});
