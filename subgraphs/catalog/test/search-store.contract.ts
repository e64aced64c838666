import { expect, test } from '@jest/globals';
import { everyProduct, type GivenFilter, type ProductFilter } from '../src/domain/product-filter.ts';
import { priceRangeStarts } from '../src/domain/price-ranges.ts';
import { averageRating, type Product } from '../src/domain/product.ts';
import { searchProducts } from '../src/domain/search-products.ts';
import { parseSearchQuery } from '../src/search/search-query.ts';
import { searchTerms } from '../src/search/search-terms.ts';
import type { HitKey, ProductSearch, SearchHit } from '../src/store/search-store.ts';
import type { Engine } from './support/engines.ts';
import { id, productRecord, randomNumbers, reviewRecord, shelves } from './support/records.ts';
import { smallShop } from './support/small-shop.ts';
import { type TestStores, withStores } from './support/stores.ts';

/** What every SearchStore promises, and what a shopper may expect of search over it. */
export function describeSearchStore(engine: Engine): void {
  test('finds whole words, the beginning of the last one, and every form of a word', () =>
    withShop(async (find) => {
      expect(await find('coffee')).toEqual(['Coffee Grinder', 'Cafetière French Press', 'Espresso Cups, Set of Two']);
      expect(await find('coff')).toEqual(['Coffee Grinder', 'Cafetière French Press', 'Espresso Cups, Set of Two']);
      expect(await find('knife')).toEqual(['Bread Knife', 'Steak Knives, Set of Four']);
      expect(await find('knives')).toEqual(await find('knife'));
      expect(await find('loaf')).toEqual(['Bread Knife']);
      expect(await find('gardeners')).toEqual(['Watering Can']);
      expect(await find('water can')).toEqual(['Watering Can']);
      expect(await find('makeup')).toEqual(['Make-Up Pads']);
    }));

  test('takes only the last word for the beginning of one, and only while nothing follows it', () =>
    withShop(async (find) => {
      expect(await find('press')).toEqual(['Cafetière French Press']);
      expect(await find('press coff')).toEqual(['Cafetière French Press']);
      expect(await find('coff press')).toEqual(['Cafetière French Press']); // by most words
      expect(await find('cera')).toEqual(['Coffee Grinder']);
      expect(await find('cera ')).toEqual([]);
      expect(await find('a')).toEqual([]);
    }));

  test('sees through accents and case, in the shop and in what is typed', () =>
    withShop(async (find) => {
      for (const query of ['cafetiere', 'CAFETIÈRE', 'cafetie', 'Cafetie\u0300re']) {
        expect(await find(query)).toEqual(['Cafetière French Press']);
      }
      expect(await find('brulerie terracotta')).toEqual(['Terracotta Pot']);
    }));

  test('puts the name before brand and tags, those before the description, and a whole word before a beginning', () =>
    withShop(async (find) => {
      expect(await find('pan')).toEqual(['Frying Pan', 'Panettone Mould']);
      expect(await find('pot')).toEqual(['Terracotta Pot', 'Cafetière French Press']);
      expect(await find('oak')).toEqual([
        'Coffee Grinder',
        'Espresso Cups, Set of Two',
        'Watering Can',
        'Panettone Mould',
        'Steak Knives, Set of Four',
      ]);
    }));

  test('finds what has every word, and what has most of them only when nothing has all', () =>
    withShop(async (find) => {
      expect(await find('coffee cups')).toEqual(['Espresso Cups, Set of Two']);
      expect(await find('coffee submarine')).toEqual(await find('coffee '));
      expect(await find('oak coffee submarine')).toEqual(['Coffee Grinder', 'Espresso Cups, Set of Two']);
      expect(await find('submarine')).toEqual([]);
      // Somewhere a product has both words: that the filter hides it does not loosen the query.
      expect(await find('coffee cups', { brands: ['Brûlerie'] })).toEqual([]);
      expect(await find('coffee submarine', { brands: ['Brûlerie'] })).toEqual(['Cafetière French Press']);
    }));

  test('passes over words that say nothing', () =>
    withShop(async (find) => {
      expect(await find('the knives for a set of the four')).toEqual(['Steak Knives, Set of Four']);
      expect(await find('a set of')).toEqual(['Espresso Cups, Set of Two', 'Steak Knives, Set of Four']);
      expect(await find('¿?')).toEqual([]);
    }));

  test('finds the product of a sku first, however it is written', () =>
    withShop(async (find) => {
      for (const query of ['COF-FRP-1L', 'cof-frp-1l', ' COF-FRP-1L ']) {
        expect((await find(query))[0]).toBe('Cafetière French Press');
      }
      expect(await find('pads')).toEqual(['Panettone Mould', 'Make-Up Pads']);
      expect((await find('PAN 28'))[0]).toBe('Frying Pan');
    }));

  test('takes nothing that is typed for more than words', () =>
    withShop(async (find) => {
      for (const query of ['$search.name', '.*', '{"$gt":""}', '$$ROOT', '(', '^q', '1.', '\\']) {
        expect(await find(query)).toEqual([]);
      }
    }));

  test('finds words of any script, and passes over emoji', () =>
    withStores(engine, async ({ products, search }) => {
      await products.upsert([
        productRecord(1, { name: 'Чайник медный 🫖' }),
        productRecord(2, { name: '急須 Teekanne' }),
        productRecord(3, { name: 'Théière 🫖 en fonte' }),
      ]);
      const find = async (typed: string) =>
        (await search.hits(searchFor(typed), { limit: 9, after: null })).map((hit) => hit.productId);
      expect(await find('чайник')).toEqual([id(1)]);
      expect(await find('ЧАЙ')).toEqual([id(1)]);
      expect(await find('急須')).toEqual([id(2)]);
      expect(await find('theiere 🫖 fonte')).toEqual([id(3)]);
      expect(searchFor('🫖').query.words).toEqual([]);
    }));

  test('scores, pages and counts as a look at each product would', () =>
    withStores(engine, async (stores) => {
      const products = await writeRandomShop(stores, 11);
      for (const search of searches) {
        const matches = products.map((product) => match(product, search)).filter((found) => found !== null);
        expect(matches.length).toBeGreaterThan(0);
        const expected = matches
          .map(({ product, score }) => ({ productId: product.id, score }))
          .sort((a, b) => b.score - a.score || (a.productId < b.productId ? -1 : 1));
        expect(await allHits(stores, search)).toEqual(expected);
        expect(sortCounts(await stores.search.counts(search))).toEqual(
          sortCounts(counted(matches.map(({ product }) => product))),
        );
      }
    }));

  test('neither repeats nor skips a match when others are added before and behind the page', () =>
    withStores(engine, async (stores) => {
      const search = searchFor('red kettle');
      const before = (await writeRandomShop(stores, 12)).filter((product) => match(product, search));
      let added = 500;
      const hits = await allHits(stores, search, async () => {
        added += 2;
        await stores.products.upsert([
          productRecord(added - 1, { name: 'Red kettle' }),
          productRecord(added, { description: 'A red kettle' }),
        ]);
      });
      const ids = hits.map(({ productId }) => productId);
      expect(new Set(ids).size).toBe(ids.length);
      expect(ids).toEqual(expect.arrayContaining(before.map((product) => product.id)));
      expect(added).toBeGreaterThan(502);
    }));

  function withShop(
    run: (find: (query: string, filter?: GivenFilter) => Promise<(string | undefined)[]>) => Promise<void>,
  ): Promise<void> {
    return withStores(engine, async ({ products, search }) => {
      await products.upsert(smallShop);
      await run(async (query, filter) => {
        const found = await searchProducts({
          given: { query, filter: filter ?? null },
          search,
          productsByIds: async (ids) => {
            const byId = new Map((await products.byIds(ids)).map((product) => [product.id, product]));
            return ids.map((productId) => byId.get(productId) ?? null);
          },
        });
        return found.edges.map(({ node }) => node.name);
      });
    });
  }
}

