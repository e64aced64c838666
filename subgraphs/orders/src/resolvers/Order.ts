import { requireCustomer, requireRole } from '@mosaico/service';
import { isEntityId } from '../domain/entity-id.ts';
import type { OrderResolvers, OrderStatus as GraphOrderStatus } from '../generated/resolvers.ts';
import type { OrderStatus } from '../store/order-store.ts';

export const orderStatusNames: Record<OrderStatus, GraphOrderStatus> = {
  pending: 'PENDING',
  processing: 'PROCESSING',
  shipped: 'SHIPPED',
  delivered: 'DELIVERED',
  cancelled: 'CANCELLED',
};

/** Whoever holds an order may read all of it: who may hold it is decided where it is given out. */
export const Order: OrderResolvers = {
  async __resolveReference({ id }, { identity, loaders }) {
    const order = isEntityId(id) ? await loaders.order.load(id) : null;
    if (order !== null) requireCustomer(identity, order.customerId, 'support', 'fulfiller', 'admin');
    return order;
  },

  status: ({ status }) => orderStatusNames[status],

  async items({ id, currency }, _, { loaders }) {
    const found = await loaders.items.load(id);
    return (found?.items ?? []).map((item) => ({ ...item, currency }));
  },

  subtotal: ({ subtotal, currency }) => ({ amount: subtotal, currency }),
  discount: ({ discount, currency }) => ({ amount: discount, currency }),
  shipping: ({ shipping, currency }) => ({ amount: shipping, currency }),
  tax: ({ tax, currency }) => ({ amount: tax, currency }),
  total: ({ total, currency }) => ({ amount: total, currency }),

  async discounts({ id, currency }, _, { loaders }) {
    const found = await loaders.discounts.load(id);
    return (found?.discounts ?? []).map((discount) => ({ ...discount, currency }));
  },

  async deliveredTo({ id }, _, { loaders }) {
    const found = await loaders.deliveryAddress.load(id);
    return found?.address ?? null;
  },

  shippingMethod: ({ shippingMethod }, _, { loaders }) =>
    shippingMethod === null ? null : loaders.shippingMethod.load(shippingMethod),

  customer: ({ customerId }, _, { loaders }) => (customerId === null ? null : loaders.customer.load(customerId)),

  async statusHistory({ id }, _, { loaders }) {
    const found = await loaders.statusHistory.load(id);
    return found?.history ?? [];
  },

  async payments({ id }, _, { loaders }) {
    const found = await loaders.payments.load(id);
    return found?.payments ?? [];
  },

  async refunds({ id }, _, { loaders }) {
    const found = await loaders.refunds.load(id);
    return found?.refunds ?? [];
  },

  saga({ id }, _, { identity, loaders }) {
    requireRole(identity, 'support', 'admin');
    return loaders.saga.load(id);
  },

  async parcels({ id }, _, { loaders }) {
    const found = await loaders.parcels.load(id);
    return found?.parcels ?? [];
  },

  async returns({ id }, _, { loaders }) {
    const found = await loaders.returns.load(id);
    return found?.returns ?? [];
  },
};
