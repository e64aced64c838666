import { type Document, ObjectId } from 'mongodb';
import { priceRangeStarts } from '../domain/price-ranges.ts';
import type { CatalogCollections } from './catalog-collections.ts';
import { all, filterConditions } from './product-conditions.ts';
import { mustCountWords, matchedWords, score, wordConditions } from './search-expressions.ts';
import type { ProductSearch, SearchStore } from './search-store.ts';

/** @param browsing what is searched, which may lag behind */
export function createDocumentSearchStore({ products }: CatalogCollections): SearchStore {
  return {
    async hits(search, { limit, after }) {
      const found = await products.aggregate<{ _id: ObjectId; score: number }>([
        ...matching(search),
        { $project: { score: score(search) } },
        ...(after === null ? [] : [{ $match: beyond(after) }]),
        { $sort: { score: -1, _id: 1 } },
        { $limit: limit },
      ]);
      return found.map((hit) => ({ productId: hit._id.toHexString(), score: hit.score }));
    },

    async counts(search) {
      const [found] = await products.aggregate<CountsDocument>([
        ...matching(search),
        { $project: { ids: '$category.ids', brand: 1, price: '$pricing.base', stars: { $floor: '$rating.average' } } },
        {
          $facet: {
            total: [{ $count: 'count' }],
            categories: [{ $unwind: '$ids' }, { $sortByCount: '$ids' }],
            brands: [{ $sortByCount: '$brand' }],
            prices: [{ $bucket: { groupBy: '$price', boundaries: priceBoundaries, output: { count: { $sum: 1 } } } }],
            stars: [{ $match: { stars: { $gte: 1 } } }, { $sortByCount: '$stars' }],
          },
        },
      ]);
      return {
        total: found?.total[0]?.count ?? 0,
        categories: (found?.categories ?? []).map(({ _id, count }) => ({ id: _id.toHexString(), count })),
        brands: (found?.brands ?? []).map(({ _id, count }) => ({ brand: _id, count })),
        prices: (found?.prices ?? []).map(({ _id, count }) => ({ from: _id / 10_000, count })),
        stars: (found?.stars ?? []).map(({ _id, count }) => ({ stars: _id, count })),
      };
    },
  };
}

interface CountsDocument extends Document {
  total: { count: number }[];
  categories: { _id: ObjectId; count: number }[];
  brands: { _id: string; count: number }[];
  prices: { _id: number; count: number }[];
  stars: { _id: number; count: number }[];
}

/** In ten-thousandths; the last range ends where exact numbers do. */
const priceBoundaries = [...priceRangeStarts.map((start) => start * 10_000), Number.MAX_SAFE_INTEGER];

/** The stages that leave what matches. An index finds what has the words, or one of them; how many it has is counted then. */
function matching(search: ProductSearch): Document[] {
  const candidates = { $match: all([...wordConditions(search), ...filterConditions(search.filter)]) };
  if (!mustCountWords(search)) return [candidates];
  return [candidates, { $match: { $expr: { $gte: [matchedWords(search.query), search.required] } } }];
}

function beyond({ score: from, id }: { score: number; id: string }): Document {
  return { $or: [{ score: { $lt: from } }, { score: from, _id: { $gt: new ObjectId(id) } }] };
}
