import { requireDay } from '../domain/day-range.ts';
import { isCustomerId } from '../domain/ids.ts';
import { requireCustomerFigures } from '../domain/who-may-read.ts';
import type { CustomerResolvers } from '../generated/resolvers.ts';

export const Customer: CustomerResolvers = {
  /** The warehouse knows who bought, not who exists: any id that can be a customer's is one here. */
  __resolveReference: ({ id }) => (isCustomerId(id) ? { id } : null),

  async lifetimeValue({ id }, _args, { identity, loaders, money }) {
    requireCustomerFigures(identity, id);
    return money((await loaders.lifetimeValue.load(id))?.amount ?? '0');
  },

  segment({ id }, { asOf }, { identity, loaders }) {
    requireCustomerFigures(identity, id);
    if (asOf) requireDay('asOf', asOf);
    return loaders.scores(asOf ?? null).load(id);
  },
};
