import { readFileSync } from 'node:fs';
import { checkStore, createSubgraph, type Currency, type Logger, type Subgraph } from '@mosaico/service';
import { createContext } from './context.ts';
import { resolvers } from './resolvers/index.ts';
import type { AnalyticsStores } from './store/open-stores.ts';

const ownSdl = readFileSync(new URL('../schema.graphql', import.meta.url), 'utf8');

/** The analytics subgraph over open stores, which it closes when it is closed. */
export function createAnalyticsSubgraph(options: {
  stores: AnalyticsStores;
  /** The currency of every fact: SHOP_CURRENCY. */
  currency: Currency;
  logger: Logger;
}): Subgraph {
  const { stores, currency, logger } = options;
  const { sales, customers, engine } = stores;
  return createSubgraph({
    name: 'analytics',
    ownSdl,
    resolvers,
    createContext: (request) => createContext({ ...request, sales, customers, currency }),
    health: async () => [await checkStore({ store: 'analytics (PostgreSQL)', engine, ping: () => stores.ping() })],
    close: () => stores.close(),
    logger,
  });
}
