import type { ShopEvent } from '@mosaico/bus';
import type { PageRequest } from '@mosaico/service';
import type { ProductFilter } from '../domain/product-filter.ts';
import type { ProductKey, ProductSort } from '../domain/product-sort.ts';
import type { Product } from '../domain/product.ts';
import type { ProductRecord } from '../records.ts';
import type { BulkResult } from './bulk-result.ts';

export type SkuTaken = { outcome: 'skuTaken'; skus: readonly string[] };

/**
 * The products of the shop, each with its variants. A sku belongs to one product at most; one that a product gave up may be
 * refused to others for some minutes. Ids are well-formed; ids and skus that nobody has are misses, left out of the answer.
 *
 * What is found by id or sku is as it was last written. Lists and their counts may be some seconds behind, 90 at most, where a
 * database has secondaries; `CatalogStores.ownWrites` has them, too, as they were last written.
 */
export interface ProductStore {
  /** Those of the products that exist, in any order. */
  byIds(ids: readonly string[]): Promise<Product[]>;
  /** The products that have one of the skus, each once, in any order. */
  bySkus(skus: readonly string[]): Promise<Product[]>;
  /** Whose each of the skus is, in any order. */
  ownersOf(skus: readonly string[]): Promise<SkuOwner[]>;

  /** At most `limit` products in the order asked for, ties by id, beginning after the key: none twice, none skipped. */
  page(request: ProductPage & { filter: ProductFilter }): Promise<Product[]>;
  count(filter: ProductFilter): Promise<number>;
  /** As `page`, the same page of each category and those below it. Asks as many bounded questions as there are categories, at once. */
  pageOfEach(categoryIds: readonly string[], request: ProductPage): Promise<CategoryPage[]>;
  /** How many products are in each category and those below it. */
  countOfEach(categoryIds: readonly string[]): Promise<{ categoryId: string; count: number }[]>;

  /** Adds the product together with its events, or nothing of it when a sku is another's. */
  create(product: Product, events?: readonly ShopEvent[]): Promise<{ outcome: 'created' } | SkuTaken>;
  /**
   * Makes the product as given but for its rating and its availability, in one atomic write with its events, if it still has the
   * revision, and the category, that it had before. `stale` when it has others or is gone: nothing is written then.
   */
  replace(
    product: Product,
    before: Pick<Product, 'revision' | 'category'>,
    events?: readonly ShopEvent[],
  ): Promise<{ outcome: 'replaced' } | { outcome: 'stale' } | SkuTaken>;
  /**
   * Removes the product, and announces its event when it is gone, if it still has the revision and the category. `stale` when it has
   * others or is gone: nothing happens then. Should the process die between the two, the event comes a minute later.
   */
  remove(
    product: Pick<Product, 'id' | 'revision' | 'category' | 'variants'>,
    event: ShopEvent,
  ): Promise<{ outcome: 'removed' } | { outcome: 'stale' }>;
  /** Announces what removals that began until then have not come to. @returns the ids of the products that are gone */
  repairRemovals(begunUntil: Date): Promise<string[]>;
  /**
   * Adds the products that are missing, without a rating, and makes the others as given but for their rating; their version
   * counts up where that changes them, and nothing is announced. Each product is written whole or not at all, the set of them
   * need not be.
   * @throws before anything is written when a category does not exist or a product has a sku twice or no variant; and when a
   * sku is another product's.
   */
  upsert(records: readonly ProductRecord[]): Promise<BulkResult>;
}

export interface SkuOwner {
  readonly sku: string;
  readonly productId: string;
}

export type ProductPage = PageRequest<ProductKey> & { readonly sort: ProductSort };

interface CategoryPage {
  readonly categoryId: string;
  readonly products: readonly Product[];
}
