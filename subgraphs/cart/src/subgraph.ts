import { readFileSync } from 'node:fs';
import { takePart, type Bus } from '@mosaico/bus';
import type { CacheTiers } from '@mosaico/entity-cache';
import {
  checkStore,
  createMetrics,
  createSubgraph,
  type Logger,
  type Metrics,
  type Subgraph,
  type SubgraphExecutor,
} from '@mosaico/service';
import { createCartCache } from './caches.ts';
import { createHandlers } from './consumers/index.ts';
import { createContext, type Context } from './context.ts';
import { followCartWrites } from './domain/follow-cart-writes.ts';
import { resolvers } from './resolvers/index.ts';
import type { CartStores } from './store/open-stores.ts';

/** Puts the cart subgraph together. Closing it closes the stores. */
export function createCartSubgraph(options: {
  stores: CartStores;
  /** Where this part announces what has happened and hears of the others; null for one that does neither. */
  bus?: Bus | null;
  /** Where carts are kept before their store; without them each is read from it. */
  tiers?: CacheTiers;
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
  const { stores, bus = null, tiers, logger, metrics = createMetrics(), now, newId, currency, executors } = options;
  const cache = tiers ? createCartCache({ carts: stores.carts, tiers, metrics }) : null;
  const carts = followCartWrites(stores.carts, async (customerId) => {
    participant.wake();
    await cache?.forget(customerId).catch((error: unknown) => {
      logger.warn({ err: error }, 'a cart is not forgotten by every cache; it is when its event arrives');
    });
  });
  const participant = takePart({
    name: 'cart',
    bus,
    outbox: stores.outbox,
    handlers: createHandlers({ carts, notifications: stores.notifications, sessions: stores.sessions, cache, now }),
    now,
    logger,
    metrics,
  });
  const wiring = { stores: { ...stores, carts }, cache, catalog: executors.catalog, currency, now, newId };
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
