/** What the cart asks the catalog. */
export interface CatalogClient {
  /**
   * The variant with exactly this sku, and the product it is of; null when the catalog has none that the caller may see.
   * Rejects with SUBGRAPH_UNAVAILABLE or STORE_UNAVAILABLE when the catalog cannot tell.
   */
  findVariant(sku: string): Promise<{ sku: string; productId: string } | null>;
}
