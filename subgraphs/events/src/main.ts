import { runSubgraph } from '@mosaico/service';
import { readConfig } from './config.ts';
import { openEventsStores } from './store/open-stores.ts';
import { createEventsSubgraph } from './subgraph.ts';

await runSubgraph({
  name: 'events',
  readConfig,
  create: async ({ config, logger, metrics, now }) =>
    createEventsSubgraph({ stores: await openEventsStores({ config, logger, metrics }), logger, now }),
});
