import { parentIdOf } from '../domain/category.ts';
import { isDocumentId } from '../domain/ids.ts';
import { parsePage, toProductList } from '../domain/product-page.ts';
import type { CategoryResolvers } from '../generated/resolvers.ts';

export const Category = {
  __resolveReference({ id }, { loaders }) {
    return isDocumentId(id) ? loaders.category.load(id) : null;
  },

  parent(category, _args, { loaders }) {
    const parentId = parentIdOf(category);
    return parentId === null ? null : loaders.category.load(parentId);
  },

  async children({ id }, _args, { loaders }) {
    return (await loaders.children.load(id))?.children ?? [];
  },

  async products({ id }, args, { loaders }) {
    const page = parsePage(args);
    const found = await loaders.categoryPage(page).load(id);
    const countAll = async () => (await loaders.categoryCount.load(id))?.count ?? 0;
    return toProductList({ found: found?.products ?? [], page, countAll });
  },
} satisfies CategoryResolvers;
