import { expect, test } from '@jest/globals';
import { ObjectId } from 'mongodb';
import { everyProduct, type ProductFilter } from '../src/domain/product-filter.ts';
import { productKey, type ProductKey, type ProductSort, sortValue } from '../src/domain/product-sort.ts';
import { averageRating, type Product } from '../src/domain/product.ts';
import type { ProductRecord } from '../src/index.ts';
import type { ProductDocument } from '../src/store/product-document.ts';
import type { Engine } from './support/engines.ts';
import { id, productRecord, randomNumbers, reviewRecord, shelves, time } from './support/records.ts';
import { storesOver, type TestStores, withStores } from './support/stores.ts';
import { crashingDatabase } from './support/hooked-database.ts';

const sorts: readonly ProductSort[] = ['NEWEST', 'NAME', 'PRICE_ASC', 'PRICE_DESC', 'RATING'];

/** What every ProductStore promises. */
export function describeProductStore(engine: Engine): void {
  test('gives a product as it was written, to the last digit, accent and millisecond', () =>
    withStores(engine, async ({ products }) => {
      const record = productRecord(1, {
        name: 'Crème brûlée torch 🔥',
        description: 'Two\nlines. “Quoted”, and a $dollar.',
        variants: [
          { sku: 'TORCH 1', price: '999999999.9999', attributes: [{ name: 'Colour', value: 'Öl' }] },
          { sku: 'TORCH-2', price: '0.065', attributes: [], weightGrams: 1_000_000 },
        ],
        specifications: [
          { name: 'Zeta', value: '1' },
          { name: 'Alpha', value: '2' },
        ],
        tags: ['b', 'a'],
        images: [{ url: '/images/torch.svg', alt: 'A torch' }],
        createdAt: new Date('2026-03-01T09:30:00.123Z'),
      });
      await products.upsert([record]);
      const found = await products.byIds([record.id]);
      expect(found.map((product) => ({ ...product, categoryId: product.category.id }))).toEqual([
        {
          ...record,
          revision: expect.any(String),
          version: 1,
          rating: { count: 0, sum: 0 },
          availability: [],
          category: {
            id: shelves.coffee.id,
            slug: 'coffee-and-tea',
            name: 'Coffee & Tea',
            path: ['Kitchen', 'Coffee & Tea'],
            pathIds: [shelves.kitchen.id, shelves.coffee.id],
          },
        },
      ]);
    }));

  test('leaves out the ids and skus that nobody has, however many there are', () =>
    withStores(engine, async ({ products }) => {
      await products.upsert([productRecord(1), productRecord(700)]);
      const numbers = Array.from({ length: 1_001 }, (_, n) => n);
      expect((await products.byIds(numbers.map(id))).map((product) => product.id).sort()).toEqual([id(1), id(700)]);
      const found = await products.bySkus(numbers.map((n) => `SKU-${n}`));
      expect(found.map((product) => product.id).sort()).toEqual([id(1), id(700)]);
      const owners = await products.ownersOf([...numbers.map((n) => `SKU-${n}`), 'sku-1']);
      expect(owners.toSorted((a, b) => (a.sku < b.sku ? -1 : 1))).toEqual([
        { sku: 'SKU-1', productId: id(1) },
        { sku: 'SKU-700', productId: id(700) },
      ]);
      expect(await products.ownersOf([])).toEqual([]);
      expect(await products.byIds([])).toEqual([]);
      expect(await products.bySkus([])).toEqual([]);
    }));

  test('gives a product once when several of its skus are asked for', () =>
    withStores(engine, async ({ products }) => {
      await products.upsert([productRecord(1, { variants: [variant('A'), variant('B')] }), productRecord(2)]);
      expect((await products.bySkus(['A', 'B', 'b'])).map((product) => product.id)).toEqual([id(1)]);
      expect(await products.ownersOf(['B', 'A'])).toHaveLength(2);
    }));

  test.each(sorts)('pages through all products in the order %s, ties by id', (sort) =>
    withStores(engine, async (stores) => {
      const all = await writeShop(stores, 5);
      const pages = await allPages(stores, { sort, filter: everyProduct, limit: 7 });
      expect(pages.map((product) => product.id)).toEqual(sorted(all, sort).map((product) => product.id));
    }),
  );

  test('neither repeats nor skips a product when others are added before and behind the page', () =>
    withStores(engine, async (stores) => {
      for (const sort of sorts) {
        const before = new Set((await allPages(stores, { sort, filter: everyProduct, limit: 50 })).map((p) => p.id));
        let added = before.size;
        const records = Array.from({ length: 9 }, () => randomRecord((added += 1), () => (added * 0.37) % 1));
        await stores.products.upsert(records);
        const seen = await allPages(stores, { sort, filter: everyProduct, limit: 3 }, async () => {
          added += 2;
          await stores.products.upsert([
            productRecord(added - 1, { name: 'A', price: '0.01', createdAt: time(0) }),
            productRecord(added, { name: 'Z', price: '999', createdAt: time(99_999) }),
          ]);
        });
        const ids = seen.map((product) => product.id);
        expect(new Set(ids).size).toBe(ids.length);
        expect(ids).toEqual(expect.arrayContaining([...before, ...records.map((record) => record.id)]));
      }
    }));

  test('finds and counts what a filter says, in every order, as a look at each product would', () =>
    withStores(engine, async (stores) => {
      const all = await writeShop(stores, 6);
      for (const filter of filters) {
        const expected = all.filter((product) => passes(product, filter));
        expect(expected.length).toBeGreaterThan(0);
        expect(expected.length).toBeLessThan(all.length);
        expect(await stores.products.count(filter)).toBe(expected.length);
        for (const sort of sorts) {
          const found = await allPages(stores, { sort, filter, limit: 6 });
          expect(found.map((product) => product.id)).toEqual(sorted(expected, sort).map((product) => product.id));
        }
      }
      expect(await stores.products.count(everyProduct)).toBe(all.length);
    }));

  test('gives the same page of several categories, with what is below them', () =>
    withStores(engine, async (stores) => {
      const all = await writeShop(stores, 7);
      const categoryIds = [...Object.values(shelves).map((shelf) => shelf.id), id(0xdead)];
      const pages = await stores.products.pageOfEach(categoryIds, { sort: 'PRICE_ASC', limit: 4, after: null });
      const counts = await stores.products.countOfEach(categoryIds);
      for (const categoryId of categoryIds) {
        const expected = sorted(
          all.filter((product) => product.category.pathIds.includes(categoryId)),
          'PRICE_ASC',
        );
        const page = pages.find((found) => found.categoryId === categoryId)?.products ?? [];
        expect(page.map((product) => product.id)).toEqual(expected.slice(0, 4).map((product) => product.id));
        expect(counts.find((found) => found.categoryId === categoryId)?.count).toBe(expected.length);
      }
    }));

  test('refuses a product whose skus are taken, names them, and keeps nothing of it', () =>
    withStores(engine, async ({ products }) => {
      const [first] = await written(products, [productRecord(1, { variants: [variant('A'), variant('B')] })]);
      const second = { ...first, id: id(2), variants: [variant('C'), variant('B'), variant('A')] as const };
      expect(await products.create(withVariants(second, ['C', 'B', 'A']))).toEqual({
        outcome: 'skuTaken',
        skus: ['B', 'A'],
      });
      expect(await products.count(everyProduct)).toBe(1);
      expect(await products.bySkus(['C'])).toEqual([]);
    }));

  test('gives a sku to one of fifty that want it at the same moment', () =>
    withStores(engine, async ({ products }) => {
      const [model] = await written(products, [productRecord(1)]);
      const wanted = Array.from({ length: 50 }, (_, n) => withVariants({ ...model, id: id(10 + n) }, ['WANTED']));
      const outcomes = await Promise.all(wanted.map((product) => products.create(product)));
      expect(outcomes.filter(({ outcome }) => outcome === 'created')).toHaveLength(1);
      expect(outcomes.filter(({ outcome }) => outcome === 'skuTaken')).toHaveLength(49);
      expect(await products.count(everyProduct)).toBe(2);
    }));

  test('replaces a product that is as it was read, and no other', () =>
    withStores(engine, async ({ products }) => {
      const [first] = await written(products, [productRecord(1), productRecord(2)]);
      const renamed = { ...first, name: 'Renamed', revision: 'r1' };
      expect(await products.replace(renamed, first)).toEqual({ outcome: 'replaced' });
      expect(await products.replace({ ...first, name: 'Late', revision: 'r2' }, first)).toEqual({
        outcome: 'stale',
      });
      expect(await products.replace(withVariants({ ...first, id: id(3) }, ['SKU-3']), first)).toEqual({
        outcome: 'stale',
      });
      const taken = withVariants({ ...renamed, revision: 'r3' }, ['SKU-1', 'SKU-2']);
      expect(await products.replace(taken, renamed)).toEqual({ outcome: 'skuTaken', skus: ['SKU-2'] });
      expect(await products.byIds([id(1)])).toEqual([renamed]);
    }));

  test('gives a sku to one of fifty products that change to have it at the same moment', () =>
    withStores(engine, async ({ products }) => {
      await products.upsert(Array.from({ length: 50 }, (_, n) => productRecord(n + 1)));
      const found: Product[] = await products.byIds(Array.from({ length: 50 }, (_, n) => id(n + 1)));
      const outcomes = await Promise.all(
        found.map((product) => products.replace(withVariants({ ...product, revision: 'new' }, ['WANTED']), product)),
      );
      expect(outcomes.filter(({ outcome }) => outcome === 'replaced')).toHaveLength(1);
      expect(outcomes.filter(({ outcome }) => outcome === 'skuTaken')).toHaveLength(49);
      expect(await products.bySkus(['WANTED'])).toHaveLength(1);
    }));

  test('gives the sku of a product that gave it up, or was never written, to another in the end', () =>
    withStores(engine, async ({ products }, database) => {
      const [first] = await written(products, [productRecord(1)]);
      const [other] = await written(products, [productRecord(2)]);
      const changed = withVariants({ ...first, revision: 'r1' }, ['NEW']);
      expect(await products.replace(changed, first)).toEqual({ outcome: 'replaced' });
      const dying = (await storesOver(crashingDatabase(database, engine.isSharded === true ? 1 : 0).database, engine))
        .products;
      await expect(dying.create(withVariants({ ...first, id: id(3) }, ['LOST']))).rejects.toThrow('killed');
      const twoMinutesLater = (await storesOver(database, { ...engine, now: () => time(100_120) })).products;
      const wants = withVariants({ ...other, revision: 'r2' }, ['SKU-1', 'LOST', 'SKU-2']);
      if (engine.isSharded === true) {
        // Whoever claimed them may still be about to write.
        expect(await products.replace(wants, other)).toEqual({ outcome: 'skuTaken', skus: ['SKU-1', 'LOST'] });
      }
      expect(await twoMinutesLater.replace(wants, other)).toEqual({ outcome: 'replaced' });
      expect(await twoMinutesLater.replace(withVariants({ ...changed, revision: 'r3' }, ['SKU-1']), changed)).toEqual({
        outcome: 'skuTaken',
        skus: ['SKU-1'],
      });
      expect((await products.bySkus(['SKU-1', 'LOST', 'SKU-2'])).map((product) => product.id)).toEqual([id(2)]);
    }));

  test('moves a product to another category, one by one and in bulk', () =>
    withStores(engine, async ({ products, reviews }) => {
      const [first] = await written(products, [productRecord(1), productRecord(2), productRecord(3)]);
      await reviews.upsert([reviewRecord(1, { productId: id(2), rating: 5 })]);
      const garden = { ...first.category, id: shelves.garden.id, pathIds: [shelves.garden.id] };
      const moved = { ...first, category: garden, revision: 'r1' };
      expect(await products.replace(moved, first)).toEqual({ outcome: 'replaced' });
      expect(await products.replace({ ...moved, revision: 'r2' }, { ...first, revision: 'r1' })).toEqual({
        outcome: 'stale',
      });
      const records = [2, 3, 4].map((n) => productRecord(n, n === 3 ? {} : { categoryId: shelves.knives.id }));
      expect(await products.upsert(records)).toEqual({ added: 1, changed: 1 });
      const categories = (await products.byIds([1, 2, 3, 4].map(id))).map((product) => [
        product.id,
        product.category.id,
      ]);
      expect(Object.fromEntries(categories)).toEqual({
        [id(1)]: shelves.garden.id,
        [id(2)]: shelves.knives.id,
        [id(3)]: shelves.coffee.id,
        [id(4)]: shelves.knives.id,
      });
      expect(await products.byIds([id(2)])).toMatchObject([{ rating: { count: 1, sum: 5 } }]);
    }));

  test.each([101, 1_001])('writes, finds and counts %i products in one call each', (count) =>
    withStores(engine, async ({ products }) => {
      const numbers = Array.from({ length: count }, (_, n) => n + 1);
      expect(await products.upsert(numbers.map((n) => productRecord(n)))).toEqual({ added: count, changed: 0 });
      expect(new Set((await products.byIds(numbers.map(id))).map((product) => product.id)).size).toBe(count);
      expect(new Set((await products.bySkus(numbers.map((n) => `SKU-${n}`))).map(({ id }) => id)).size).toBe(count);
      expect(await products.count(everyProduct)).toBe(count);
      expect(await products.page({ sort: 'NEWEST', limit: count, after: null, filter: everyProduct })).toHaveLength(
        count,
      );
    }),
  );

  test('tells skus apart by case, accent, script and emoji', () =>
    withStores(engine, async ({ products }) => {
      const skus = ['tee', 'TEE', 'tée', 'te\u0301e', '茶', '🫖', '🫖🫖', 'tee '];
      await products.upsert(skus.map((sku, n) => productRecord(n + 1, { variants: [variant(sku)] })));
      for (const [n, sku] of skus.entries()) {
        expect((await products.bySkus([sku])).map((product) => product.id)).toEqual([id(n + 1)]);
      }
    }));

  test('keeps prices of nothing and of the most that is exact, and instants before 1970 and after 2038', () =>
    withStores(engine, async ({ products }) => {
      const most = '900719925474.0991';
      await products.upsert([
        productRecord(1, { price: '0', createdAt: new Date('1969-12-31T23:59:59.999Z') }),
        productRecord(2, { price: most, createdAt: new Date('2038-01-19T03:14:08.001Z') }),
        productRecord(3, { price: '0.01' }),
      ]);
      const page = async (sort: ProductSort) =>
        (await products.page({ sort, limit: 9, after: null, filter: everyProduct })).map((product) => product.id);
      expect(await page('PRICE_DESC')).toEqual([id(2), id(3), id(1)]);
      expect(await page('NEWEST')).toEqual([id(2), id(3), id(1)]);
      expect(await products.byIds([id(2)])).toMatchObject([
        { variants: [{ price: most }], createdAt: new Date('2038-01-19T03:14:08.001Z') },
      ]);
      expect(await products.count({ ...everyProduct, minPrice: most })).toBe(1);
      expect(await products.count({ ...everyProduct, maxPrice: '0' })).toBe(1);
    }));

  test('lets one of fifty changes from the same revision through', () =>
    withStores(engine, async ({ products }) => {
      const [product] = await written(products, [productRecord(1)]);
      const outcomes = await Promise.all(
        Array.from({ length: 50 }, (_, n) => products.replace({ ...product, revision: `r${n}` }, product)),
      );
      expect(outcomes.filter(({ outcome }) => outcome === 'replaced')).toHaveLength(1);
    }));

  test(
    'changes nothing when the same records are written again, and keeps ratings when others are',
    () =>
      withStores(engine, async ({ products, reviews }) => {
        const records = Array.from({ length: 1_500 }, (_, n) => productRecord(n + 1));
        expect(await products.upsert(records)).toEqual({ added: 1_500, changed: 0 });
        await reviews.upsert([reviewRecord(1, { rating: 5 })]);
        const [before] = await products.byIds([id(1)]);
        expect(await products.upsert(records)).toEqual({ added: 0, changed: 0 });
        expect(await products.byIds([id(1)])).toEqual([before]);
        expect(await products.upsert([productRecord(1, { name: 'Other' }), productRecord(2)])).toEqual({
          added: 0,
          changed: 1,
        });
        expect(await products.byIds([id(1)])).toMatchObject([{ name: 'Other', rating: { count: 1, sum: 5 } }]);
      }),
    60_000,
  );

  test('counts the version up with each change, in bulk and of the category too, and with nothing else', () =>
    withStores(engine, async ({ products, categories, reviews }) => {
      const version = async () => (await products.byIds([id(1)]))[0]?.version;
      const [first] = await written(products, [productRecord(1), productRecord(2)]);
      await products.upsert([productRecord(1)]);
      await reviews.upsert([reviewRecord(1)]);
      await categories.upsert(Object.values(shelves));
      expect(await version()).toBe(1);
      await products.upsert([productRecord(1, { name: 'Other' }), productRecord(3)]);
      expect(await version()).toBe(2);
      await products.upsert([productRecord(1, { name: 'Other', categoryId: shelves.knives.id })]);
      expect(await version()).toBe(3);
      await categories.upsert([{ ...shelves.knives, name: 'Blades' }]);
      expect(await version()).toBe(4);
      const [moved] = await products.byIds([id(1)]);
      expect(await products.replace({ ...first, version: 5, revision: 'r5' }, moved ?? first)).toEqual({
        outcome: 'replaced',
      });
      expect(await version()).toBe(5);
    }));

  test('reads a product of an earlier release as its first version, of which no stock is known', () =>
    withStores(engine, async ({ products }, database) => {
      const [first] = await written(products, [productRecord(1)]);
      const old = database.collection<ProductDocument>('products');
      await old.updateOne({ _id: new ObjectId(id(1)) }, { $unset: { version: '', availability: '', outbox: '' } });
      expect(await products.byIds([id(1)])).toEqual([{ ...first, version: 1, availability: [] }]);
      expect(await products.replace({ ...first, version: 2, revision: 'r2' }, first)).toEqual({ outcome: 'replaced' });
      expect(await products.byIds([id(1)])).toMatchObject([{ version: 2 }]);
    }));

  test('writes nothing of records that cannot be products', () =>
    withStores(engine, async ({ products }) => {
      const good = productRecord(1);
      const bad: [ProductRecord, string][] = [
        [productRecord(2, { categoryId: id(0xdead) }), `category ${id(0xdead)}, which does not exist`],
        [productRecord(2, { variants: [] }), 'has no variant'],
        [productRecord(2, { variants: [variant('A'), variant('A')] }), 'has the sku A twice'],
      ];
      for (const [record, message] of bad) await expect(products.upsert([good, record])).rejects.toThrow(message);
      expect(await products.count(everyProduct)).toBe(0);
      await products.upsert([good]);
      await expect(products.upsert([productRecord(2, { variants: [variant('SKU-1')] })])).rejects.toThrow();
      expect(await products.byIds([id(2)])).toEqual([]);
    }));
}

