import type { ParcelResolvers } from '../generated/resolvers.ts';

export const Parcel: ParcelResolvers = {
  async order({ orderId }, _, { loaders }) {
    const order = await loaders.order.load(orderId);
    if (order === null) throw new Error(`The order ${orderId} of a parcel is not there.`);
    return order;
  },
};
