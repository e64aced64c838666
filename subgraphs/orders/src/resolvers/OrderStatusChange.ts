import type { OrderActor, OrderStatusChangeResolvers } from '../generated/resolvers.ts';
import { orderStatusNames } from './Order.ts';

export const OrderStatusChange: OrderStatusChangeResolvers = {
  status: ({ status }) => orderStatusNames[status],
  actor: ({ actor }) => actorNames[actor?.split(':')[0] ?? ''] ?? null,
};

/** By what stands before the id of who it was. */
const actorNames: Readonly<Record<string, OrderActor>> = {
  customer: 'CUSTOMER',
  guest: 'GUEST',
  staff: 'STAFF',
  system: 'SYSTEM',
};
