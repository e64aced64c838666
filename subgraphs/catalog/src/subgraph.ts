import { readFileSync } from 'node:fs';
import { checkStore, createSubgraph, type Currency, type Logger, type Subgraph } from '@mosaico/service';
import { createContext } from './context.ts';
import { newDocumentId } from './new-document-id.ts';
import { resolvers } from './resolvers/index.ts';
import type { CatalogStores } from './store/catalog-stores.ts';

/** The catalog over open stores, which its `close` closes. */
export function createCatalogSubgraph(options: {
  stores: CatalogStores;
  logger: Logger;
  /** Of all prices. */
  currency: Currency;
  now: () => Date;
  /** Makes the ids of products and reviews: 24 hexadecimal digits, never the same. */
  newId?: () => string;
}): Subgraph {
  const { stores, logger, currency, now, newId = newDocumentId } = options;
  return createSubgraph({
    name: 'catalog',
    ownSdl: readFileSync(new URL('../schema.graphql', import.meta.url), 'utf8'),
    resolvers,
    createContext: ({ identity, requestId }) => createContext({ identity, requestId, stores, currency, now, newId }),
    health: async () => [
      await checkStore({ store: 'catalog (MongoDB)', engine: stores.engine, ping: () => stores.ping() }),
    ],
    close: () => stores.close(),
    logger,
  });
}
