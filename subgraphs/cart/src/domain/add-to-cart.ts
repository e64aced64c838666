import type { CatalogClient } from '../clients/catalog-client.ts';
import type { CartStore } from '../store/cart-store.ts';
import { requireQuantity, requireSku } from './ids.ts';
import { maxLines, maxUnits } from './limits.ts';

export type AddToCartOutcome =
  { kind: 'added' } | { kind: 'productNotFound' } | { kind: 'limitExceeded'; of: 'units' | 'lines'; limit: number };

/**
 * Puts units of a variant into a customer's cart: the catalog must know the variant, and the cart must have room.
 * @throws BAD_USER_INPUT
 */
export async function addToCart(
  shop: { carts: CartStore; catalog: CatalogClient; now: () => Date; newId: () => string },
  request: { customerId: string; sku: string; quantity: number },
): Promise<AddToCartOutcome> {
  const { customerId, sku, quantity } = request;
  requireSku(sku);
  requireQuantity(quantity, { least: 1, most: maxUnits });
  const variant = await shop.catalog.findVariant(sku);
  if (!variant) return { kind: 'productNotFound' };
  const outcome = await shop.carts.add({
    customerId,
    sku: variant.sku,
    productId: variant.productId,
    quantity,
    at: shop.now(),
    additionId: shop.newId(),
    maxUnits,
    maxLines,
  });
  switch (outcome) {
    case 'added':
      return { kind: 'added' };
    case 'tooManyUnits':
      return { kind: 'limitExceeded', of: 'units', limit: maxUnits };
    case 'tooManyLines':
      return { kind: 'limitExceeded', of: 'lines', limit: maxLines };
  }
}
