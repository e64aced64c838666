import { createBatchLoader } from '@mosaico/service';
import type { OrdersReads } from './store/sql-stores.ts';

export type EntityLoaders = ReturnType<typeof createEntityLoaders>;

/** One request's loaders of what is found by its id alone, null for a miss: one question of a store each, however many ids. */
export function createEntityLoaders({ customers, stock, orders }: OrdersReads) {
  return {
    customer: createBatchLoader({
      load: (ids: readonly string[]) => customers.find(ids),
      keyOf: ({ id }) => id,
    }),
    addresses: createBatchLoader({
      load: (ids: readonly string[]) => customers.addressesOf(ids),
      keyOf: ({ customerId }) => customerId,
    }),
    roles: createBatchLoader({
      load: (ids: readonly string[]) => customers.rolesOf(ids),
      keyOf: ({ customerId }) => customerId,
    }),
    order: createBatchLoader({
      load: (ids: readonly string[]) => orders.find(ids),
      keyOf: ({ id }) => id,
    }),
    items: createBatchLoader({
      load: (ids: readonly string[]) => orders.itemsOf(ids),
      keyOf: ({ orderId }) => orderId,
    }),
    statusHistory: createBatchLoader({
      load: (ids: readonly string[]) => orders.statusHistoryOf(ids),
      keyOf: ({ orderId }) => orderId,
    }),
    stockOfSku: createBatchLoader({
      load: (skus: readonly string[]) => stock.stockOfSkus(skus),
      keyOf: ({ sku }) => sku,
    }),
    stockOfProduct: createBatchLoader({
      load: (ids: readonly string[]) => stock.stockOfProducts(ids),
      keyOf: ({ catalogId }) => catalogId,
    }),
  };
}
