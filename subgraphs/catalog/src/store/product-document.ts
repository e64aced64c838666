import { fromTenThousandths, toTenThousandths } from '@mosaico/service';
import { ObjectId } from 'mongodb';
import type { Category } from '../domain/category.ts';
import { nameOrder, ratingOrder } from '../domain/product-sort.ts';
import { averageRating, type Product, type RatingSummary, type Variant } from '../domain/product.ts';
import type { ImageRecord, NameValue } from '../records.ts';
import type { OutboxFields } from './outbox-document.ts';
import { searchTerms, type SearchTerms } from '../search/search-terms.ts';

/** A product as it lies in the collection `products`. Money is an integer count of ten-thousandths. */
export interface ProductDocument {
  _id: ObjectId;
  revision: string;
  /** Absent in a document of an earlier release: it is the first. */
  version?: number;
  name: string;
  /** The name as the alphabet orders it. */
  name_order: string;
  brand: string;
  description: string;
  category: CategorySnapshot;
  specifications: readonly NameValue[];
  /** The price of the default variant, to sort and filter by. */
  pricing: { base: number };
  variants: readonly VariantDocument[];
  search_tags: readonly string[];
  images: readonly ImageRecord[];
  rating: RatingDocument;
  /** Written by the availability store alone, but that a variant which the product gives up takes its own with it. */
  availability?: readonly AvailabilityDocument[];
  outbox?: OutboxFields;
  /** Derived from the rest, with every write of it. */
  search: SearchTerms;
  created_at: Date;
  updated_at: Date;
}

interface VariantDocument {
  sku: string;
  price: number;
  attributes: readonly NameValue[];
  /** Absent where it is not known. */
  weight_grams?: number;
}

/** A category as its products carry it, so that a product is read in one piece. */
export interface CategorySnapshot {
  id: ObjectId;
  slug: string;
  name: string;
  /** Names, and ids, from the top of the tree down to the category. */
  path: readonly string[];
  ids: readonly ObjectId[];
}

/** Written by the review store alone. */
interface RatingDocument {
  count: number;
  sum: number;
  average: number | null;
  /** What the list of the best rated is sorted by. */
  order: number;
  /** How often the summary was written: a summary counted before another one was written is refused. */
  revision: number;
  /** Reviews that are being added; one that stays belongs to a process that died. */
  pending?: readonly { review_id: ObjectId; since: Date }[];
}

/** What is known of a variant's stock, and as of which of its movements; none yet is 0. */
interface AvailabilityDocument {
  sku: string;
  available: number;
  movement: number;
}

/** What whoever writes a product says of it. */
export type ProductContent = Omit<ProductDocument, '_id' | 'version' | 'rating' | 'availability' | 'outbox'>;

export function toProductContent(product: Omit<Product, 'id' | 'version' | 'rating' | 'availability'>): ProductContent {
  const { revision, name, brand, description, category, variants, specifications, tags, images } = product;
  return {
    revision,
    name,
    name_order: nameOrder(name),
    brand,
    description,
    category: toCategorySnapshot(category),
    specifications: specifications.map(toPair),
    pricing: { base: toTenThousandths(variants[0].price) },
    variants: variants.map(({ sku, price, attributes, weightGrams }) => ({
      sku,
      price: toTenThousandths(price),
      attributes: attributes.map(toPair),
      ...(weightGrams === undefined ? {} : { weight_grams: weightGrams }),
    })),
    search_tags: [...tags],
    images: images.map(({ url, alt }) => ({ url, alt })),
    search: searchTerms({ name, brand, tags, description, skus: variants.map(({ sku }) => sku) }),
    created_at: product.createdAt,
    updated_at: product.updatedAt,
  };
}

export function toCategorySnapshot({ id, slug, name, path, pathIds }: Category): CategorySnapshot {
  return { id: new ObjectId(id), slug, name, path: [...path], ids: pathIds.map((pathId) => new ObjectId(pathId)) };
}

export function toRatingFields(summary: RatingSummary) {
  const { count, sum } = summary;
  return { count, sum, average: averageRating(summary), order: ratingOrder(summary) };
}

/** The version of a document that has none. */
const firstVersion = 1;

export function toProduct(document: ProductDocument): Product {
  const { revision, version = firstVersion, name, brand, description, specifications, images, rating } = document;
  const { availability = [] } = document;
  return {
    id: document._id.toHexString(),
    revision,
    version,
    name,
    brand,
    description,
    category: toCategory(document.category),
    variants: document.variants.map(toVariant) as [Variant, ...Variant[]],
    specifications,
    tags: document.search_tags,
    images,
    rating: { count: rating.count, sum: rating.sum },
    availability: availability.map(({ sku, available }) => ({ sku, available })),
    createdAt: document.created_at,
    updatedAt: document.updated_at,
  };
}

function toVariant({ sku, price, attributes, weight_grams: weightGrams }: VariantDocument): Variant {
  return { sku, price: fromTenThousandths(price), attributes, ...(weightGrams === undefined ? {} : { weightGrams }) };
}

function toCategory({ id, slug, name, path, ids }: CategorySnapshot): Category {
  return { id: id.toHexString(), slug, name, path, pathIds: ids.map((pathId) => pathId.toHexString()) };
}

/** Nothing but the two fields, whatever else the given object has. */
function toPair({ name, value }: NameValue): NameValue {
  return { name, value };
}