function searchFor(typed: string, filter: Partial<ProductFilter> = {}, required?: number): ProductSearch {
  const query = parseSearchQuery(typed);
  return { query, required: required ?? query.words.length, filter: { ...everyProduct, ...filter } };
}

const searches: readonly ProductSearch[] = [
  searchFor('kettle'),
  searchFor('red kettle'),
  searchFor('re'),
  searchFor('red kettle wood', {}, 2),
  searchFor('red kettle', {}, 1),
  searchFor('red', { categoryId: shelves.kitchen.id }),
  searchFor('kettle', { minPrice: '10', maxPrice: '100', minRating: 2 }),
  searchFor('wood ket', { brands: ['Redwood'] }),
];

/** What a search thinks of a product, told without a database. */
function match(product: Product, { query, required, filter }: ProductSearch) {
  const { name, brand, tags, description } = product;
  const skus = product.variants.map(({ sku }) => sku);
  const terms = searchTerms({ name, brand, tags, description, skus });
  const places = [
    { terms: terms.name.split(' '), whole: 12, beginning: 8 },
    { terms: terms.labels.split(' '), whole: 6, beginning: 4 },
    { terms: terms.all, whole: 2, beginning: 1 },
  ];
  const scores = query.words.map(({ stem, prefix }) => {
    for (const place of places) {
      if (place.terms.includes(stem)) return place.whole;
      if (prefix !== null && place.terms.some((term) => term.startsWith(prefix))) return place.beginning;
    }
    return 0;
  });
  const price = Number(product.variants[0].price);
  const passes =
    scores.filter((score) => score > 0).length >= required &&
    (filter.categoryId === null || product.category.pathIds.includes(filter.categoryId)) &&
    (filter.brands === null || filter.brands.includes(brand)) &&
    (filter.minPrice === null || price >= Number(filter.minPrice)) &&
    (filter.maxPrice === null || price <= Number(filter.maxPrice)) &&
    (filter.minRating === null || (averageRating(product.rating) ?? 0) >= filter.minRating);
  return passes ? { product, score: scores.reduce((sum, score) => sum + score, 0) } : null;
}

