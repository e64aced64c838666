import { expect, test } from '@jest/globals';
import type { Engine } from './support/engines.ts';
import { id } from './support/records.ts';
import { withStores } from './support/stores.ts';

/** What every RecommendationStore promises. */
export function describeRecommendationStore(engine: Engine): void {
  test('gives what was written last, in its order, and leaves out what it has not', () =>
    withStores(engine, async ({ recommendations }) => {
      const first = { productId: id(1), relatedIds: [id(3), id(2)] };
      const second = { productId: id(2), relatedIds: [] };
      expect(await recommendations.upsert([first, second])).toEqual({ added: 2, changed: 0 });
      expect(await recommendations.upsert([first, second])).toEqual({ added: 0, changed: 0 });
      const changed = { productId: id(2), relatedIds: [id(1)] };
      expect(await recommendations.upsert([changed])).toEqual({ added: 0, changed: 1 });
      const found = await recommendations.byProductIds([id(2), id(9), id(1)]);
      expect(found.toSorted((a, b) => (a.productId < b.productId ? -1 : 1))).toEqual([first, changed]);
    }));

  test.each([0, 101, 1_001])('writes and finds the recommendations of %i products in one call each', (count) =>
    withStores(engine, async ({ recommendations }) => {
      const records = Array.from({ length: count }, (_, n) => ({ productId: id(n + 1), relatedIds: [id(n + 2)] }));
      expect(await recommendations.upsert(records)).toEqual({ added: count, changed: 0 });
      const found = await recommendations.byProductIds(records.map(({ productId }) => productId));
      expect(found.toSorted((a, b) => (a.productId < b.productId ? -1 : 1))).toEqual(records);
    }),
  );
}
