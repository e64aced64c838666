import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { type Bus, createEventFactory, takePart } from '@mosaico/bus';
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
import { createCaches } from './caches.ts';
import { createHandlers } from './consumers/index.ts';
import type { Context } from './context.ts';
import type { AfterCommit } from './domain/after-commit.ts';
import { createLoaders } from './loaders.ts';
import { newDocumentId } from './new-document-id.ts';
import { resolvers } from './resolvers/index.ts';
import type { CatalogStores } from './store/catalog-stores.ts';

/** The catalog over open stores, which its `close` closes. */
export function createCatalogSubgraph(options: {
  stores: CatalogStores;
  /** Null where nobody is to hear of what changes. */
  bus?: Bus | null;
  /** What entities are kept in, before the stores; every one is read from them when absent. */
  tiers?: CacheTiers | undefined;
  logger: Logger;
  metrics?: Metrics;
  /** Of all prices. */
  currency: Currency;
  now: () => Date;
  /** Makes the ids of products and reviews: 24 hexadecimal digits, never the same. */
  newId?: () => string;
  newEventId?: () => string;
}): Subgraph {
  const { stores, bus = null, tiers, logger, metrics = createMetrics(), currency, now } = options;
  const { newId = newDocumentId, newEventId = randomUUID } = options;
  const caches = tiers && createCaches({ stores, ofLists: stores.ownWrites, tiers, metrics });
  const forget = caches?.forget ?? (() => Promise.resolve());
  const participant = takePart({
    name: 'catalog',
    bus,
    outbox: stores.outbox,
    handlers: createHandlers({ stores, forget }),
    now,
    logger,
    metrics,
  });
  const afterCommit: AfterCommit = async (changed) => {
    participant.wake();
    await forget(changed).catch((error: unknown) => {
      logger.warn({ err: error, changed }, 'a cache may have what was before a change until its event arrives');
    });
  };
  stores.onRepair((productIds) => void afterCommit({ productIds }));
  const createEvent = createEventFactory({ source: 'catalog', newId: newEventId });
  const shared = { stores, currency, now, newId, createEvent, afterCommit };
  return createSubgraph({
    name: 'catalog',
    ownSdl: readFileSync(new URL('../schema.graphql', import.meta.url), 'utf8'),
    resolvers,
    createContext: ({ identity, requestId, afterWrite }): Context => ({
      ...shared,
      identity,
      requestId,
      loaders: afterWrite ? createLoaders(stores.ownWrites) : createLoaders(stores, caches),
    }),
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
