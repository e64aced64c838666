import type { CreateEvent, ShopEvent } from '@mosaico/bus';
import type { Currency } from '@mosaico/service';
import type { Product } from './product.ts';

/** Tells the others that a product is no more. */
export function productDeleted(
  { id, version, variants }: Product,
  { createEvent, at }: { createEvent: CreateEvent; at: Date },
): ShopEvent<'product.deleted'> {
  return createEvent('product.deleted', {
    aggregate: { kind: 'product', id },
    at,
    data: { productId: id, revision: version + 1, skus: variants.map(({ sku }) => sku) },
  });
}

/** Tells the others that a product is new or has changed: its state as it is now. */
export function productUpdated(
  product: Product,
  { createEvent, currency }: { createEvent: CreateEvent; currency: Currency },
): ShopEvent<'product.updated'> {
  const { id, version, name, brand, category, variants, updatedAt } = product;
  return createEvent('product.updated', {
    aggregate: { kind: 'product', id },
    at: updatedAt,
    data: {
      productId: id,
      revision: version,
      name,
      brand,
      status: 'active',
      categoryId: category.id,
      categoryPath: category.path.join('/'),
      variants: variants.map(({ sku, price, weightGrams = null }) => ({ sku, price, currency, weightGrams })),
    },
  });
}
