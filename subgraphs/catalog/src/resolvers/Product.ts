import { pageRequest, toConnection } from '@mosaico/service';
import { isDocumentId, isInstant } from '../domain/ids.ts';
import { averageRating } from '../domain/product.ts';
import { mostRelated, relatedProducts } from '../domain/related-products.ts';
import { type ReviewKey, reviewKey } from '../domain/review.ts';
import type { ProductResolvers } from '../generated/resolvers.ts';
import { loadInOrder } from './load-in-order.ts';

export const Product = {
  __resolveReference({ id }, { loaders }) {
    return isDocumentId(id) ? loaders.product.load(id) : null;
  },

  sku: ({ variants }) => variants[0].sku,
  price: ({ variants }, _args, { currency }) => ({ amount: variants[0].price, currency }),
  variants: (product) => product.variants.map((variant) => ({ variant, product })),
  rating: ({ rating }) => ({ average: averageRating(rating), count: rating.count }),

  async reviews({ id, rating }, args, { loaders }) {
    const { limit, after } = pageRequest(args, { defaultFirst: 10, isKey: isReviewKey });
    const found = await loaders.reviewPage({ limit: limit + 1, after }).load(id);
    return { ...toConnection(found?.reviews ?? [], { limit, keyOf: reviewKey }), totalCount: rating.count };
  },

  related(product, { first }, { loaders }) {
    return relatedProducts({
      product,
      first,
      recommendedIds: async (id) => (await loaders.recommendation.load(id))?.relatedIds ?? [],
      productsByIds: (ids) => loadInOrder(loaders.product, ids),
      bestOfCategory: async (categoryId) =>
        (await loaders.categoryPage({ sort: 'RATING', limit: mostRelated + 1, after: null }).load(categoryId))
          ?.products ?? [],
    });
  },
} satisfies ProductResolvers;

function isReviewKey(value: unknown): value is ReviewKey {
  if (!Array.isArray(value) || value.length !== 2) return false;
  const [writtenAt, id] = value as unknown[];
  return isInstant(writtenAt) && isDocumentId(id);
}
