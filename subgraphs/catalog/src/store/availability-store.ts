import type { BulkResult } from './bulk-result.ts';

/** How many units of each variant can be sold, as the warehouse last said. */
export interface AvailabilityStore {
  /**
   * Keeps what is available of a variant as of a movement of its stock. What is known as of that movement or a later one stays:
   * so the same news, and news that come late, change nothing.
   * @returns the product that has the variant; null where none has it, and nothing is kept
   */
  put(news: Availability & { readonly movement: number }): Promise<{ productId: string } | null>;
  /** Keeps it for those variants of which nothing is known, as of before any movement. Skus that no product has are left out. */
  putMissing(records: readonly Availability[]): Promise<BulkResult>;
}

export interface Availability {
  readonly sku: string;
  /** Below zero where more was promised than there is. */
  readonly available: number;
}
