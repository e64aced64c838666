import { toTenThousandths } from '@mosaico/service';
import type { Product, RatingSummary } from './product.ts';

export type ProductSort = 'NEWEST' | 'NAME' | 'PRICE_ASC' | 'PRICE_DESC' | 'RATING';

/** Where a product stands in a list: the list's order, the product's value in it, and its id. */
export type ProductKey = readonly [sort: ProductSort, value: number | string, id: string];

/** The value of a product that an order goes by; products of the same value follow by id. */
export function sortValue(product: Product, sort: ProductSort): number | string {
  switch (sort) {
    case 'NEWEST':
      return product.createdAt.getTime();
    case 'NAME':
      return nameOrder(product.name);
    case 'PRICE_ASC':
    case 'PRICE_DESC':
      return toTenThousandths(product.variants[0].price);
    case 'RATING':
      return ratingOrder(product.rating);
  }
}

export function productKey(product: Product, sort: ProductSort): ProductKey {
  return [sort, sortValue(product, sort), product.id];
}

/** A name as the alphabet orders it: neither case nor accents count. */
export function nameOrder(name: string): string {
  return name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}

/** Best average first; of equal averages the one that more customers gave; what nobody has rated comes last. */
export function ratingOrder({ count, sum }: RatingSummary): number {
  const most = 999_999;
  return count === 0 ? 0 : Math.round((sum * 100) / count) * (most + 1) + Math.min(count, most);
}
