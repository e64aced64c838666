import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createEventFactory, takePart, type Bus } from '@mosaico/bus';
import {
  checkStore,
  createIdentityTokens,
  createMetrics,
  createSubgraph,
  type Currency,
  type Logger,
  type Metrics,
  type Subgraph,
  type SubgraphExecutor,
} from '@mosaico/service';
import { createCartClient } from './clients/cart-client.ts';
import { createHandlers } from './consumers/index.ts';
import { createContext } from './context.ts';
import { createLogin } from './domain/login.ts';
import { createPlaceOrder } from './domain/place-order.ts';
import { createRegister } from './domain/register.ts';
import { resolvers } from './resolvers/index.ts';
import type { OrdersStores } from './store/open-stores.ts';

const ownSdl = readFileSync(new URL('../schema.graphql', import.meta.url), 'utf8');

/** The orders subgraph over its open stores, which it closes when it is closed. */
export function createOrdersSubgraph(options: {
  stores: OrdersStores;
  config: { SHOP_CURRENCY: Currency; ACCESS_TOKEN_LIFETIME_SECONDS: number };
  accessTokenSecret: string;
  /** The parts of the shop that this one asks; without `cart`, ordering the cart fails with SUBGRAPH_UNAVAILABLE. */
  executors?: { cart?: SubgraphExecutor };
  /** Where this part announces what has happened and hears of the others; null for one that does neither. */
  bus?: Bus | null;
  logger: Logger;
  metrics?: Metrics;
  now?: () => Date;
  /** Gives an event's id that was never given before. */
  newId?: () => string;
}): Subgraph {
  const { stores, config, logger, executors = {}, bus = null, metrics = createMetrics() } = options;
  const { now = () => new Date(), newId = randomUUID } = options;
  const { customers, orders } = stores;
  const createEvent = createEventFactory({ source: 'orders', newId });
  const participant = takePart({
    name: 'orders',
    bus,
    outbox: stores.outbox,
    handlers: createHandlers({ stock: stores.stock, currency: config.SHOP_CURRENCY, now }),
    now,
    logger,
    metrics,
  });
  const committed = (): Promise<void> => {
    participant.wake();
    return Promise.resolve();
  };
  const accessTokens = createIdentityTokens({
    audience: 'access',
    secret: options.accessTokenSecret,
    lifetimeSeconds: config.ACCESS_TOKEN_LIFETIME_SECONDS,
    now,
  });
  const useCases = {
    register: createRegister({ customers, accessTokens, createEvent, committed, now }),
    login: createLogin({ customers, accessTokens }),
    placeOrder: createPlaceOrder({
      orders,
      cart: createCartClient({ execute: executors.cart }),
      currency: config.SHOP_CURRENCY,
      createEvent,
      committed,
      now,
      logger,
    }),
  };
  return createSubgraph({
    name: 'orders',
    ownSdl,
    resolvers,
    createContext: (request) => createContext({ ...request, stores, useCases }),
    health: async () => [
      await checkStore({ store: 'orders (MySQL)', engine: stores.engine, ping: () => stores.ping() }),
    ],
    async close() {
      await participant.stop();
      await stores.close();
    },
    logger,
  });
}
