import { expect, test } from '@jest/globals';
import { type Review, type ReviewKey, reviewKey } from '../src/domain/review.ts';
import { crashingDatabase, hookedDatabase } from './support/hooked-database.ts';
import type { Engine } from './support/engines.ts';
import { id, productRecord, reviewRecord, time } from './support/records.ts';
import { storesOver, type TestStores, withStores } from './support/stores.ts';

/** What every ReviewStore promises. */
export function describeReviewStore(engine: Engine): void {
  test('adds a review and counts it in the rating', () =>
    withProduct(async ({ reviews, products }) => {
      expect(await reviews.add(reviewRecord(1, { rating: 5 }))).toEqual({ outcome: 'added' });
      expect(await reviews.add(reviewRecord(2, { rating: 2 }))).toEqual({ outcome: 'added' });
      expect(await rating(products)).toEqual({ count: 2, sum: 7 });
    }));

  test('gives the review that is there to a customer who writes another one', () =>
    withProduct(async ({ reviews, products }) => {
      const first = reviewRecord(1, { rating: 5 });
      await reviews.add(first);
      const second = { ...first, id: id(99), rating: 1 };
      expect(await reviews.add(second)).toEqual({ outcome: 'alreadyReviewed', review: first });
      expect(await rating(products)).toEqual({ count: 1, sum: 5 });
    }));

  test('keeps no review of a product that does not exist', () =>
    withProduct(async ({ reviews, counts }) => {
      expect(await reviews.add(reviewRecord(1, { productId: id(0xdead) }))).toEqual({ outcome: 'productNotFound' });
      expect((await counts()).reviews).toBe(0);
    }));

  test('counts forty reviews that arrive at the same moment, each once', () =>
    withProduct(async ({ reviews, products }) => {
      const records = Array.from({ length: 40 }, (_, n) => reviewRecord(n, { rating: 1 + (n % 5) }));
      await Promise.all(records.map((record) => reviews.add(record)));
      expect(await rating(products)).toEqual({ count: 40, sum: 120 });
    }));

  test('does not write a count that a review of another process has overtaken', () =>
    withProduct(async ({ reviews, products }, database) => {
      let overtaking: Promise<unknown> | undefined;
      const overtaken = hookedDatabase(database, async (question) => {
        if (question === 'products.bulkWrite') await (overtaking ??= reviews.add(reviewRecord(2, { rating: 1 })));
      });
      const slow = (await storesOver(overtaken)).reviews;
      expect(await slow.add(reviewRecord(1, { rating: 5 }))).toEqual({ outcome: 'added' });
      expect(await overtaking).toEqual({ outcome: 'added' });
      expect(await rating(products)).toEqual({ count: 2, sum: 6 });
    }));

  test('takes one of fifty reviews that a customer sends at the same moment', () =>
    withProduct(async ({ reviews, products }) => {
      const records = Array.from({ length: 50 }, (_, n) => reviewRecord(n, { customerId: '1', rating: 3 }));
      const outcomes = await Promise.all(records.map((record) => reviews.add(record)));
      const added = records.filter((_, at) => outcomes[at]?.outcome === 'added');
      expect(added).toHaveLength(1);
      for (const outcome of outcomes) {
        if (outcome.outcome !== 'added') expect(outcome).toEqual({ outcome: 'alreadyReviewed', review: added[0] });
      }
      expect(await rating(products)).toEqual({ count: 1, sum: 3 });
    }));

  test.each(['is added again', 'is repaired'])(
    'has every review in the rating once, wherever an add was killed, when it %s',
    (mended) =>
      withProduct(async (stores, database) => {
        const { reviews, products } = stores;
        await reviews.add(reviewRecord(0, { rating: 5 }));
        let survived = 0;
        for (; ; survived += 1) {
          const mortal = crashingDatabase(database, survived);
          const dying = (await storesOver(mortal.database)).reviews;
          const review = reviewRecord(survived + 1, { rating: 1 });
          await dying.add(review).catch(() => undefined);
          if (mended === 'is repaired') await reviews.repairRatings(time(100_000));
          else await reviews.add({ ...review, id: id(0xaa00 + survived) });
          expect(await rating(products)).toEqual(await countedRating(stores));
          if (!mortal.crashed()) break;
        }
        // Killed before its mark, before the review, before the count, and not at all.
        expect(survived).toBe(3);
        await reviews.repairRatings(time(100_000));
        expect(await reviews.repairRatings(time(100_000))).toEqual([]);
      }),
  );

  test('leaves alone, when it repairs, the reviews that are still being added', () =>
    withProduct(async (stores, database) => {
      const dying = (await storesOver(crashingDatabase(database, 2).database)).reviews;
      await expect(dying.add(reviewRecord(1))).rejects.toThrow('killed');
      expect(await stores.reviews.repairRatings(time(99_999))).toEqual([]);
      expect(await rating(stores.products)).toEqual({ count: 0, sum: 0 });
      expect(await stores.reviews.repairRatings(time(100_000))).toEqual([id(1)]);
      expect(await rating(stores.products)).toEqual({ count: 1, sum: 4 });
    }));

  test('pages through the reviews of several products, newest first, ties by id', () =>
    withProduct(async ({ reviews, products }) => {
      await products.upsert([productRecord(2), productRecord(3)]);
      const records = Array.from({ length: 23 }, (_, n) =>
        reviewRecord(n, { productId: id(1 + (n % 2)), createdAt: time(n % 3) }),
      );
      await reviews.upsert(records);
      const ids = [id(1), id(2), id(3)];
      const first = await reviews.pageOfEach(ids, { limit: 4, after: null });
      for (const productId of ids) {
        const own = newestFirst(records.filter((record) => record.productId === productId));
        const page = first.find((found) => found.productId === productId)?.reviews ?? [];
        expect(page).toEqual(own.slice(0, 4));
        expect(await allPages(productId)).toEqual(own);
      }

      async function allPages(productId: string): Promise<Review[]> {
        const seen: Review[] = [];
        let after: ReviewKey | null = null;
        for (;;) {
          const [page] = await reviews.pageOfEach([productId], { limit: 4, after });
          seen.push(...(page?.reviews ?? []));
          const last = page?.reviews.at(-1);
          if (!last) return seen;
          after = reviewKey(last);
        }
      }
    }));

  test('neither repeats nor skips a review when others are added before and behind the page', () =>
    withProduct(async ({ reviews }) => {
      await reviews.upsert(Array.from({ length: 12 }, (_, n) => reviewRecord(n, { createdAt: time(100 + (n % 3)) })));
      const seen: string[] = [];
      let after: ReviewKey | null = null;
      for (let turn = 0; turn < 50; turn += 1) {
        const [page] = await reviews.pageOfEach([id(1)], { limit: 2, after });
        const found = page?.reviews ?? [];
        seen.push(...found.map((review) => review.id));
        const last = found.at(-1);
        if (!last) break;
        after = reviewKey(last);
        if (turn < 4) {
          await reviews.add(reviewRecord(1_000 + turn, { createdAt: time(999) }));
          await reviews.add(reviewRecord(2_000 + turn, { createdAt: time(1) }));
        }
      }
      expect(new Set(seen).size).toBe(seen.length);
      const early = Array.from({ length: 12 }, (_, n) => reviewRecord(n).id);
      const behind = [2_000, 2_001, 2_002, 2_003].map((n) => reviewRecord(n).id);
      expect([...seen].sort()).toEqual([...early, ...behind].sort());
    }));

  test('gives a review as it was written, to the last emoji and millisecond', () =>
    withProduct(async ({ reviews }) => {
      const review = reviewRecord(1, {
        title: 'Grüße 🫖',
        body: 'Zwei\nZeilen, “quoted” – 日本語, $set and 👩‍👩‍👧.',
        createdAt: new Date('1999-12-31T23:59:59.999Z'),
      });
      await reviews.add(review);
      expect(await reviews.pageOfEach([id(1)], { limit: 2, after: null })).toEqual([
        { productId: id(1), reviews: [review] },
      ]);
      expect(await reviews.pageOfEach([], { limit: 2, after: null })).toEqual([]);
    }));

  test.each([101, 1_001])('writes %i reviews, and pages of as many products, in one call each', (count) =>
    withProduct(async ({ reviews, products }) => {
      const numbers = Array.from({ length: count }, (_, n) => n + 1);
      await products.upsert(numbers.map((n) => productRecord(n)));
      const records = numbers.map((n) => reviewRecord(n, { productId: id(n) }));
      expect(await reviews.upsert(records)).toEqual({ added: count, changed: 0 });
      const pages = await reviews.pageOfEach(numbers.map(id), { limit: 1, after: null });
      expect(pages.flatMap((page) => page.reviews.map((review) => review.id)).toSorted()).toEqual(
        records.map((record) => record.id).toSorted(),
      );
      const rated = await products.byIds(numbers.map(id));
      expect(rated.filter((product) => product.rating.count === 1)).toHaveLength(count);
    }),
  );

  test('changes nothing when the same records are written again', () =>
    withProduct(async ({ reviews, products }) => {
      await products.upsert([productRecord(2)]);
      const records = Array.from({ length: 1_200 }, (_, n) => reviewRecord(n, { productId: id(1 + (n % 2)) }));
      expect(await reviews.upsert(records)).toEqual({ added: 1_200, changed: 0 });
      expect(await rating(products)).toEqual({ count: 600, sum: 2_400 });
      expect(await reviews.upsert(records)).toEqual({ added: 0, changed: 0 });
      expect(await reviews.upsert([reviewRecord(0, { rating: 1 })])).toEqual({ added: 0, changed: 1 });
      expect(await rating(products)).toEqual({ count: 600, sum: 2_397 });
    }));

  test('is whole after records were killed between any two writes and written again', () =>
    withProduct(async (stores, database) => {
      const { reviews, products } = stores;
      let survived = 0;
      for (; ; survived += 1) {
        const mortal = crashingDatabase(database, survived);
        const dying = (await storesOver(mortal.database)).reviews;
        const records = [reviewRecord(survived * 2), reviewRecord(survived * 2 + 1, { rating: 1 })];
        await dying.upsert(records).catch(() => undefined);
        await reviews.upsert(records);
        expect(await rating(products)).toEqual({ count: (survived + 1) * 2, sum: (survived + 1) * 5 });
        if (!mortal.crashed()) break;
      }
      expect(survived).toBe(2);
    }));

  test('counts right while reviews arrive one by one and in bulk', () =>
    withProduct(async (stores) => {
      const { reviews, products } = stores;
      await Promise.all([
        ...Array.from({ length: 10 }, (_, n) => reviews.add(reviewRecord(n, { rating: 5 }))),
        ...Array.from({ length: 5 }, (_, n) =>
          reviews.upsert([reviewRecord(100 + 2 * n, { rating: 2 }), reviewRecord(101 + 2 * n, { rating: 3 })]),
        ),
      ]);
      expect(await rating(products)).toEqual({ count: 20, sum: 75 });
    }));

  test('takes a customer out of their reviews, which stay and count as before, and may be written anew', () =>
    withStores(engine, async (stores) => {
      const { reviews, products } = stores;
      await products.upsert([productRecord(1), productRecord(2)]);
      const mine = reviewRecord(1, { rating: 5, customerId: '7' });
      const elsewhere = reviewRecord(2, { rating: 4, customerId: '7', productId: id(2) });
      const other = reviewRecord(3, { rating: 2, customerId: '8' });
      for (const review of [mine, elsewhere, other]) await reviews.add(review);
      for (const customerId of ['7', '7', '9']) await reviews.disown(customerId);

      const pages = await reviews.pageOfEach([id(1), id(2)], { limit: 10, after: null });
      expect(new Map(pages.flatMap((page) => page.reviews.map((review) => [review.id, review])))).toEqual(
        new Map<string, Review>([
          [mine.id, { ...mine, customerId: null }],
          [elsewhere.id, { ...elsewhere, customerId: null }],
          [other.id, other],
        ]),
      );
      expect(await rating(products)).toEqual({ count: 2, sum: 7 });
      expect(await reviews.add({ ...mine, id: id(99) })).toEqual({ outcome: 'added' });
    }));

  function withProduct(run: Parameters<typeof withStores>[1]): Promise<void> {
    return withStores(engine, async (stores, database) => {
      await stores.products.upsert([productRecord(1)]);
      await run(stores, database);
    });
  }
}

async function rating(products: TestStores['products']) {
  return (await products.byIds([id(1)]))[0]?.rating;
}

/** What the reviews themselves say. */
async function countedRating({ reviews }: TestStores) {
  const [found] = await reviews.pageOfEach([id(1)], { limit: 1_000, after: null });
  const ratings = (found?.reviews ?? []).map((review) => review.rating);
  return { count: ratings.length, sum: ratings.reduce((sum, stars) => sum + stars, 0) };
}

function newestFirst(reviews: readonly Review[]): Review[] {
  return reviews.toSorted((a, b) => Number(b.createdAt) - Number(a.createdAt) || (a.id < b.id ? 1 : -1));
}
