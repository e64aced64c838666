import type { Category } from '../domain/category.ts';
import type { CategoryRecord } from '../records.ts';
import type { BulkResult } from './bulk-result.ts';

/**
 * The tree of categories. Ids are well-formed; ids and slugs that nobody has are misses. Lists of children may be behind, as
 * lists of products.
 */
export interface CategoryStore {
  /** Those of the categories that exist, in any order. */
  byIds(ids: readonly string[]): Promise<Category[]>;
  /** Null for a miss. */
  bySlug(slug: string): Promise<Category | null>;
  /** The categories right below each of the given ones, by name, then by id; null stands for the top of the tree. */
  childrenOf(parentIds: readonly (string | null)[]): Promise<Category[]>;
  /**
   * Adds the categories that are missing and makes the others as given; a parent may stand behind its children. The paths of
   * what is below, and the category that each product carries with it, follow. Interrupted, it is to be repeated.
   * @throws before anything is written when a parent does not exist or a category would be above itself; and when a slug is
   * another category's.
   */
  upsert(records: readonly CategoryRecord[]): Promise<BulkResult>;
}
