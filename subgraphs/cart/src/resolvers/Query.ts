import { requireLogin } from '@mosaico/service';
import type { QueryResolvers } from '../generated/resolvers.ts';

export const Query: QueryResolvers = {
  cart: (_root, _args, { identity }) => ({ __typename: 'Cart', id: requireLogin(identity) }),
};
