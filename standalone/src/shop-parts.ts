import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createAnalyticsSubgraph } from '@mosaico/analytics';
import { createCartSubgraph } from '@mosaico/cart';
import { createCatalogSubgraph } from '@mosaico/catalog';
import { createEventsSubgraph } from '@mosaico/events';
import { createSubgraphHealth } from '@mosaico/gateway';
import { createOrdersSubgraph, openMailer, ordersWebhooks } from '@mosaico/orders';
import {
  completeSdl,
  createHttpExecutor,
  createIdentityTokens,
  forwardWebhooks,
  type Logger,
  type Metrics,
  type Secrets,
  type Subgraph,
} from '@mosaico/service';
import type { StandaloneConfig } from './config.ts';
import type { SharedServices } from './shared-services.ts';
import type { ShopStoreName, ShopStores } from './shop-stores.ts';

/** A subgraph of the shop, in this process or in another. */
export type ShopPart = Pick<Subgraph, 'name' | 'sdl' | 'execute' | 'webhooks' | 'health' | 'close'>;

/** How long a subgraph in another process may take to answer, in milliseconds. */
const remoteTimeoutMs = 10_000;

/** Where each subgraph runs: at the URL of its variable, or in this process where that is not set. */
export function remoteUrls(config: StandaloneConfig): Record<ShopStoreName, string | undefined> {
  return {
    orders: config.ORDERS_URL,
    catalog: config.CATALOG_URL,
    cart: config.CART_URL,
    analytics: config.ANALYTICS_URL,
    events: config.EVENTS_URL,
  };
}

/** Puts the five subgraphs together: over the stores that are open here, and over HTTP where there are none. */
export function createShopParts(options: {
  stores: Partial<ShopStores>;
  services: Pick<SharedServices, 'bus' | 'tiers'>;
  config: StandaloneConfig;
  secrets: Secrets;
  logger: Logger;
  metrics: Metrics;
  now: () => Date;
  /** False for one that does what it is asked and nothing by itself. */
  background?: boolean;
}): ShopPart[] {
  const { stores, services, config, secrets, logger, metrics, now, background = true } = options;
  const tokens = createIdentityTokens({
    audience: 'internal',
    secret: secrets.internalTokenSecret,
    lifetimeSeconds: 60,
    now,
  });
  const remote = (name: ShopStoreName): ShopPart =>
    createRemotePart({ name, url: remoteUrls(config)[name] ?? '', tokens });
  const shared = { ...services, logger, metrics, now };
  const currency = config.SHOP_CURRENCY;

  const catalog = stores.catalog
    ? createCatalogSubgraph({ ...shared, stores: stores.catalog, currency })
    : remote('catalog');
  const cart = stores.cart
    ? createCartSubgraph({
        ...shared,
        stores: stores.cart,
        currency,
        newId: randomUUID,
        executors: { catalog: catalog.execute },
      })
    : remote('cart');
  const orders = stores.orders
    ? createOrdersSubgraph({
        ...shared,
        stores: stores.orders,
        config,
        background,
        accessTokenSecret: secrets.accessTokenSecret,
        executors: { cart: cart.execute },
        mailer: openMailer(config),
      })
    : remote('orders');
  const analytics = stores.analytics
    ? createAnalyticsSubgraph({ ...shared, stores: stores.analytics, currency })
    : remote('analytics');
  const events = stores.events ? createEventsSubgraph({ ...shared, stores: stores.events }) : remote('events');
  return [orders, catalog, cart, analytics, events];
}

function createRemotePart(options: {
  name: ShopStoreName;
  url: string;
  tokens: Parameters<typeof createHttpExecutor>[0]['tokens'];
}): ShopPart {
  const { name, url, tokens } = options;
  return {
    name,
    sdl: completeSdl(readFileSync(new URL(`../../subgraphs/${name}/schema.graphql`, import.meta.url), 'utf8')),
    execute: createHttpExecutor({ name, url, tokens, timeoutMs: remoteTimeoutMs }),
    webhooks: name === 'orders' ? forwardWebhooks(ordersWebhooks, { origin: url, timeoutMs: remoteTimeoutMs }) : {},
    health: createSubgraphHealth({ urls: { [name]: url } }),
    close: () => Promise.resolve(),
  };
}
