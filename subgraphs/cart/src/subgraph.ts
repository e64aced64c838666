import { readFileSync } from 'node:fs';
import { checkStore, createSubgraph, type Logger, type Subgraph, type SubgraphExecutor } from '@mosaico/service';
import { createContext, type Context } from './context.ts';
import { resolvers } from './resolvers/index.ts';
import type { CartStores } from './store/open-stores.ts';

/** Puts the cart subgraph together. Closing it closes the stores. */
export function createCartSubgraph(options: {
  stores: CartStores;
  logger: Logger;
  now: () => Date;
  /** Gives an id that was never given before. */
  newId: () => string;
  /** The shop's. */
  currency: Context['currency'];
  /** How to ask the subgraphs that this one needs. */
  executors: { catalog: SubgraphExecutor };
}): Subgraph {
  const { stores, logger, now, newId, currency, executors } = options;
  const wiring = { stores, catalog: executors.catalog, currency, now, newId };
  return createSubgraph({
    name: 'cart',
    ownSdl: readFileSync(new URL('../schema.graphql', import.meta.url), 'utf8'),
    resolvers,
    createContext: (request) => createContext(wiring, request),
    health: async () => [
      await checkStore({ store: 'cart (DynamoDB)', engine: stores.engine, ping: () => stores.ping() }),
    ],
    close: () => stores.close(),
    logger,
  });
}