type Counts = Awaited<ReturnType<TestStores['search']['counts']>>;

function counted(products: readonly Product[]): Counts {
  const count = <Key>(keys: readonly Key[]): [Key, number][] =>
    [...new Set(keys)].map((key) => [key, keys.filter((other) => other === key).length]);
  const rangeOf = (price: number) => Math.max(...priceRangeStarts.filter((start) => start <= price));
  const averages = products.map((product) => averageRating(product.rating)).filter((average) => average !== null);
  return {
    total: products.length,
    categories: count(products.flatMap((product) => product.category.pathIds)).map(([key, n]) => ({
      id: key,
      count: n,
    })),
    brands: count(products.map((product) => product.brand)).map(([brand, n]) => ({ brand, count: n })),
    prices: count(products.map((product) => rangeOf(Number(product.variants[0].price)))).map(([from, n]) => ({
      from,
      count: n,
    })),
    stars: count(averages.map(Math.floor)).map(([stars, n]) => ({ stars, count: n })),
  };
}

function sortCounts(counts: Counts): Counts {
  const sorted = <T>(list: readonly T[]) => list.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  const { total, categories, brands, prices, stars } = counts;
  return {
    total,
    categories: sorted(categories),
    brands: sorted(brands),
    prices: sorted(prices),
    stars: sorted(stars),
  };
}

async function allHits(
  { search }: TestStores,
  asked: ProductSearch,
  between: () => Promise<void> = () => Promise.resolve(),
): Promise<SearchHit[]> {
  const seen: SearchHit[] = [];
  let after: HitKey | null = null;
  for (let turns = 0; turns < 100; turns += 1) {
    const hits = await search.hits(asked, { limit: 3, after });
    seen.push(...hits);
    const last = hits.at(-1);
    if (!last || hits.length < 3) return seen;
    after = { score: last.score, id: last.productId };
    if (turns < 5) await between();
  }
  throw new Error('The pages never end.');
}

/** Sixty products of few words, so that they collide in all places. */
async function writeRandomShop(stores: TestStores, seed: number): Promise<Product[]> {
  const random = randomNumbers(seed);
  const pick = <T>(...choices: [T, ...T[]]): T => choices[Math.floor(random() * choices.length)] ?? choices[0];
  const word = () => pick('red', 'kettle', 'kettles', 'wooden', 'wood', 'reddish', 'steel', 'blue');
  const records = Array.from({ length: 60 }, (_, n) =>
    productRecord(n + 1, {
      name: `${word()} ${word()}`,
      brand: pick('Redwood', 'Kettle & Co', 'Acme'),
      tags: [word()],
      description: `${word()}, ${word()} and ${word()}.`,
      categoryId: pick(shelves.kitchen.id, shelves.coffee.id, shelves.knives.id, shelves.garden.id),
      price: pick('0', '9.9999', '10', '24.99', '25', '99.99', '100', '250', '1000'),
    }),
  );
  await stores.products.upsert(records);
  await stores.reviews.upsert(
    Array.from({ length: 80 }, (_, n) =>
      reviewRecord(n, { productId: id(1 + Math.floor(random() * 40)), rating: 1 + Math.floor(random() * 5) }),
    ),
  );
  return stores.products.byIds(records.map((record) => record.id));
}