const filters: readonly ProductFilter[] = [
  { ...everyProduct, categoryId: shelves.kitchen.id },
  { ...everyProduct, categoryId: shelves.coffee.id },
  { ...everyProduct, brands: ['Acme', 'Nobody'] },
  { ...everyProduct, minPrice: '2.5', maxPrice: '7.5' },
  { ...everyProduct, minRating: 3.5 },
  { ...everyProduct, tags: ['red', 'blue'] },
  { ...everyProduct, categoryId: shelves.kitchen.id, brands: ['Acme', 'Northwind'], minPrice: '2', minRating: 2 },
];

function passes(product: Product, filter: ProductFilter): boolean {
  const price = Number(product.variants[0].price);
  const { categoryId, brands, minPrice, maxPrice, minRating, tags } = filter;
  return (
    (categoryId === null || product.category.pathIds.includes(categoryId)) &&
    (brands === null || brands.includes(product.brand)) &&
    (minPrice === null || price >= Number(minPrice)) &&
    (maxPrice === null || price <= Number(maxPrice)) &&
    (minRating === null || (averageRating(product.rating) ?? 0) >= minRating) &&
    (tags === null || tags.every((tag) => product.tags.includes(tag)))
  );
}

function sorted(products: readonly Product[], sort: ProductSort): Product[] {
  const direction = sort === 'NAME' || sort === 'PRICE_ASC' ? 1 : -1;
  return products.toSorted((a, b) => {
    const [x, y] = [sortValue(a, sort), sortValue(b, sort)];
    return direction * (x === y ? (a.id < b.id ? -1 : 1) : x < y ? -1 : 1);
  });
}

