import type { DocumentDatabase } from '@mosaico/documents';
import { catalogCollections, createCatalogIndexes } from './catalog-collections.ts';
import type { CatalogStores } from './catalog-stores.ts';
import { createDocumentCategoryStore } from './document-category-store.ts';
import { createDocumentProductStore } from './document-product-store.ts';
import { createDocumentRecommendationStore } from './document-recommendation-store.ts';
import { createDocumentReviewStore } from './document-review-store.ts';
import { createDocumentSearchStore } from './document-search-store.ts';
import { codingFailures } from './coding-failures.ts';

/** The stores over a document database, with the indexes they rely on. */
export async function createDocumentStores(options: {
  database: DocumentDatabase;
  now: () => Date;
  newId: () => string;
}): Promise<Omit<CatalogStores, 'engine' | 'close'>> {
  const { database, now, newId } = options;
  const collections = catalogCollections(database);
  await createCatalogIndexes(collections);
  return {
    products: codingFailures(createDocumentProductStore(collections)),
    search: codingFailures(createDocumentSearchStore(collections)),
    categories: codingFailures(createDocumentCategoryStore({ collections, newId })),
    reviews: codingFailures(createDocumentReviewStore({ collections, now })),
    recommendations: codingFailures(createDocumentRecommendationStore(collections)),
    ping: () => database.ping(),
    async counts() {
      const { products, categories, reviews, recommendations } = collections;
      const [productCount, categoryCount, reviewCount, recommendationCount] = await Promise.all([
        products.countDocuments({}),
        categories.countDocuments({}),
        reviews.countDocuments({}),
        recommendations.countDocuments({}),
      ]);
      return {
        products: productCount,
        categories: categoryCount,
        reviews: reviewCount,
        recommendations: recommendationCount,
      };
    },
  };
}
