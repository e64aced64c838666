/**
 * What a bulk writer gives to the catalog: plain records with explicit ids and times. Writing a record twice changes
 * nothing. Ids of products, categories and reviews are 24 lower-case hexadecimal digits; prices are decimal strings with
 * at most four decimals, in the shop's currency.
 */

export interface CategoryRecord {
  id: string;
  /** Null at the top of the tree. */
  parentId: string | null;
  /** Unique: lower-case letters, digits and hyphens. */
  slug: string;
  name: string;
}

export interface NameValue {
  name: string;
  value: string;
}

export interface ImageRecord {
  /** An https address, or a path that begins with `/`. */
  url: string;
  alt: string;
}

export interface VariantRecord {
  /** Unique in the shop, 1 to 40 characters. */
  sku: string;
  price: string;
  attributes: readonly NameValue[];
  /** What one unit weighs as it is sent, in whole grams; absent where nobody has said. */
  weightGrams?: number;
}

export interface ProductRecord {
  id: string;
  name: string;
  brand: string;
  description: string;
  categoryId: string;
  /** At least one; the first is the default variant. */
  variants: readonly VariantRecord[];
  specifications: readonly NameValue[];
  tags: readonly string[];
  images: readonly ImageRecord[];
  createdAt: Date;
  updatedAt: Date;
}

export interface ReviewRecord {
  id: string;
  productId: string;
  /** One review per customer and product. */
  customerId: string;
  /** 1 to 5. */
  rating: number;
  title: string;
  body: string;
  createdAt: Date;
}

export interface RecommendationRecord {
  productId: string;
  /** Best first. */
  relatedIds: readonly string[];
}
