import type { ShopEvent } from '@mosaico/bus';
import { createEntityCache, type CacheTiers } from '@mosaico/entity-cache';
import type { Metrics } from '@mosaico/service';
import type { EntityLoaders } from './entity-loaders.ts';
import type { OrdersReads } from './store/sql-stores.ts';

/**
 * What is found by its id alone, kept before the database: whoever asks gets the same, and the resolvers decide who may see it.
 * Pages of orders are not among it.
 */
export interface Caches {
  /** For one request. */
  loaders(): EntityLoaders;
  /**
   * To be called when these events, of this part or of the catalog, are committed: nobody who asks later gets what was before.
   * @throws CACHE_INVALIDATION_UNCONFIRMED when it is to be repeated
   */
  forget(events: readonly ShopEvent[]): Promise<void>;
}

/** A line tells of which product its unit is, which no event of the order changes: so that is true again after minutes. */
const linesTtlMs = 300_000;

/** Made once a process. @param options.stores that read what has been committed: the primary */
export function createCaches(options: { stores: OrdersReads; tiers: CacheTiers; metrics: Metrics }): Caches {
  const {
    stores: { customers, stock, orders },
    tiers,
    metrics,
  } = options;
  const shared = { version: 2, tiers, metrics };
  type Ids = readonly string[];
  const caches = {
    customer: createEntityCache({
      ...shared,
      name: 'customer',
      load: (ids: Ids) => customers.find(ids),
      keyOf: ({ id }) => id,
    }),
    addresses: createEntityCache({
      ...shared,
      version: 3,
      name: 'customer-addresses',
      load: (ids: Ids) => customers.addressesOf(ids),
      keyOf: ({ customerId }) => customerId,
    }),
    roles: createEntityCache({
      ...shared,
      name: 'customer-roles',
      load: (ids: Ids) => customers.rolesOf(ids),
      keyOf: ({ customerId }) => customerId,
    }),
    order: createEntityCache({
      ...shared,
      name: 'order',
      load: (ids: Ids) => orders.find(ids),
      keyOf: ({ id }) => id,
    }),
    items: createEntityCache({
      ...shared,
      name: 'order-items',
      timing: { l2TtlMs: linesTtlMs },
      load: (ids: Ids) => orders.itemsOf(ids),
      keyOf: ({ orderId }) => orderId,
    }),
    statusHistory: createEntityCache({
      ...shared,
      name: 'order-history',
      load: (ids: Ids) => orders.statusHistoryOf(ids),
      keyOf: ({ orderId }) => orderId,
    }),
    stockOfSku: createEntityCache({
      ...shared,
      name: 'stock',
      load: (skus: Ids) => stock.stockOfSkus(skus),
      keyOf: ({ sku }) => sku,
    }),
    stockOfProduct: createEntityCache({
      ...shared,
      name: 'product-stock',
      load: (ids: Ids) => stock.stockOfProducts(ids),
      keyOf: ({ catalogId }) => catalogId,
    }),
  };
  return {
    loaders: () => ({
      customer: caches.customer.loader(),
      addresses: caches.addresses.loader(),
      roles: caches.roles.loader(),
      order: caches.order.loader(),
      items: caches.items.loader(),
      statusHistory: caches.statusHistory.loader(),
      stockOfSku: caches.stockOfSku.loader(),
      stockOfProduct: caches.stockOfProduct.loader(),
    }),
    async forget(events) {
      const ids: Record<keyof EntityLoaders, Set<string>> = {
        customer: new Set(),
        addresses: new Set(),
        roles: new Set(),
        order: new Set(),
        items: new Set(),
        statusHistory: new Set(),
        stockOfSku: new Set(),
        stockOfProduct: new Set(),
      };
      for (const event of events) {
        for (const [name, id] of whatChanged(event)) ids[name].add(id);
      }
      const names = Object.keys(ids) as (keyof EntityLoaders)[];
      await Promise.all(
        names.filter((name) => ids[name].size > 0).map((name) => caches[name].invalidate(Array.from(ids[name]))),
      );
    },
  };
}

/** What is kept, and no longer true: also that there is none of it. */
function whatChanged({ type, data }: ShopEvent): (readonly [keyof EntityLoaders, string])[] {
  switch (type) {
    case 'customer.registered':
    case 'customer.updated':
    case 'customer.closed':
      return (['customer', 'addresses', 'roles'] as const).map((name) => [name, data.customerId]);
    case 'order.created':
    case 'order.paid':
    case 'order.shipped':
    case 'order.delivered':
    case 'order.cancelled':
    case 'order.refunded':
      return (['order', 'items', 'statusHistory'] as const).map((name) => [name, data.orderId]);
    case 'stock.changed':
      return [['stockOfSku', data.sku] as const, ...ofProduct(data.productId)];
    case 'product.updated':
      return [...ofProduct(data.productId), ...data.variants.map(({ sku }) => ['stockOfSku', sku] as const)];
    case 'product.deleted':
      return [...ofProduct(data.productId), ...data.skus.map((sku) => ['stockOfSku', sku] as const)];
    default:
      return [];
  }
}

function ofProduct(productId: string | null): (readonly ['stockOfProduct', string])[] {
  return productId === null ? [] : [['stockOfProduct', productId]];
}
