import type { CartStore } from '../store/cart-store.ts';
import { requireQuantity, requireSku } from './ids.ts';
import { maxUnits } from './limits.ts';

/**
 * Sets how many units a line holds; 0 takes it out.
 * @returns false when the cart has no such line
 * @throws BAD_USER_INPUT
 */
export async function setCartItemQuantity(
  shop: { carts: CartStore; now: () => Date },
  request: { customerId: string; sku: string; quantity: number },
): Promise<boolean> {
  const { customerId, sku, quantity } = request;
  requireSku(sku);
  requireQuantity(quantity, { least: 0, most: maxUnits });
  if (quantity === 0) return shop.carts.remove({ customerId, sku });
  return shop.carts.setQuantity({ customerId, sku, quantity, at: shop.now() });
}
