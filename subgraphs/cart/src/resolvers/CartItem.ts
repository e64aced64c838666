import { requireCustomer } from '@mosaico/service';
import { isCustomerId, isSku } from '../domain/ids.ts';
import { offersOfItem } from '../domain/offers.ts';
import { totalOfLine } from '../domain/price-cart.ts';
import type { CartItemResolvers } from '../generated/resolvers.ts';

export const CartItem: CartItemResolvers = {
  async __resolveReference(reference, { identity, currency, loaders }) {
    const { cartId, sku } = reference;
    if (!isCustomerId(cartId) || !isSku(sku)) return null;
    requireCustomer(identity, cartId, 'support', 'admin');
    const line = await loaders.cartLine.load({ customerId: cartId, sku });
    return line && { ...line, offers: offersOfItem(reference, currency) };
  },

  cartId: ({ customerId }) => customerId,

  variant: ({ sku }) => ({ sku }),

  product: ({ productId }) => ({ id: productId }),

  lineTotal(line, _args, { currency }) {
    const amount = line.offers ? totalOfLine(line, line.offers) : null;
    return amount === null ? null : { amount, currency };
  },
};
