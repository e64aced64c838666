import { pageRequest, toConnection, type Connection } from '@mosaico/service';
import { mostOf, parseSearchQuery } from '../search/search-query.ts';
import type { HitKey, MatchCounts, SearchHit, SearchStore } from '../store/search-store.ts';
import { checkText } from './checks.ts';
import { isDocumentId } from './ids.ts';
import { everyProduct, type GivenFilter, parseProductFilter } from './product-filter.ts';
import type { Product } from './product.ts';

/** A page of search results. All matches are counted only when somebody asks, and once. */
export interface ProductMatches extends Connection<Product> {
  readonly counts: () => Promise<MatchCounts>;
}

/** Where a match stands: how many words were required of it, its score and its id. */
type MatchKey = readonly [required: number, score: number, id: string];

/**
 * Finds the products that have every word typed, or, when no product of the shop has, most of the words.
 * @throws BAD_USER_INPUT for a query, filter or page that cannot be meant.
 */
export async function searchProducts(options: {
  given: { query: string; filter?: GivenFilter | null; first?: number | null; after?: string | null };
  search: SearchStore;
  /** In the order of the ids, null for a miss. */
  productsByIds: (ids: readonly string[]) => Promise<readonly (Product | null)[]>;
}): Promise<ProductMatches> {
  const { given, search, productsByIds } = options;
  // What follows the last word tells whether it is finished.
  checkText('query', given.query, { least: 1, most: 200 });
  const query = parseSearchQuery(given.query);
  const words = query.words.length;
  const isKey = (value: unknown): value is MatchKey => isMatchKey(value, words);
  const { limit, after } = pageRequest(given, { defaultFirst: 20, isKey });
  const filter = parseProductFilter(given.filter);
  if (words === 0) return { ...toConnection([], { limit, keyOf: String }), counts: () => Promise.resolve(noMatches) };

  const { hits, required } = await findHits();
  const keyOf = (hit: SearchHit): MatchKey => [required, hit.score, hit.productId];
  const { edges, pageInfo } = toConnection(hits, { limit, keyOf });
  const products = await productsByIds(edges.map(({ node }) => node.productId));
  return {
    // A product that was removed since it was found is left out.
    edges: edges.flatMap(({ cursor }, at) => (products[at] ? [{ cursor, node: products[at] }] : [])),
    pageInfo,
    counts: once(() => search.counts({ query, required, filter })),
  };

  async function findHits() {
    const page = { limit: limit + 1, after: after && toHitKey(after) };
    const required = after?.[0] ?? words;
    const hits = await search.hits({ query, required, filter }, page);
    if (hits.length > 0 || after !== null || words === 1) return { hits, required };
    // A filter that leaves nothing does not loosen the query: a product that has every word is there, behind the filter.
    const isFiltered = Object.values(filter).some((condition) => condition !== null);
    if (
      isFiltered &&
      (await search.hits({ query, required, filter: everyProduct }, { limit: 1, after: null })).length > 0
    )
      return { hits, required };
    const most = mostOf(words);
    return { hits: await search.hits({ query, required: most, filter }, page), required: most };
  }
}

const noMatches: MatchCounts = { total: 0, categories: [], brands: [], prices: [], stars: [] };

function toHitKey([, score, id]: MatchKey): HitKey {
  return { score, id };
}

function isMatchKey(value: unknown, words: number): value is MatchKey {
  if (!Array.isArray(value) || value.length !== 3) return false;
  const [required, score, id] = value as unknown[];
  const isRequired = required === words || required === mostOf(words);
  return isRequired && Number.isSafeInteger(score) && isDocumentId(id);
}

function once<T>(ask: () => Promise<T>): () => Promise<T> {
  let answer: Promise<T> | undefined;
  return () => (answer ??= ask());
}