async function allPages(
  { products }: TestStores,
  request: { sort: ProductSort; filter: ProductFilter; limit: number },
  between: () => Promise<void> = () => Promise.resolve(),
): Promise<Product[]> {
  const seen: Product[] = [];
  let after: ProductKey | null = null;
  for (let turns = 0; turns < 200; turns += 1) {
    const page = await products.page({ ...request, after });
    seen.push(...page);
    const last = page.at(-1);
    if (!last || page.length < request.limit) return seen;
    after = productKey(last, request.sort);
    if (turns < 10) await between();
  }
  throw new Error('The pages never end.');
}

/** Forty products of few prices, names, times and ratings, so that there are ties, in random order. */
async function writeShop(stores: TestStores, seed: number): Promise<Product[]> {
  const random = randomNumbers(seed);
  const records = Array.from({ length: 40 }, (_, n) => randomRecord(n + 1, random));
  await stores.products.upsert(records.toSorted((a, b) => (a.name < b.name ? -1 : 1)));
  await stores.reviews.upsert(
    Array.from({ length: 60 }, (_, n) =>
      reviewRecord(n, { productId: id(1 + Math.floor(random() * 30)), rating: 1 + Math.floor(random() * 5) }),
    ),
  );
  return stores.products.byIds(records.map((record) => record.id));
}

