import { expect, test } from '@jest/globals';
import type { TestShop } from './engines.ts';
import { aSellable, numbers } from './records.ts';

const at = new Date('2026-02-03T04:05:06.789Z');
const mugs = '65a000000000000000000001';
const cups = '65a000000000000000000002';

/** What every StockStore does. */
export function stockStoreContract(shop: () => TestShop): void {
  const stock = () => shop().stores.stock;

  test('stock is read by sku, and by product as the sum over its skus', async () => {
    await stock().upsert(
      [
        aSellable({ sku: 'MUG-1', catalogId: mugs, onHand: 10 }),
        aSellable({ sku: 'MUG-2', catalogId: mugs, onHand: 5 }),
        aSellable({ sku: 'CUP-1', catalogId: cups, onHand: 0 }),
        aSellable({ sku: 'GIFT CARD', catalogId: '65a000000000000000000003', onHand: null }),
      ],
      { at },
    );

    const bySku = await stock().stockOfSkus(['CUP-1', 'NONE', 'MUG-2', 'GIFT CARD']);
    expect(new Set(bySku)).toEqual(
      new Set([
        { sku: 'MUG-2', onHand: 5, reserved: 0 },
        { sku: 'CUP-1', onHand: 0, reserved: 0 },
      ]),
    );
    const byProduct = await stock().stockOfProducts([cups, mugs, '65a000000000000000000003', 'abc']);
    expect(new Set(byProduct)).toEqual(
      new Set([
        { catalogId: mugs, onHand: 15, reserved: 0 },
        { catalogId: cups, onHand: 0, reserved: 0 },
      ]),
    );
    expect(await stock().stockOfSkus([])).toEqual([]);
    expect(await stock().stockOfProducts([])).toEqual([]);
  });

  test('skus that differ in case or accents are different', async () => {
    await stock().upsert(
      [
        aSellable({ sku: 'abc', onHand: 1 }),
        aSellable({ sku: 'ABC', onHand: 2 }),
        aSellable({ sku: 'café', onHand: 3 }),
        aSellable({ sku: 'cafe', onHand: 4 }),
        aSellable({ sku: 'gift 🎁', onHand: 5 }),
      ],
      { at },
    );

    expect(await stock().stockOfSkus(['ABC'])).toEqual([{ sku: 'ABC', onHand: 2, reserved: 0 }]);
    expect(await stock().stockOfSkus(['café'])).toEqual([{ sku: 'café', onHand: 3, reserved: 0 }]);
    expect(await stock().stockOfSkus(['gift 🎁'])).toEqual([{ sku: 'gift 🎁', onHand: 5, reserved: 0 }]);
  });

  test('sellable units that are written twice are written once, and stock counts when it is first given', async () => {
    const mug = aSellable({ sku: 'MUG-1', onHand: 10 });
    const cup = aSellable({ sku: 'CUP-1', onHand: null });
    expect(await stock().upsert([mug, cup], { at })).toEqual({ added: 2, changed: 0 });
    expect(await stock().upsert([mug, cup], { at })).toEqual({ added: 0, changed: 0 });
    expect(await stock().counts()).toEqual({ sellables: 2, movements: 1 });

    const changed = [
      { ...mug, price: '5.125', onHand: 99 },
      { ...cup, onHand: 7 },
    ];
    expect(await stock().upsert(changed, { at })).toEqual({ added: 0, changed: 1 });
    expect(new Set(await stock().stockOfSkus(['MUG-1', 'CUP-1']))).toEqual(
      new Set([
        { sku: 'MUG-1', onHand: 10, reserved: 0 },
        { sku: 'CUP-1', onHand: 7, reserved: 0 },
      ]),
    );
    expect(await stock().counts()).toEqual({ sellables: 2, movements: 2 });
  });

  test('when one of the sellable units cannot be written, then none is', async () => {
    const fine = aSellable({ sku: 'MUG-1' });
    await expect(stock().upsert([fine, aSellable({ sku: 'MUG-2', price: '-1' })], { at })).rejects.toThrow();
    await expect(stock().upsert([fine, aSellable({ sku: 'MUG-2', onHand: -1 })], { at })).rejects.toThrow();
    await expect(stock().upsert([fine, aSellable({ sku: 'M'.repeat(41) })], { at })).rejects.toThrow();
    expect(await stock().counts()).toEqual({ sellables: 0, movements: 0 });
  });

  test('when several write the same sellable units at once, in any order, then each is written once', async () => {
    const records = numbers(40).map((number) => aSellable({ sku: `SKU-${number}`, onHand: number }));
    const writers = [records, records.toReversed(), records, records.toReversed()];
    const results = await Promise.all(writers.map((given) => stock().upsert(given, { at })));

    expect(results.reduce((sum, { added }) => sum + added, 0)).toBe(40);
    expect(await stock().counts()).toEqual({ sellables: 40, movements: 40 });
    expect(await stock().offLedger()).toEqual([]);
  });

  test('more sellable units than fit in one statement are written, and read in one question', async () => {
    const records = numbers(1_001).map((number) => aSellable({ sku: `SKU-${number}`, onHand: 1 }));
    expect(await stock().upsert(records, { at })).toEqual({ added: 1_001, changed: 0 });
    expect(await stock().stockOfSkus(records.map(({ sku }) => sku))).toHaveLength(1_001);
    expect(await stock().stockOfProducts([mugs])).toEqual([{ catalogId: mugs, onHand: 1_001, reserved: 0 }]);
  });

  test('units from none to the most that there can be are kept, and more are refused', async () => {
    const most = 2_147_483_647;
    await stock().upsert([aSellable({ sku: 'NONE', onHand: 0 }), aSellable({ sku: 'MOST', onHand: most })], { at });
    expect(new Set(await stock().stockOfSkus(['NONE', 'MOST']))).toEqual(
      new Set([
        { sku: 'NONE', onHand: 0, reserved: 0 },
        { sku: 'MOST', onHand: most, reserved: 0 },
      ]),
    );
    // A sum is wider than what it sums up.
    await stock().upsert([aSellable({ sku: 'MORE', onHand: most })], { at });
    expect(await stock().stockOfProducts([mugs])).toEqual([{ catalogId: mugs, onHand: 2 * most, reserved: 0 }]);
    for (const onHand of [most + 1, Number('1234567890123456789')]) {
      await expect(stock().upsert([aSellable({ sku: 'BEYOND', onHand })], { at })).rejects.toThrow();
    }
    expect(await stock().stockOfSkus(['BEYOND'])).toEqual([]);
  });

  test('a hundred and one skus, and products, are read in one question, in lists of any length', async () => {
    const productOf = (number: number) => `65a0000000000000000${String(number).padStart(5, '0')}`;
    await stock().upsert(
      numbers(101).map((number) => aSellable({ sku: `SKU-${number}`, catalogId: productOf(number), onHand: number })),
      { at },
    );
    for (const length of [1, 3, 64, 65, 101]) {
      const bySku = await stock().stockOfSkus(numbers(length).map((number) => `SKU-${number}`));
      expect(bySku.map(({ onHand }) => onHand).sort((a, b) => a - b)).toEqual(numbers(length));
      const byProduct = await stock().stockOfProducts(numbers(length).map(productOf));
      expect(byProduct.map(({ onHand }) => onHand).sort((a, b) => a - b)).toEqual(numbers(length));
    }
  });

  test('a level that somebody changed past the ledger is told', async () => {
    await stock().upsert([aSellable({ sku: 'MUG-1', onHand: 10 }), aSellable({ sku: 'CUP-1', onHand: 0 })], { at });
    expect(await stock().offLedger()).toEqual([]);

    await shop().database.knex('stock_levels').update({ on_hand: 9, reserved: 1 });
    expect(await stock().offLedger()).toEqual([
      { sku: 'CUP-1', warehouse: 'main', level: { onHand: 9, reserved: 1 }, ledger: { onHand: 0, reserved: 0 } },
      { sku: 'MUG-1', warehouse: 'main', level: { onHand: 9, reserved: 1 }, ledger: { onHand: 10, reserved: 0 } },
    ]);
  });
}
