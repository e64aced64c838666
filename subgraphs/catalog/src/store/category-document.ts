import type { ObjectId } from 'mongodb';
import type { Category } from '../domain/category.ts';

/** A category as it lies in the collection `categories`. */
export interface CategoryDocument {
  _id: ObjectId;
  /** Null at the top of the tree. */
  parent_id: ObjectId | null;
  slug: string;
  name: string;
  /** Names, and ids, from the top of the tree down to the category: kept right by every write of the tree. */
  path: readonly string[];
  ids: readonly ObjectId[];
}

export function toCategory({ _id, slug, name, path, ids }: CategoryDocument): Category {
  return { id: _id.toHexString(), slug, name, path, pathIds: ids.map((id) => id.toHexString()) };
}
