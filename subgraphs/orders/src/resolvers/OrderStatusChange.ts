import type { OrderStatusChangeResolvers } from '../generated/resolvers.ts';
import { orderStatusNames } from './Order.ts';

export const OrderStatusChange: OrderStatusChangeResolvers = {
  status: ({ status }) => orderStatusNames[status],
};
