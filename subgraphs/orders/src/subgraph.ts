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
import { isOutboxCaptured, type OutboxConfig } from './config.ts';
import { createHandlers } from './consumers/index.ts';
import { createContext } from './context.ts';
import type { Passwords } from './domain/accounts/password.ts';
import { startMailSender } from './mail/mail-sender.ts';
import type { Mailer } from './mail/mailer.ts';
import { createOrderUseCases } from './order-use-cases.ts';
import { createPaymentWebhook, paymentWebhook } from './payment-webhook.ts';
import { openProvider, type OpenProvider } from './payments/open-provider.ts';
import { createSandboxBank } from './payments/sandbox/sandbox-bank.ts';
import { paymentSettings, type PaymentConfig } from './payments/payment-settings.ts';
import { startSweeping } from './start-sweeping.ts';
import { startReservationSweeper } from './reservation-sweeper.ts';
import { createPricingUseCases } from './pricing-use-cases.ts';
import { resolvers } from './resolvers/index.ts';
import { startSagaKeeper } from './saga/saga-keeper.ts';
import { startForgettingCaptured } from './start-forgetting-captured.ts';
import { createStockUseCases } from './stock-use-cases.ts';
import type { OrdersStores } from './store/open-stores.ts';

const ownSdl = readFileSync(new URL('../schema.graphql', import.meta.url), 'utf8');

/**
 * The orders subgraph over its open stores, which it closes when it is closed.
 * @throws ConfigError for a payment provider without its settings, and for an outbox that nobody could empty
 */
export function createOrdersSubgraph(options: {
  stores: OrdersStores;
  config: {
    SHOP_CURRENCY: Currency;
    ACCESS_TOKEN_LIFETIME_SECONDS: number;
    RESERVATION_MINUTES: number;
    PUBLIC_URL: string;
  } & AccountConfig &
    PaymentConfig &
    OutboxConfig;
  accessTokenSecret: string;
  /** The parts of the shop that this one asks; without `cart`, ordering the cart fails with SUBGRAPH_UNAVAILABLE. */
  executors?: { cart?: SubgraphExecutor };
  /** Where this part announces what has happened and hears of the others; null for one that does neither. */
  bus?: Bus | null;
  /** Where what is found by its id is kept before the database; without them nothing is. */
  tiers?: CacheTiers;
  /** Brings mail on its way, and is closed with the subgraph; without it mail waits in its queue. */
  mailer?: Mailer;
  /** Argon2id unless said otherwise. */
  passwords?: Passwords;
  logger: Logger;
  metrics?: Metrics;
  now?: () => Date;
  /** True for a process of the shop: it goes on with what waits for its time, or was left by a process that is no more. */
  background?: boolean;
  /** Gives an event's id that was never given before. */
  newId?: () => string;
  /** From 0 to below 1, for the rests between tries. */
  random?: () => number;
}): Subgraph {
  const { stores, config, logger, executors = {}, bus = null, tiers, metrics = createMetrics() } = options;
  const { mailer, passwords, now = () => new Date(), newId = randomUUID } = options;
  const { random = Math.random, background = false } = options;
  const createEvent = createEventFactory({ source: 'orders', newId });
  const caches = tiers === undefined ? null : createCaches({ stores, tiers, metrics });
  const isCaptured = isOutboxCaptured(config);
  const participant = takePart({
    name: 'orders',
    bus,
    ...(isCaptured ? {} : { outbox: stores.outbox }),
    inbox: stores.inbox,
    handlers: createHandlers({ stock: stores.stock, caches, currency: config.SHOP_CURRENCY, now }),
    now,
    logger,
    metrics,
  });
  const lowStock = metrics.counter({
    name: 'mosaico_stock_low_total',
    help: 'How often this process left so few units of something that somebody wanted to be told. To be alerted on.',
  });
  const committed = async (events: readonly ShopEvent[]): Promise<void> => {
    lowStock.inc(events.filter(({ type }) => type === 'stock.low').length);
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
  const payments: OpenProvider = openProvider({
    settings: paymentSettings(config),
    database: stores.sandbox,
    secret: options.accessTokenSecret,
    publicUrl: config.PUBLIC_URL,
    notify: async (delivery) => settlement.notice(await payments.provider.verifyWebhook(delivery)),
    now,
    logger,
  });
  const { provider } = payments;
  const cart = createCartClient({ execute: executors.cart });
  const { engine, settlement, expireReservations, ...orderUseCases } = createOrderUseCases({
    ...{ stores, provider, createEvent, committed, newId, random, now, logger },
    cart,
    emptiesCart: bus === null,
    currency: config.SHOP_CURRENCY,
    reservationMs: config.RESERVATION_MINUTES * 60_000,
  });
  const keepers = background
    ? [
        startSagaKeeper({ sagas: stores.sagas, engine, now, logger, metrics }),
        startReservationSweeper({ expire: expireReservations, logger, metrics }),
        startSweeping({ sweep: () => settlement.sweep(), waiting: 'payments wait to be settled', logger }),
        ...(isCaptured ? [startForgettingCaptured({ outbox: stores.capturedOutbox, now, logger })] : []),
      ]
    : [];
  const mailSender =
    mailer &&
    startMailSender({
      queue: stores.mails,
      mailer,
      publicUrl: config.PUBLIC_URL,
      tokenKey: options.accessTokenSecret,
      now,
      logger,
    });
  const useCases = {
    ...createAccountUseCases({
      stores,
      config,
      accessTokens,
      createEvent,
      committed,
      mailQueued: () => mailSender?.wake(),
      ...(passwords ? { passwords } : {}),
      newId,
      now,
    }),
    ...orderUseCases,
    ...createPricingUseCases({ stores, cart, currency: config.SHOP_CURRENCY, now }),
    ...createStockUseCases({ orders: stores.orders, createEvent, committed, now }),
  };
  return createSubgraph({
    name: 'orders',
    ownSdl,
    resolvers,
    createContext: (request) =>
      createContext({ ...request, stores, caches, useCases, currency: config.SHOP_CURRENCY, now }),
    webhooks: {
      [paymentWebhook]: createPaymentWebhook({ provider, settlement }),
      ...(payments.sandbox === null ? {} : createSandboxBank(payments.sandbox)),
    },
    health: async () => [
      await checkStore({ store: 'orders (MySQL)', engine: stores.engine, ping: () => stores.ping() }),
    ],
    async close() {
      await Promise.all(keepers.map((keeper) => keeper.stop()));
      await payments.close();
      await Promise.all([participant.stop(), mailSender?.stop()]);
      await mailer?.close();
      await stores.close();
    },
    logger,
  });
}
