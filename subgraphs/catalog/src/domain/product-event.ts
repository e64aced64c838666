import type { CreateEvent, ShopEvent } from '@mosaico/bus';
import type { Currency } from '@mosaico/service';
import type { Product } from './product.ts';

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
      // Nothing is taken out of the catalog yet.
      status: 'active',
      categoryId: category.id,
      categoryPath: category.path.join('/'),
      variants: variants.map(({ sku, price }) => ({ sku, price, currency })),
    },
  });
}
