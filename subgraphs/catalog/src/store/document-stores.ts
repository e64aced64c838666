import type { CatalogCollections } from './catalog-collections.ts';
import type { CatalogCounts, CatalogPorts } from './catalog-stores.ts';
import { createDocumentAvailabilityStore } from './document-availability-store.ts';
import { createDocumentCategoryStore } from './document-category-store.ts';
import { createDocumentProductStore } from './document-product-store.ts';
import { createDocumentRecommendationStore } from './document-recommendation-store.ts';
import { createDocumentReviewStore } from './document-review-store.ts';
import { createDocumentSearchStore } from './document-search-store.ts';
import { createSkuClaims, noSkuClaims } from './sku-claims.ts';
import { createTombstones } from './tombstones.ts';

/** The stores over the collections of a document database that has been migrated. */
export function createDocumentStores(options: {
  collections: CatalogCollections;
  /** The same collections, from which lists and searches are read; they may lag behind. */
  browsing: CatalogCollections;
  now: () => Date;
  newId: () => string;
  /** Whether products lie on several shards; asked with each write of a product. */
  isSharded: () => boolean;
}): CatalogPorts {
  const { collections, browsing, now, newId, isSharded } = options;
  const claims = createSkuClaims(collections, now);
  return {
    products: createDocumentProductStore({
      collections,
      browsing,
      skuClaims: () => (isSharded() ? claims : noSkuClaims),
      tombstones: createTombstones(collections, { now }),
    }),
    search: createDocumentSearchStore(browsing),
    categories: createDocumentCategoryStore({ collections, browsing, newId }),
    reviews: createDocumentReviewStore({ collections, browsing, now }),
    availability: createDocumentAvailabilityStore(collections),
    recommendations: createDocumentRecommendationStore({ collections, browsing }),
  };
}

export async function countDocuments(collections: CatalogCollections): Promise<CatalogCounts> {
  const [products, categories, reviews, recommendations] = await Promise.all([
    collections.products.countDocuments({}),
    collections.categories.countDocuments({}),
    collections.reviews.countDocuments({}),
    collections.recommendations.countDocuments({}),
  ]);
  return { products, categories, reviews, recommendations };
}
