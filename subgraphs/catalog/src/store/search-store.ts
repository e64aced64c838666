import type { PageRequest } from '@mosaico/service';
import type { ProductFilter } from '../domain/product-filter.ts';
import type { SearchQuery } from '../search/search-query.ts';

/**
 * Full-text search over the products. A product matches that has at least `required` of the query's words and passes the
 * filter. Its score sums, over the words, the weight of the weightiest place that has the word: the name before brand and
 * tags before the description, a whole word before the beginning of one. A product whose sku is the whole query comes first.
 * What is found may be some seconds behind, 90 at most, where a database has secondaries.
 */
export interface SearchStore {
  /** At most `limit` matches after the key, highest score first, ties by id. */
  hits(search: ProductSearch, page: PageRequest<HitKey>): Promise<SearchHit[]>;
  /** All matches, counted. */
  counts(search: ProductSearch): Promise<MatchCounts>;
}

export interface ProductSearch {
  /** Has one word at least. */
  readonly query: SearchQuery;
  readonly required: number;
  readonly filter: ProductFilter;
}

export interface SearchHit {
  readonly productId: string;
  readonly score: number;
}

export interface HitKey {
  readonly score: number;
  readonly id: string;
}

/** Only what at least one match has is counted; the order is free. */
export interface MatchCounts {
  readonly total: number;
  /** A product counts in its category and in all above it. */
  readonly categories: readonly { id: string; count: number }[];
  readonly brands: readonly { brand: string; count: number }[];
  /** `from` is the lower bound of one of the price ranges. */
  readonly prices: readonly { from: number; count: number }[];
  /** By the whole stars of the average rating. */
  readonly stars: readonly { stars: number; count: number }[];
}
