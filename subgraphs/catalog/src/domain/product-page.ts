import { pageRequest, toConnection, type Connection } from '@mosaico/service';
import type { ProductPage, ProductStore } from '../store/product-store.ts';
import { isDocumentId, isInstant } from './ids.ts';
import { type GivenFilter, parseProductFilter } from './product-filter.ts';
import { type ProductKey, productKey, type ProductSort } from './product-sort.ts';
import type { Product } from './product.ts';

/** A page of a list of products. The whole list is counted only when somebody asks. */
export interface ProductList extends Connection<Product> {
  readonly countAll: () => Promise<number>;
}

/** Where a page begins and in which order, as a client says it. */
export interface PageArguments {
  sort?: ProductSort | null;
  first?: number | null;
  after?: string | null;
}

/** @throws BAD_USER_INPUT for a filter or a page that cannot be meant. */
export async function listProducts(options: {
  given: PageArguments & { filter?: GivenFilter | null };
  products: ProductStore;
}): Promise<ProductList> {
  const { given, products } = options;
  const filter = parseProductFilter(given.filter);
  const page = parsePage(given);
  const found = await products.page({ ...page, filter });
  return toProductList({ found, page, countAll: () => products.count(filter) });
}

/**
 * What a store is asked for: one product more than the page holds, which tells whether there is more.
 * @throws BAD_USER_INPUT for a page that cannot be meant.
 */
export function parsePage(given: PageArguments): ProductPage {
  const sort = given.sort ?? 'NEWEST';
  const isKey = (value: unknown): value is ProductKey => isProductKey(value, sort);
  const { limit, after } = pageRequest(given, { defaultFirst: 20, isKey });
  return { sort, limit: limit + 1, after };
}

export function toProductList(options: {
  found: readonly Product[];
  page: ProductPage;
  countAll: () => Promise<number>;
}): ProductList {
  const { found, page, countAll } = options;
  const keyOf = (product: Product) => productKey(product, page.sort);
  return { ...toConnection(found, { limit: page.limit - 1, keyOf }), countAll };
}

/** A cursor serves the order it was given out for, and no other. */
function isProductKey(value: unknown, sort: ProductSort): value is ProductKey {
  if (!Array.isArray(value) || value.length !== 3) return false;
  const [keySort, key, id] = value as unknown[];
  return keySort === sort && isSortValue(key, sort) && isDocumentId(id);
}

function isSortValue(value: unknown, sort: ProductSort): boolean {
  if (sort === 'NAME') return typeof value === 'string';
  return sort === 'NEWEST' ? isInstant(value) : Number.isSafeInteger(value);
}
