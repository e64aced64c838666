/** A shelf of the shop, which knows its place in the tree. */
export interface Category {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  /** The names from the top of the tree down to this category. */
  readonly path: readonly string[];
  /** The ids from the top of the tree down to this category. */
  readonly pathIds: readonly string[];
}

/** The id of the category above; null at the top. */
export function parentIdOf(category: Category): string | null {
  return category.pathIds.at(-2) ?? null;
}
