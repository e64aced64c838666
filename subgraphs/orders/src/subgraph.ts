import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createEventFactory, takePart, type Bus, type ShopEvent } from '@mosaico/bus';
import type { CacheTiers } from '@mosaico/entity-cache';
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
import { createAccountUseCases, type AccountConfig } from './account-use-cases.ts';
import { createCaches } from './caches.ts';
import { createCartClient } from './clients/cart-client.ts';
import { createHandlers } from './consumers/index.ts';
import { createContext } from './context.ts';
import { createCompleteRefund } from './domain/payments/complete-refund.ts';
import { createRefundOrder } from './domain/payments/refund-order.ts';
import { createSettlement, type Settlement } from './domain/payments/settlement.ts';
import { createPlaceOrder } from './domain/place-order.ts';
import { createPaymentWebhook, paymentWebhookPath } from './payment-webhook.ts';
import { openProvider } from './payments/open-provider.ts';
import { paymentSettings, type PaymentConfig } from './payments/payment-settings.ts';
import { startSweeping } from './payments/start-sweeping.ts';
import { resolvers } from './resolvers/index.ts';
import type { OrdersStores } from './store/open-stores.ts';

const ownSdl = readFileSync(new URL('../schema.graphql', import.meta.url), 'utf8');

/**
 * The orders subgraph over its open stores, which it closes when it is closed.
 * @throws ConfigError for a payment provider without its settings
 */
export function createOrdersSubgraph(options: {
  stores: OrdersStores;
  config: {
    SHOP_CURRENCY: Currency;
    ACCESS_TOKEN_LIFETIME_SECONDS: number;
    RESERVATION_MINUTES: number;
  } & AccountConfig &
    PaymentConfig;
  accessTokenSecret: string;
  /** The parts of the shop that this one asks; without `cart`, ordering the cart fails with SUBGRAPH_UNAVAILABLE. */
  executors?: { cart?: SubgraphExecutor };
  /** Where this part announces what has happened and hears of the others; null for one that does neither. */
  bus?: Bus | null;
  /** Where what is found by its id is kept before the database; without them nothing is. */
  tiers?: CacheTiers;
  logger: Logger;
  metrics?: Metrics;
  now?: () => Date;
  /** Gives an event's id that was never given before. */
  newId?: () => string;
}): Subgraph {
  const { stores, config, logger, executors = {}, bus = null, tiers, metrics = createMetrics() } = options;
  const { now = () => new Date(), newId = randomUUID } = options;
  const { orders } = stores;
  const createEvent = createEventFactory({ source: 'orders', newId });
  const caches = tiers === undefined ? null : createCaches({ stores, tiers, metrics });
  const participant = takePart({
    name: 'orders',
    bus,
    outbox: stores.outbox,
    inbox: stores.inbox,
    handlers: createHandlers({ stock: stores.stock, caches, currency: config.SHOP_CURRENCY, now }),
    now,
    logger,
    metrics,
  });
  const committed = async (events: readonly ShopEvent[]): Promise<void> => {
    participant.wake();
    try {
      await caches?.forget(events);
    } catch (error) {
      logger.warn({ err: error }, 'a cache could not be told of a change; the event will tell it');
    }
  };
  const accessTokens = createIdentityTokens({
    audience: 'access',
    secret: options.accessTokenSecret,
    lifetimeSeconds: config.ACCESS_TOKEN_LIFETIME_SECONDS,
    now,
  });
  const payments = openProvider({
    settings: paymentSettings(config),
    database: stores.sandbox,
    secret: options.accessTokenSecret,
    notify: async (delivery) => settlement.notice(await payments.provider.verifyWebhook(delivery)),
    now,
    logger,
  });
  const { provider } = payments;
  const completeRefund = createCompleteRefund({ provider, orders, createEvent, committed, now });
  const settlement: Settlement = createSettlement({
    provider,
    payments: stores.payments,
    orders,
    completeRefund,
    goOn: () => Promise.resolve(),
    now,
    logger,
  });
  const sweeping = startSweeping({ sweep: () => settlement.sweep(), logger });
  const useCases = {
    ...createAccountUseCases({ stores, config, accessTokens, createEvent, committed, newId, now }),
    refundOrder: createRefundOrder({ orders, completeRefund, now }),
    placeOrder: createPlaceOrder({
      orders,
      cart: createCartClient({ execute: executors.cart }),
      emptiesCart: bus === null,
      currency: config.SHOP_CURRENCY,
      reservationMs: config.RESERVATION_MINUTES * 60_000,
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
    createContext: (request) => createContext({ ...request, stores, caches, useCases }),
    webhooks: { [paymentWebhookPath]: createPaymentWebhook({ provider, settlement }) },
    health: async () => [
      await checkStore({ store: 'orders (MySQL)', engine: stores.engine, ping: () => stores.ping() }),
    ],
    async close() {
      await sweeping.stop();
      await payments.close();
      await participant.stop();
      await stores.close();
    },
    logger,
  });
}
