import { createEntityCache, type CacheTiers, type EntityCache } from '@mosaico/entity-cache';
import type { Metrics } from '@mosaico/service';
import type { CustomerStore, LifetimeValue } from './store/customer-store.ts';
import type { ProductTotals, SalesStore } from './store/sales-store.ts';

/**
 * What the warehouse says of one customer or product by its id alone, kept before it.
 *
 * Scores are not among it: each sale of anybody moves the quintiles of all. Nor is what a product sold within a range: there are
 * as many of those as ranges. Whoever loads facts in bulk empties the caches afterwards.
 */
export interface AnalyticsCaches {
  readonly lifetimeValues: EntityCache<string, LifetimeValue>;
  /** What products sold over all time, by the catalog's id. */
  readonly productSales: EntityCache<string, ProductTotals>;
}

export function createCaches(options: {
  tiers: CacheTiers;
  customers: CustomerStore;
  sales: SalesStore;
  metrics: Metrics;
}): AnalyticsCaches {
  const { customers, sales, ...shared } = options;
  return {
    lifetimeValues: createEntityCache({
      ...shared,
      name: 'lifetime-value',
      version: 1,
      load: (ids: readonly string[]) => customers.lifetimeValues(ids),
      keyOf: ({ customerId }) => customerId,
    }),
    productSales: createEntityCache({
      ...shared,
      name: 'product-sales',
      version: 1,
      load: (ids: readonly string[]) => sales.salesOfProducts(ids, { from: null, to: null }),
      keyOf: ({ catalogId }) => catalogId,
    }),
  };
}

/** Whose kept figures are no longer true. */
export interface ChangedFigures {
  readonly customerIds?: readonly (string | null)[];
  readonly catalogIds?: readonly (string | null)[];
}

/**
 * To be awaited after the commit, also for an event that had been handled: it may have been handled by a process that ended before
 * it came to this.
 */
export type Invalidate = (changed: ChangedFigures) => Promise<void>;

/** @returns a function that throws CACHE_INVALIDATION_UNCONFIRMED when a cache cannot be told. */
export function createInvalidate(caches: AnalyticsCaches | null): Invalidate {
  return async ({ customerIds = [], catalogIds = [] }) => {
    if (caches === null) return;
    await Promise.all([
      caches.lifetimeValues.invalidate(known(customerIds)),
      caches.productSales.invalidate(known(catalogIds)),
    ]);
  };
}

function known(ids: readonly (string | null)[]): string[] {
  return [...new Set(ids.filter((id) => id !== null))];
}
