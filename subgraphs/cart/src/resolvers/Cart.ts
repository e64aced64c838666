import { requireCustomer } from '@mosaico/service';
import { isCustomerId } from '../domain/ids.ts';
import { offersOfCart } from '../domain/offers.ts';
import { subtotal } from '../domain/price-cart.ts';
import type { CartResolvers } from '../generated/resolvers.ts';

export const Cart: CartResolvers = {
  // Reference resolvers are async, so that what they throw belongs to one reference and not to the whole batch.
  // eslint-disable-next-line @typescript-eslint/require-await
  async __resolveReference(reference, { identity, currency }) {
    const { id } = reference;
    if (!isCustomerId(id)) return null;
    requireCustomer(identity, id, 'support', 'admin');
    return { __typename: 'Cart', id, offers: offersOfCart(reference, currency) };
  },

  customer: ({ id }) => ({ id }),

  items: async ({ id }, _args, { loaders }) => [...(await loaders.linesOfCart.load(id))],

  async itemCount({ id }, _args, { loaders }) {
    const lines = await loaders.linesOfCart.load(id);
    return lines.reduce((count, { quantity }) => count + quantity, 0);
  },

  async subtotal({ id, offers }, _args, { loaders, currency }) {
    if (!offers) return null;
    return { amount: subtotal(await loaders.linesOfCart.load(id), offers), currency };
  },

  async updatedAt({ id }, _args, { loaders }) {
    const lines = await loaders.linesOfCart.load(id);
    return lines.length === 0 ? null : new Date(Math.max(...lines.map(({ updatedAt }) => updatedAt.getTime())));
  },
};
