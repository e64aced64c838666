import type { Identity, SubgraphExecutor } from '@mosaico/service';
import DataLoader from 'dataloader';
import type { CartCache } from './caches.ts';
import type { CatalogClient } from './clients/catalog-client.ts';
import { createSubgraphCatalogClient } from './clients/subgraph-catalog-client.ts';
import type { CartLine, CartLineKey, CartStore } from './store/cart-store.ts';
import { isLineLive } from './store/lifetimes.ts';
import type { Notification, NotificationPageRequest, NotificationStore } from './store/notification-store.ts';
import type { CartStores } from './store/open-stores.ts';
import type { UserSession } from './store/session-store.ts';

const maxBatchSize = 1_000;

/** What one request holds. */
export interface Context {
  readonly identity: Identity;
  readonly carts: CartStore;
  readonly notifications: NotificationStore;
  readonly catalog: CatalogClient;
  /** The currency of every price in the shop. */
  readonly currency: 'EUR' | 'GBP' | 'USD';
  readonly now: () => Date;
  readonly newId: () => string;
  readonly loaders: Loaders;
}

/** One store call for a batch of keys. A write to a cart clears it here. */
interface Loaders {
  /** By customer. */
  readonly linesOfCart: DataLoader<string, readonly CartLine[]>;
  readonly cartLine: Pick<DataLoader<CartLineKey, CartLine | null, string>, 'load'>;
  /** By customer. */
  readonly sessions: DataLoader<string, readonly UserSession[]>;
  readonly notifications: DataLoader<NotificationPageRequest, readonly Notification[], string>;
}

/** Makes the context of a request. */
export function createContext(
  wiring: {
    stores: CartStores;
    cache: CartCache | null;
    catalog: SubgraphExecutor;
    currency: Context['currency'];
    now: () => Date;
    newId: () => string;
  },
  request: { identity: Identity; requestId: string; deadlineAt?: number | undefined },
): Context {
  const { stores, cache, catalog, ...given } = wiring;
  return {
    ...given,
    identity: request.identity,
    carts: stores.carts,
    notifications: stores.notifications,
    catalog: createSubgraphCatalogClient({ execute: catalog, ...request }),
    loaders: { ...createCartLoaders({ carts: stores.carts, cache, now: wiring.now }), ...createLoaders(stores) },
  };
}

type CartLoaders = Pick<Loaders, 'linesOfCart' | 'cartLine'>;

/** From the cache where there is one. */
function createCartLoaders(options: { carts: CartStore; cache: CartCache | null; now: () => Date }): CartLoaders {
  const { carts, cache, now } = options;
  if (cache === null) return createUncachedCartLoaders(carts);
  const linesOfCart = new DataLoader<string, readonly CartLine[]>(
    async (customerIds) => {
      const found = await cache.linesOf(customerIds);
      return found.map((lines) => (lines instanceof Error ? lines : lines.filter((line) => isLineLive(line, now()))));
    },
    { maxBatchSize },
  );
  return {
    linesOfCart,
    cartLine: {
      load: async ({ customerId, sku }) =>
        (await linesOfCart.load(customerId)).find((line) => line.sku === sku) ?? null,
    },
  };
}

function createUncachedCartLoaders(carts: CartStore): CartLoaders {
  return {
    linesOfCart: new DataLoader(
      async (customerIds) => {
        const lines = await carts.linesOf(customerIds);
        return customerIds.map((id) => lines.get(id) ?? []);
      },
      { maxBatchSize },
    ),
    cartLine: new DataLoader<CartLineKey, CartLine | null, string>(
      async (keys) => {
        const lines = new Map((await carts.linesAt(keys)).map((line) => [identify(line), line]));
        return keys.map((key) => lines.get(identify(key)) ?? null);
      },
      { maxBatchSize, cacheKeyFn: identify },
    ),
  };
}

function createLoaders({ sessions, notifications }: CartStores): Omit<Loaders, keyof CartLoaders> {
  return {
    sessions: new DataLoader(
      async (customerIds) => {
        const found = await sessions.sessionsOf(customerIds);
        return customerIds.map((id) => found.get(id) ?? []);
      },
      { maxBatchSize },
    ),
    notifications: new DataLoader<NotificationPageRequest, readonly Notification[], string>(
      (requests) => notifications.pages(requests),
      {
        maxBatchSize,
        cacheKeyFn: ({ customerId, limit, after, unreadOnly }) =>
          JSON.stringify([customerId, limit, after, unreadOnly]),
      },
    ),
  };
}

function identify({ customerId, sku }: CartLineKey): string {
  return JSON.stringify([customerId, sku]);
}
