import { badUserInput, requireLogin, shortened } from '@mosaico/service';
import type { Context } from '../context.ts';
import { addToCart } from '../domain/add-to-cart.ts';
import { requireSku } from '../domain/ids.ts';
import { setCartItemQuantity } from '../domain/set-cart-item-quantity.ts';
import type { MutationResolvers } from '../generated/resolvers.ts';
import type { CartModel } from '../models.ts';
import { isNotificationId } from '../store/notification-store.ts';
import { cartItemNotFound, cartLimitExceeded, notificationNotFound, productNotFound } from './problems.ts';

export const Mutation: MutationResolvers = {
  async addToCart(_root, { input }, context) {
    const customerId = requireLogin(context.identity);
    const outcome = await addToCart(context, { customerId, sku: input.sku, quantity: input.quantity });
    switch (outcome.kind) {
      case 'added':
        return changedCart(context, customerId);
      case 'productNotFound':
        return productNotFound(input.sku);
      case 'limitExceeded':
        return cartLimitExceeded(outcome, input.sku);
    }
  },

  async setCartItemQuantity(_root, { input }, context) {
    const customerId = requireLogin(context.identity);
    const isThere = await setCartItemQuantity(context, { customerId, sku: input.sku, quantity: input.quantity });
    return isThere ? changedCart(context, customerId) : cartItemNotFound(input.sku);
  },

  async removeFromCart(_root, { input: { sku } }, context) {
    const customerId = requireLogin(context.identity);
    requireSku(sku);
    await context.carts.remove({ customerId, sku });
    return changedCart(context, customerId);
  },

  async clearCart(_root, _args, context) {
    const customerId = requireLogin(context.identity);
    await context.carts.clear(customerId);
    return changedCart(context, customerId);
  },

  async markNotificationRead(_root, { id }, { identity, notifications, now }) {
    const customerId = requireLogin(identity);
    if (!isNotificationId(id)) {
      throw badUserInput(`id must be the id of a notification, as the graph gives it out; got ${shortened(id)}.`);
    }
    const notification = await notifications.markRead({ customerId, id, at: now() });
    return notification ? { __typename: 'Notification', ...notification } : notificationNotFound(id);
  },
};

/** The cart as it is now, whatever was read of it earlier in the request. */
function changedCart({ loaders }: Context, customerId: string): CartModel {
  loaders.linesOfCart.clear(customerId);
  return { __typename: 'Cart', id: customerId };
}
