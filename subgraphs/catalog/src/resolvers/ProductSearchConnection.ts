import { toFacets } from '../domain/facets.ts';
import type { ProductSearchConnectionResolvers } from '../generated/resolvers.ts';
import { loadInOrder } from './load-in-order.ts';

export const ProductSearchConnection = {
  totalCount: async ({ counts }) => (await counts()).total,

  async facets(matches, _args, { loaders, currency }) {
    const counts = await matches.counts();
    const categories = await loadInOrder(
      loaders.category,
      counts.categories.map(({ id }) => id),
    );
    const names = categories.flatMap((category) => (category ? [[category.id, category.name] as const] : []));
    return toFacets({ counts, categoryNames: new Map(names), currency });
  },
} satisfies ProductSearchConnectionResolvers;