function randomRecord(n: number, random: () => number): ProductRecord {
  const pick = <T>(...choices: [T, ...T[]]): T => choices[Math.floor(random() * choices.length)] ?? choices[0];
  return productRecord(n, {
    name: pick('apple', 'Zebra', 'Éclair', 'banana', 'Banana'),
    brand: pick('Acme', 'Northwind', 'Umbra'),
    price: pick('2.5', '2.4999', '7.5', '7.5001', '10', '100'),
    categoryId: pick(shelves.kitchen.id, shelves.coffee.id, shelves.knives.id, shelves.garden.id),
    tags: pick(['red'], ['blue', 'red'], ['red', 'green', 'blue'], []),
    createdAt: time(pick(1, 2, 3)),
  });
}

function variant(sku: string) {
  return { sku, price: '1', attributes: [] };
}

function withVariants(product: Product, [first, ...others]: [string, ...string[]]): Product {
  return { ...product, variants: [variant(first), ...others.map(variant)] };
}

async function written(
  products: TestStores['products'],
  records: readonly [ProductRecord, ...ProductRecord[]],
): Promise<[Product, ...Product[]]> {
  await products.upsert(records);
  const found = await products.byIds(records.map((record) => record.id));
  return found.toSorted((a, b) => (a.id < b.id ? -1 : 1)) as [Product, ...Product[]];
}
