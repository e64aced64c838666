import type { DocumentCollection, DocumentDatabase } from '@mosaico/documents';
import type { ObjectId } from 'mongodb';
import type { CategoryDocument } from './category-document.ts';
import type { ProductDocument } from './product-document.ts';
import type { ReviewDocument } from './review-document.ts';

interface RecommendationDocument {
  /** The product's id. */
  _id: ObjectId;
  /** Best first. */
  related_ids: readonly ObjectId[];
}

/** Where the catalog's documents lie. */
export interface CatalogCollections {
  readonly products: DocumentCollection<ProductDocument>;
  readonly categories: DocumentCollection<CategoryDocument>;
  readonly reviews: DocumentCollection<ReviewDocument>;
  readonly recommendations: DocumentCollection<RecommendationDocument>;
}

export function catalogCollections(database: DocumentDatabase): CatalogCollections {
  return {
    products: database.collection('products'),
    categories: database.collection('categories'),
    reviews: database.collection('reviews'),
    recommendations: database.collection('recommendations'),
  };
}

/** The indexes that the stores' questions rely on. Creating them again does nothing. */
export async function createCatalogIndexes({ products, categories, reviews }: CatalogCollections): Promise<void> {
  await products.createIndex({ 'variants.sku': 1 }, { unique: true, name: 'variants_sku' });
  await products.createIndex({ 'search.all': 1 }, { name: 'search_terms' });
  await products.createIndex({ brand: 1 }, { name: 'brand' });
  await products.createIndex({ search_tags: 1 }, { name: 'search_tags' });
  await products.createIndex({ 'rating.pending.since': 1 }, { name: 'rating_pending', sparse: true });
  // One for each order of a list, of the whole shop and of a category with all below it; read backwards where dearest is first.
  for (const [name, path] of Object.entries(listOrders)) {
    await products.createIndex({ [path]: 1, _id: 1 }, { name: `by_${name}` });
    await products.createIndex({ 'category.ids': 1, [path]: 1, _id: 1 }, { name: `category_by_${name}` });
  }
  await categories.createIndex({ slug: 1 }, { unique: true, name: 'slug' });
  await categories.createIndex({ parent_id: 1 }, { name: 'children' });
  await reviews.createIndex({ product_id: 1, customer_id: 1 }, { unique: true, name: 'one_for_each_customer' });
  await reviews.createIndex({ product_id: 1, created_at: -1, _id: -1 }, { name: 'newest_of_product' });
}

const listOrders = { age: 'created_at', name: 'name_order', price: 'pricing.base', rating: 'rating.order' };
