import type { CollectionOptions, DocumentCollection, DocumentDatabase } from '@mosaico/documents';
import type { ObjectId } from 'mongodb';
import type { CategoryDocument } from './category-document.ts';
import type { ProductDocument } from './product-document.ts';
import type { ReviewDocument } from './review-document.ts';
import type { TombstoneDocument } from './tombstone-document.ts';

interface RecommendationDocument {
  /** The product's id. */
  _id: ObjectId;
  /** Best first. */
  related_ids: readonly ObjectId[];
}

/** To whom a sku belongs, where no unique index can tell: see `sku-claims.ts`. */
export interface SkuDocument {
  /** The sku. */
  _id: string;
  product_id: ObjectId;
  /** When its product was last about to be written with it. */
  claimed_at: Date;
}

/** Where the catalog's documents lie. */
export interface CatalogCollections {
  readonly products: DocumentCollection<ProductDocument>;
  readonly categories: DocumentCollection<CategoryDocument>;
  readonly reviews: DocumentCollection<ReviewDocument>;
  readonly recommendations: DocumentCollection<RecommendationDocument>;
  readonly skus: DocumentCollection<SkuDocument>;
  readonly tombstones: DocumentCollection<TombstoneDocument>;
}

export function catalogCollections(database: DocumentDatabase, options: CollectionOptions = {}): CatalogCollections {
  return {
    products: database.collection('products', options),
    categories: database.collection('categories', options),
    reviews: database.collection('reviews', options),
    recommendations: database.collection('recommendations', options),
    skus: database.collection('skus', options),
    tombstones: database.collection('tombstones', options),
  };
}
