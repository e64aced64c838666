import type { CategoryRecord } from '../records.ts';
import { type Category, parentIdOf } from './category.ts';

/**
 * The given categories in their places in the tree, and with them those of the known ones that stand below a given one.
 * @throws when a parent does not exist, or a category would be above itself.
 */
export function placeCategories(known: readonly Category[], given: readonly CategoryRecord[]): Category[] {
  const records = new Map<string, CategoryRecord>();
  for (const category of known) records.set(category.id, { ...category, parentId: parentIdOf(category) });
  for (const record of given) records.set(record.id, record);

  const placed = new Map<string, Category>();
  const givenIds = new Set(given.map(({ id }) => id));
  return [...records.keys()].map((id) => place(id, [])).filter(({ pathIds }) => pathIds.some((id) => givenIds.has(id)));

  function place(id: string, below: readonly string[]): Category {
    const before = placed.get(id);
    if (before) return before;
    const record = records.get(id);
    if (!record) throw new Error(`The category ${below.at(-1)} is below the category ${id}, which does not exist.`);
    if (below.includes(id)) throw new Error(`The category ${id} would be above itself.`);
    const { slug, name, parentId } = record;
    const parent = parentId === null ? null : place(parentId, [...below, id]);
    const category = {
      id,
      slug,
      name,
      path: [...(parent?.path ?? []), name],
      pathIds: [...(parent?.pathIds ?? []), id],
    };
    placed.set(id, category);
    return category;
  }
}
