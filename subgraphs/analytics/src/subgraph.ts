import { readFileSync } from 'node:fs';
import { takePart, type Bus } from '@mosaico/bus';
import type { CacheTiers } from '@mosaico/entity-cache';
import {
  checkStore,
  createMetrics,
  createSubgraph,
  type Currency,
  type Logger,
  type Metrics,
  type Subgraph,
} from '@mosaico/service';
import { createCaches, createInvalidate } from './caches.ts';
import { createHandlers } from './consumers/index.ts';
import { createContext } from './context.ts';
import { resolvers } from './resolvers/index.ts';
import type { AnalyticsStores } from './store/open-stores.ts';

const ownSdl = readFileSync(new URL('../schema.graphql', import.meta.url), 'utf8');

/** The analytics subgraph over open stores, which it closes when it is closed. */
export function createAnalyticsSubgraph(options: {
  stores: AnalyticsStores;
  /** The currency of every fact: SHOP_CURRENCY. */
  currency: Currency;
  /** Where it hears what the other parts of the shop did; without it, facts arrive by bulk loads alone. */
  bus?: Bus | null;
  /** Where figures of one customer or product are kept; without it, every request asks the warehouse. */
  tiers?: CacheTiers;
  logger: Logger;
  metrics?: Metrics;
  now?: () => Date;
}): Subgraph {
  const { stores, currency, bus = null, tiers, logger, metrics = createMetrics(), now = () => new Date() } = options;
  const { inbox, sales, customers, engine } = stores;
  const caches = tiers === undefined ? null : createCaches({ tiers, customers, sales, metrics });
  const handlers = createHandlers({ inbox, currency, invalidate: createInvalidate(caches) });
  const participant = takePart({ name: 'analytics', bus, inbox, handlers, now, logger, metrics });
  return createSubgraph({
    name: 'analytics',
    ownSdl,
    resolvers,
    createContext: (request) => createContext({ ...request, sales, customers, currency, caches }),
    health: async () => [await checkStore({ store: 'analytics (PostgreSQL)', engine, ping: () => stores.ping() })],
    async close() {
      await participant.stop();
      await stores.close();
    },
    logger,
  });
}
