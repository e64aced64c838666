import type { RecommendationRecord } from '../records.ts';
import type { BulkResult } from './bulk-result.ts';

/** Which products go with a product, as computed elsewhere. Reads may be behind, as those of lists of products. */
export interface RecommendationStore {
  /** Those of the products that have recommendations, in any order. */
  byProductIds(productIds: readonly string[]): Promise<RecommendationRecord[]>;
  /** Makes the recommendations of each product as given. */
  upsert(records: readonly RecommendationRecord[]): Promise<BulkResult>;
}
