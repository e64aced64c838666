import { pageRequest, requireCustomer, toConnection } from '@mosaico/service';
import { isCustomerId } from '../domain/ids.ts';
import type { CustomerResolvers } from '../generated/resolvers.ts';
import { isNotificationId } from '../store/notification-store.ts';

export const Customer: CustomerResolvers = {
  // Whether the customer exists is for the orders subgraph to tell: nothing is read here.
  __resolveReference: ({ id }) => (isCustomerId(id) ? { id } : null),

  cart({ id }, _args, { identity }) {
    requireCustomer(identity, id, 'support', 'admin');
    return { __typename: 'Cart', id };
  },

  async sessions({ id }, _args, { identity, loaders }) {
    requireCustomer(identity, id, 'support', 'admin');
    return [...(await loaders.sessions.load(id))];
  },

  async notifications({ id }, args, { identity, loaders }) {
    requireCustomer(identity, id, 'support', 'admin');
    const { limit, after } = pageRequest(args, { defaultFirst: 20, isKey: isNotificationId });
    const rows = await loaders.notifications.load({
      customerId: id,
      limit: limit + 1,
      after,
      unreadOnly: args.unreadOnly,
    });
    const nodes = rows.map((row) => ({ __typename: 'Notification' as const, ...row }));
    return toConnection(nodes, { limit, keyOf: (node) => node.id });
  },
};
