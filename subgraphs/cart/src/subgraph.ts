import { readFileSync } from 'node:fs';
import { takePart, type Bus } from '@mosaico/bus';
import {
  checkStore,
  createMetrics,
  createSubgraph,
  type Logger,
  type Metrics,
  type Subgraph,
  type SubgraphExecutor,
} from '@mosaico/service';
import { createHandlers } from './consumers/index.ts';
import { createContext, type Context } from './context.ts';
import { resolvers } from './resolvers/index.ts';
import type { CartStores } from './store/open-stores.ts';

/** Puts the cart subgraph together. Closing it closes the stores. */
export function createCartSubgraph(options: {
  stores: CartStores;
  /** Where this part announces what has happened and hears of the others; null for one that does neither. */
  bus?: Bus | null;
  logger: Logger;
  metrics?: Metrics;
  now: () => Date;
  /** Gives an id that was never given before. */
  newId: () => string;
  /** The shop's. */
  currency: Context['currency'];
  /** How to ask the subgraphs that this one needs. */
  executors: { catalog: SubgraphExecutor };
}): Subgraph {
  const { stores, bus = null, logger, metrics = createMetrics(), now, newId, currency, executors } = options;
  const wiring = { stores, catalog: executors.catalog, currency, now, newId };
  const participant = takePart({ name: 'cart', bus, handlers: createHandlers({ stores, now }), now, logger, metrics });
  return createSubgraph({
    name: 'cart',
    ownSdl: readFileSync(new URL('../schema.graphql', import.meta.url), 'utf8'),
    resolvers,
    createContext: (request) => createContext(wiring, request),
    health: async () => [
      await checkStore({ store: 'cart (DynamoDB)', engine: stores.engine, ping: () => stores.ping() }),
    ],
    async close() {
      await participant.stop();
      await stores.close();
    },
    logger,
  });
}
