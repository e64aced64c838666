import type { OutboxSource } from '@mosaico/bus';
import type { AvailabilityStore } from './availability-store.ts';
import type { CategoryStore } from './category-store.ts';
import type { ProductStore } from './product-store.ts';
import type { RecommendationStore } from './recommendation-store.ts';
import type { ReviewStore } from './review-store.ts';
import type { SearchStore } from './search-store.ts';

/** What the catalog asks of its database. */
export interface CatalogPorts {
  readonly products: ProductStore;
  readonly search: SearchStore;
  readonly categories: CategoryStore;
  readonly reviews: ReviewStore;
  readonly recommendations: RecommendationStore;
  readonly availability: AvailabilityStore;
}

/**
 * The catalog's stores, open until `close`. Every question rejects with STORE_UNAVAILABLE when the database is away or has no
 * answer within 3 seconds; it need not be there when the stores are opened, and is used as soon as it is.
 */
export interface CatalogStores extends CatalogPorts {
  /** The same stores, of which also lists and searches see every write: for a request that has written. */
  readonly ownWrites: CatalogPorts;
  /**
   * Tells one listener the ids of the products whose ratings or removals are mended, and those of which that was done before: what was read
   * before that may be kept somewhere.
   */
  onRepair(listener: (productIds: readonly string[]) => void): void;
  /** The events that wait in the documents which changed. */
  readonly outbox: OutboxSource;
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
