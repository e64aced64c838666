import { expect, test } from '@jest/globals';
import type { Engine } from './support/engines.ts';
import { id, productRecord, time } from './support/records.ts';
import { type TestStores, withStores } from './support/stores.ts';

/** What every AvailabilityStore promises. */
export function describeAvailabilityStore(engine: Engine): void {
  test('keeps what is available of each variant, and says whose it is', () =>
    withVariants(async ({ availability, products }) => {
      expect(await availability.put({ sku: 'A', available: 3, movement: 1 })).toEqual({ productId: id(1) });
      expect(await availability.put({ sku: 'B', available: -1, movement: 4 })).toEqual({ productId: id(1) });
      expect(await availability.put({ sku: 'SKU-2', available: 0, movement: 9 })).toEqual({ productId: id(2) });
      expect(await known(products, 1)).toEqual({ A: 3, B: -1 });
      expect(await known(products, 2)).toEqual({ 'SKU-2': 0 });
    }));

  test('keeps nothing of a variant that no product has', () =>
    withVariants(async ({ availability, products }) => {
      expect(await availability.put({ sku: 'C', available: 3, movement: 1 })).toBeNull();
      expect(await known(products, 1)).toEqual({});
    }));

  test('ends with the latest movement when all of them come ten times each, shuffled and at once', () =>
    withVariants(async ({ availability, products }) => {
      const movements = Array.from({ length: 100 }, (_, n) => 1 + ((n * 37) % 10));
      await Promise.all(
        movements.flatMap((movement) => [
          availability.put({ sku: 'A', available: 100 + movement, movement }),
          availability.put({ sku: 'B', available: 200 + movement, movement }),
        ]),
      );
      expect(await known(products, 1)).toEqual({ A: 110, B: 210 });
      expect((await products.byIds([id(1)]))[0]?.availability).toHaveLength(2);
      await availability.put({ sku: 'A', available: 0, movement: 10 });
      expect(await known(products, 1)).toEqual({ A: 110, B: 210 });
    }));

  test('keeps it when the product changes, and drops that of a variant that it gives up', () =>
    withVariants(async ({ availability, products }) => {
      await availability.put({ sku: 'A', available: 3, movement: 1 });
      await availability.put({ sku: 'B', available: 4, movement: 1 });
      const [product] = await products.byIds([id(1)]);
      if (!product) throw new Error('The product is missing.');
      const renamed = { ...product, name: 'Renamed', revision: 'r1', version: 2 };
      expect(await products.replace(renamed, product)).toEqual({ outcome: 'replaced' });
      expect(await known(products, 1)).toEqual({ A: 3, B: 4 });
      const onlyB = { ...renamed, variants: [variant('B')] as const, revision: 'r2', version: 3 };
      expect(await products.replace(onlyB, renamed)).toEqual({ outcome: 'replaced' });
      expect(await known(products, 1)).toEqual({ B: 4 });
      await products.upsert([productRecord(1, { variants: [variant('A')] })]);
      expect(await known(products, 1)).toEqual({});
      // Nobody kept it right in between.
      await availability.put({ sku: 'A', available: 0, movement: 1 });
      expect(await known(products, 1)).toEqual({ A: 0 });
    }));

  test('keeps in bulk only what is not known, and anything that is news afterwards', () =>
    withVariants(async ({ availability, products }) => {
      await availability.put({ sku: 'A', available: 3, movement: 1 });
      const records = ['A', 'B', 'C', 'SKU-2'].map((sku) => ({ sku, available: 50 }));
      expect(await availability.putMissing(records)).toEqual({ added: 2, changed: 0 });
      expect(await availability.putMissing(records)).toEqual({ added: 0, changed: 0 });
      expect(await known(products, 1)).toEqual({ A: 3, B: 50 });
      await availability.put({ sku: 'B', available: 0, movement: 1 });
      expect(await known(products, 1)).toEqual({ A: 3, B: 0 });
    }));

  test('is no change of the product, and none of its rating', () =>
    withVariants(async ({ availability, products }) => {
      const [before] = await products.byIds([id(1)]);
      await availability.put({ sku: 'A', available: 3, movement: 1 });
      const [after] = await products.byIds([id(1)]);
      expect(after).toEqual({ ...before, availability: [{ sku: 'A', available: 3 }] });
    }));

  /** One product with the variants A and B, and another one. */
  function withVariants(run: (stores: TestStores) => Promise<void>): Promise<void> {
    return withStores(engine, async (stores) => {
      await stores.products.upsert([
        productRecord(1, { variants: [variant('A'), variant('B')], updatedAt: time(5) }),
        productRecord(2),
      ]);
      await run(stores);
    });
  }
}

function variant(sku: string) {
  return { sku, price: '1.00', attributes: [] };
}

async function known(products: TestStores['products'], n: number): Promise<Record<string, number>> {
  const [product] = await products.byIds([id(n)]);
  return Object.fromEntries((product?.availability ?? []).map(({ sku, available }) => [sku, available]));
}
