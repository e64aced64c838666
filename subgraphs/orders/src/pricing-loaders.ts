import { createBatchLoader } from '@mosaico/service';
import type { PricingStore } from './store/pricing-store.ts';
import type { OrdersReads } from './store/sql-stores.ts';

/** One request's loaders of what orders cost, null for a miss: one question of a store each, however many ids. */
export function createPricingLoaders(options: {
  reads: Pick<OrdersReads, 'orders'>;
  pricing: Pick<PricingStore, 'shippingMethods' | 'usesOf'>;
}) {
  const { reads, pricing } = options;
  return {
    /** By order. */
    discounts: createBatchLoader({
      load: (ids: readonly string[]) => reads.orders.discountsOf(ids),
      keyOf: ({ orderId }) => orderId,
    }),
    /** By order. */
    deliveryAddress: createBatchLoader({
      load: (ids: readonly string[]) => reads.orders.deliveryAddressesOf(ids),
      keyOf: ({ orderId }) => orderId,
    }),
    /** By id. There are a few of them: all are asked for. */
    shippingMethod: createBatchLoader({
      load: () => pricing.shippingMethods(),
      keyOf: ({ id }) => id,
    }),
    /** By promotion. */
    promotionUses: createBatchLoader({
      load: (ids: readonly string[]) => pricing.usesOf(ids),
      keyOf: ({ promotionId }) => promotionId,
    }),
  };
}
