import type { OrderReturnResolvers } from '../generated/resolvers.ts';

export const OrderReturn: OrderReturnResolvers = {
  async status({ orderId, receivedAt, refundId }, _, { loaders }) {
    if (receivedAt === null) return 'REQUESTED';
    if (refundId === null) return 'RECEIVED';
    const found = await loaders.refunds.load(orderId);
    return found?.refunds.find(({ id }) => id === refundId)?.status === 'refunded' ? 'REFUNDED' : 'RECEIVED';
  },

  async refund({ orderId, refundId }, _, { loaders }) {
    const found = refundId === null ? null : await loaders.refunds.load(orderId);
    return found?.refunds.find(({ id }) => id === refundId) ?? null;
  },

  async order({ orderId }, _, { loaders }) {
    const order = await loaders.order.load(orderId);
    if (order === null) throw new Error(`The order ${orderId} of a return is not there.`);
    return order;
  },
};
