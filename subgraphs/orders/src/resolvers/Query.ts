import { requireCustomer } from '@mosaico/service';
import { requireEntityId } from '../domain/entity-id.ts';
import type { QueryResolvers } from '../generated/resolvers.ts';
import { pricingQueries } from './pricing-queries.ts';

export const Query: QueryResolvers = {
  ...pricingQueries,

  me: (_, __, { identity, loaders }) =>
    identity.customerId === null ? null : loaders.customer.load(identity.customerId),

  customer(_, args, { identity, loaders }) {
    const id = requireEntityId(args.id, { argument: 'id' });
    requireCustomer(identity, id, 'support', 'analyst', 'admin');
    return loaders.customer.load(id);
  },

  async order(_, args, { identity, loaders }) {
    const order = await loaders.order.load(requireEntityId(args.id, { argument: 'id' }));
    if (order !== null) requireCustomer(identity, order.customerId, 'support', 'fulfiller', 'admin');
    return order;
  },
};
