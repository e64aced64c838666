import { toTenThousandths } from '@mosaico/service';
import { type Document, ObjectId } from 'mongodb';
import type { ProductFilter } from '../domain/product-filter.ts';
import type { ProductKey, ProductSort } from '../domain/product-sort.ts';

/** A list's order in the collection: by the path, then by id, both in the same direction. */
interface ListOrder {
  path: string;
  direction: 1 | -1;
}

const listOrders: Readonly<Record<ProductSort, ListOrder>> = {
  NEWEST: { path: 'created_at', direction: -1 },
  NAME: { path: 'name_order', direction: 1 },
  PRICE_ASC: { path: 'pricing.base', direction: 1 },
  PRICE_DESC: { path: 'pricing.base', direction: -1 },
  RATING: { path: 'rating.order', direction: -1 },
};

export function listSort(sort: ProductSort): Record<string, 1 | -1> {
  const { path, direction } = listOrders[sort];
  return { [path]: direction, _id: direction };
}

/** The conditions of a filter, each to hold. */
export function filterConditions(filter: ProductFilter): Document[] {
  const { categoryId, brands, minPrice, maxPrice, minRating, tags } = filter;
  const conditions: Document[] = [];
  if (categoryId !== null) conditions.push({ 'category.ids': new ObjectId(categoryId) });
  if (brands !== null) conditions.push({ brand: { $in: [...brands] } });
  if (minPrice !== null) conditions.push({ 'pricing.base': { $gte: toTenThousandths(minPrice) } });
  if (maxPrice !== null) conditions.push({ 'pricing.base': { $lte: toTenThousandths(maxPrice) } });
  if (minRating !== null) conditions.push({ 'rating.average': { $gte: minRating } });
  if (tags !== null) conditions.push({ search_tags: { $all: [...tags] } });
  return conditions;
}

/** What comes after the key. The first condition follows from the second: it lets an index begin in the right place. */
export function afterConditions(after: ProductKey | null): Document[] {
  if (after === null) return [];
  const [sort, key, id] = after;
  const { path, direction } = listOrders[sort];
  const [beyond, from] = direction === 1 ? ['$gt', '$gte'] : ['$lt', '$lte'];
  const value = sort === 'NEWEST' ? new Date(key) : key;
  return [
    { [path]: { [from]: value } },
    {
      $or: [{ [path]: { [beyond]: value } }, { [path]: value, _id: { [beyond]: new ObjectId(id) } }],
    },
  ];
}

/** One filter of which every condition must hold. */
export function all(conditions: readonly Document[]): Document {
  return conditions.length === 0 ? {} : { $and: [...conditions] };
}
