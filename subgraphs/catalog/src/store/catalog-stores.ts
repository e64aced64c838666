import type { CategoryStore } from './category-store.ts';
import type { ProductStore } from './product-store.ts';
import type { RecommendationStore } from './recommendation-store.ts';
import type { ReviewStore } from './review-store.ts';
import type { SearchStore } from './search-store.ts';

/** The catalog's stores, open until `close`. */
export interface CatalogStores {
  readonly products: ProductStore;
  readonly search: SearchStore;
  readonly categories: CategoryStore;
  readonly reviews: ReviewStore;
  readonly recommendations: RecommendationStore;
  /** For example `MongoDB`. */
  readonly engine: string;
  /** How much is in the stores. */
  counts(): Promise<CatalogCounts>;
  /** Rejects when the stores cannot answer. */
  ping(): Promise<void>;
  /** Twice is once. */
  close(): Promise<void>;
}

export interface CatalogCounts {
  readonly products: number;
  readonly categories: number;
  readonly reviews: number;
  readonly recommendations: number;
}
