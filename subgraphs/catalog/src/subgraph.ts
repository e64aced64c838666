import { readFileSync } from 'node:fs';
import { type Bus, takePart } from '@mosaico/bus';
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
import { createHandlers } from './consumers/index.ts';
import { createContext } from './context.ts';
import { newDocumentId } from './new-document-id.ts';
import { resolvers } from './resolvers/index.ts';
import type { CatalogStores } from './store/catalog-stores.ts';

/** The catalog over open stores, which its `close` closes. */
export function createCatalogSubgraph(options: {
  stores: CatalogStores;
  /** Null where nobody is to hear of what changes. */
  bus?: Bus | null;
  /** What entities are kept in, before the stores; every one is read from them when absent. */
  tiers?: CacheTiers;
  logger: Logger;
  metrics?: Metrics;
  /** Of all prices. */
  currency: Currency;
  now: () => Date;
  /** Makes the ids of products and reviews: 24 hexadecimal digits, never the same. */
  newId?: () => string;
}): Subgraph {
  const { stores, bus = null, logger, metrics = createMetrics(), currency, now, newId = newDocumentId } = options;
  const participant = takePart({ name: 'catalog', bus, handlers: createHandlers(), now, logger, metrics });
  return createSubgraph({
    name: 'catalog',
    ownSdl: readFileSync(new URL('../schema.graphql', import.meta.url), 'utf8'),
    resolvers,
    createContext: ({ identity, requestId }) => createContext({ identity, requestId, stores, currency, now, newId }),
    health: async () => [
      await checkStore({ store: 'catalog (MongoDB)', engine: stores.engine, ping: () => stores.ping() }),
    ],
    async close() {
      await participant.stop();
      await stores.close();
    },
    logger,
  });
}
