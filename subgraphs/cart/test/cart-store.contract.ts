import { describe, expect, test } from '@jest/globals';
import type { CartAddition, CartLine, CartStore } from '../src/store/cart-store.ts';
import { dayMs, type TestClock } from './support/engines.ts';

/** What every store of carts promises. */
export function testCartStore(open: () => Promise<{ carts: CartStore; clock: TestClock }>): void {
  test('shows lines in the order in which they were first added', async () => {
    const { carts, clock } = await open();
    for (const sku of ['C', 'A', 'B', 'C']) {
      await carts.add(addition({ sku, at: clock.now() }));
      clock.advance(1);
    }
    const lines = await linesOf(carts, '1000001');
    expect(lines.map(({ sku, quantity }) => [sku, quantity])).toEqual([
      ['C', 2],
      ['A', 1],
      ['B', 1],
    ]);
    expect(lines[0]).toEqual({
      customerId: '1000001',
      sku: 'C',
      productId: 'product-1',
      quantity: 2,
      addedAt: new Date('2026-03-01T09:30:00.000Z'),
      updatedAt: new Date('2026-03-01T09:30:00.003Z'),
    });
  });

  test('gives every customer that is asked for a list, an empty one for an empty cart', async () => {
    const { carts, clock } = await open();
    await carts.add(addition({ customerId: '2', at: clock.now() }));
    const lines = await carts.linesOf(['1', '2', '3', '2']);
    expect(Array.from(lines, ([customerId, { length }]) => [customerId, length])).toEqual([
      ['1', 0],
      ['2', 1],
      ['3', 0],
    ]);
    expect(await carts.linesOf([])).toEqual(new Map());
    expect(await carts.linesAt([])).toEqual([]);
  });

  test('loses none of fifty additions at once', async () => {
    const { carts, clock } = await open();
    const outcomes = await Promise.all(Array.from({ length: 50 }, () => carts.add(addition({ at: clock.now() }))));
    expect(new Set(outcomes)).toEqual(new Set(['added']));
    expect(await linesOf(carts, '1000001')).toEqual([expect.objectContaining({ quantity: 50 })]);
  });

  test('lets one of fifty win the last unit that a line may hold', async () => {
    const { carts, clock } = await open();
    await carts.putMissing([line({ sku: 'A', quantity: 998, addedAt: clock.now() })]);
    const outcomes = await Promise.all(
      Array.from({ length: 50 }, () => carts.add(addition({ sku: 'A', maxUnits: 999, at: clock.now() }))),
    );
    expect(outcomes.filter((outcome) => outcome === 'added')).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome === 'tooManyUnits')).toHaveLength(49);
    expect(await linesOf(carts, '1000001')).toEqual([expect.objectContaining({ quantity: 999 })]);
  });

  test('lets one of fifty make a line, and one take it out', async () => {
    const { carts, clock } = await open();
    const same = line({ sku: 'A', addedAt: clock.now() });
    const made = await Promise.all(Array.from({ length: 50 }, () => carts.putMissing([same])));
    expect(made.toSorted()).toEqual([...Array.from({ length: 49 }, () => 0), 1]);
    const removed = await Promise.all(Array.from({ length: 50 }, () => carts.remove(same)));
    expect(removed.filter(Boolean)).toHaveLength(1);
  });

  test('never exceeds the most units of a line, whoever adds at once', async () => {
    const { carts, clock } = await open();
    const outcomes = await Promise.all(
      Array.from({ length: 60 }, () => carts.add(addition({ quantity: 20, maxUnits: 999, at: clock.now() }))),
    );
    expect(outcomes.filter((outcome) => outcome === 'added')).toHaveLength(49);
    expect(outcomes.filter((outcome) => outcome === 'tooManyUnits')).toHaveLength(11);
    expect(await carts.add(addition({ quantity: 20, at: clock.now() }))).toBe('tooManyUnits');
    expect(await carts.add(addition({ quantity: 19, at: clock.now() }))).toBe('added');
    expect(await linesOf(carts, '1000001')).toEqual([expect.objectContaining({ quantity: 999 })]);
  });

  test('counts an addition that is sent again once', async () => {
    const { carts, clock } = await open();
    const first = addition({ quantity: 2, at: clock.now() });
    const second = addition({ quantity: 3, at: clock.now() });
    const outcomes = [];
    for (const each of [first, first, second, second]) outcomes.push(await carts.add(each));
    outcomes.push(...(await Promise.all(Array.from({ length: 50 }, () => carts.add(second)))));
    expect(new Set(outcomes)).toEqual(new Set(['added']));
    expect(await linesOf(carts, '1000001')).toEqual([expect.objectContaining({ quantity: 5 })]);
  });

  test('takes no more lines than a cart may have, and more units of those it has', async () => {
    const { carts, clock } = await open();
    await carts.putMissing(
      Array.from({ length: 100 }, (_, index) => line({ sku: `SKU-${index}`, addedAt: clock.now() })),
    );
    const at = clock.now();
    expect(await carts.add(addition({ sku: 'ONE-MORE', at }))).toBe('tooManyLines');
    expect(await carts.add(addition({ sku: 'SKU-7', at }))).toBe('added');
    expect(await linesOf(carts, '1000001')).toHaveLength(100);
    await carts.remove({ customerId: '1000001', sku: 'SKU-8' });
    expect(await carts.add(addition({ sku: 'ONE-MORE', at }))).toBe('added');
  });

  test('shows, changes and counts no line that has expired', async () => {
    const { carts, clock } = await open();
    await carts.putMissing(
      Array.from({ length: 100 }, (_, index) => line({ sku: `SKU-${index}`, addedAt: clock.now() })),
    );
    clock.advance(30 * dayMs - 1000);
    expect(await linesOf(carts, '1000001')).toHaveLength(100);
    clock.advance(1000);
    const at = clock.now();
    const key = { customerId: '1000001', sku: 'SKU-1' };
    expect(await linesOf(carts, '1000001')).toEqual([]);
    expect(await carts.linesAt([key])).toEqual([]);
    expect(await carts.setQuantity({ ...key, quantity: 5, at })).toBe(false);
    expect(await carts.remove(key)).toBe(false);
    expect(await carts.add(addition({ sku: 'SKU-1', quantity: 4, at }))).toBe('added');
    expect(await carts.putMissing([line({ sku: 'SKU-2', addedAt: at }), line({ sku: 'SKU-1', addedAt: at })])).toBe(1);
    expect(await linesOf(carts, '1000001')).toEqual([
      line({ sku: 'SKU-1', quantity: 4, addedAt: at }),
      line({ sku: 'SKU-2', addedAt: at }),
    ]);
  });

  test('keeps a line for thirty days after each change', async () => {
    const { carts, clock } = await open();
    const key = { customerId: '1000001', sku: 'A' };
    await carts.add(addition({ sku: 'A', at: clock.now() }));
    clock.advance(29 * dayMs);
    await carts.setQuantity({ ...key, quantity: 7, at: clock.now() });
    clock.advance(29 * dayMs);
    await carts.add(addition({ sku: 'A', at: clock.now() }));
    clock.advance(29 * dayMs);
    expect(await carts.linesAt([key])).toEqual([expect.objectContaining({ quantity: 8 })]);
    clock.advance(dayMs);
    expect(await carts.linesAt([key])).toEqual([]);
  });

  test.each([101, 1001])('finds %i lines by their keys, and leaves out those that are not there', async (count) => {
    const { carts, clock } = await open();
    const lines = Array.from({ length: count }, (_, index) =>
      line({
        customerId: String(1 + (index % 50)),
        sku: `SKU-${index}`,
        quantity: 1 + (index % 999),
        addedAt: clock.now(),
      }),
    );
    expect(await carts.putMissing(lines)).toBe(count);
    const absent = [
      { customerId: '999', sku: 'SKU-1' },
      { customerId: '1', sku: 'SKU-1' },
    ];
    const found = await carts.linesAt([...absent, ...lines, ...lines.slice(0, 3)]);
    expect(bySku(found)).toEqual(bySku(lines));
  });

  test.each([101, 1001])('gives the carts of %i customers', async (count) => {
    const { carts, clock } = await open();
    const lines = Array.from({ length: count }, (_, index) =>
      line({ customerId: String(index + 1), sku: `SKU-${index}`, addedAt: clock.now() }),
    );
    await carts.putMissing(lines);
    const found = await carts.linesOf(lines.map(({ customerId }) => customerId));
    expect(Array.from(found.values()).flat()).toEqual(lines);
  });

  test('keeps the widest quantities and ids, and milliseconds, as they are', async () => {
    const { carts, clock } = await open();
    const wide = { customerId: '9223372036854775807', quantity: Number.MAX_SAFE_INTEGER };
    clock.advance(7);
    await carts.putMissing([line({ ...wide, addedAt: clock.now() })]);
    expect(await linesOf(carts, wide.customerId)).toEqual([line({ ...wide, addedAt: clock.now() })]);
    expect(clock.now().toISOString()).toBe('2026-03-01T09:30:00.007Z');
    expect(await carts.add(addition({ ...wide, maxUnits: Number.MAX_SAFE_INTEGER, at: clock.now() }))).toBe(
      'tooManyUnits',
    );
    const tooMany = line({ quantity: Number.MAX_SAFE_INTEGER + 1, addedAt: clock.now() });
    await expect(carts.putMissing([tooMany])).rejects.toThrow('is greater than Number.MAX_SAFE_INTEGER');
    expect(await linesOf(carts, '1000001')).toEqual([]);
  });

  test('keeps skus of every script and shape apart', async () => {
    const { carts, clock } = await open();
    const skus = [
      'BANK CHARGES',
      'bank charges',
      'Ünïcødé-é',
      'Ünïcødé-e\u0301',
      '茶壶',
      '🫖'.repeat(40),
      "'; :x #y",
      '~',
      '/',
    ];
    for (const [index, sku] of skus.entries()) await carts.add(addition({ sku, quantity: index + 1, at: clock.now() }));
    const lines = await carts.linesAt(skus.map((sku) => ({ customerId: '1000001', sku })));
    const quantities = new Map(lines.map(({ sku, quantity }) => [sku, quantity]));
    expect(skus.map((sku) => quantities.get(sku))).toEqual(skus.map((_, index) => index + 1));
    expect(await linesOf(carts, '1000001')).toHaveLength(skus.length);
  });

  test('sets a quantity only where there is a line', async () => {
    const { carts, clock } = await open();
    const key = { customerId: '1000001', sku: 'A' };
    expect(await carts.setQuantity({ ...key, quantity: 3, at: clock.now() })).toBe(false);
    expect(await linesOf(carts, '1000001')).toEqual([]);
    await carts.add(addition({ sku: 'A', at: clock.now() }));
    const addedAt = clock.now();
    clock.advance(5);
    expect(await carts.setQuantity({ ...key, quantity: 3, at: clock.now() })).toBe(true);
    expect(await linesOf(carts, '1000001')).toEqual([line({ sku: 'A', quantity: 3, addedAt, updatedAt: clock.now() })]);
  });

  test('removes one line, and tells whether it was there', async () => {
    const { carts, clock } = await open();
    for (const sku of ['A', 'B']) await carts.add(addition({ sku, at: clock.now() }));
    expect(await carts.remove({ customerId: '1000001', sku: 'A' })).toBe(true);
    expect(await carts.remove({ customerId: '1000001', sku: 'A' })).toBe(false);
    expect(await carts.remove({ customerId: '1000002', sku: 'B' })).toBe(false);
    expect((await linesOf(carts, '1000001')).map(({ sku }) => sku)).toEqual(['B']);
  });

  test.each([101, 1001])('clears a cart of %i lines, and no other', async (count) => {
    const { carts, clock } = await open();
    const many = Array.from({ length: count }, (_, index) => line({ sku: `SKU-${index}`, addedAt: clock.now() }));
    await carts.putMissing([...many, line({ customerId: '1000002', addedAt: clock.now() })]);
    expect(await linesOf(carts, '1000001')).toHaveLength(count);
    await carts.clear('1000001');
    await carts.clear('1000003');
    expect(await linesOf(carts, '1000001')).toEqual([]);
    expect(await linesOf(carts, '1000002')).toHaveLength(1);
  });

  test('erases a cart, what its lines remember included, and no other', async () => {
    const { carts, clock } = await open();
    const addedAt = clock.now();
    await carts.putMissing([
      line({ sku: 'A', addedAt }),
      line({ sku: 'B', addedAt }),
      line({ customerId: '1000002', addedAt }),
    ]);
    await carts.remove({ customerId: '1000001', sku: 'B' });
    await carts.erase('1000001');
    await carts.erase('1000001');
    expect(await linesOf(carts, '1000001')).toEqual([]);
    expect(await linesOf(carts, '1000002')).toHaveLength(1);
    expect(await carts.putMissing([line({ sku: 'B', addedAt })])).toBe(1);
  });

  describe('when an order is placed', () => {
    const orderOf = (lines: Record<string, number>, given: { eventId: string; orderedAt: Date }) => ({
      customerId: '1000001',
      lines: Object.entries(lines).map(([sku, quantity]) => ({ sku, quantity })),
      at: given.orderedAt,
      ...given,
    });
    const unitsOf = async (carts: CartStore) =>
      Object.fromEntries((await linesOf(carts, '1000001')).map(({ sku, quantity }) => [sku, quantity]));

    test('takes out its units, and leaves what a line holds beyond them, other lines and other carts', async () => {
      const { carts, clock } = await open();
      const addedAt = clock.now();
      const lines = Object.entries({ EQUAL: 2, MORE: 5, LESS: 1, OTHER: 7 });
      await carts.putMissing(lines.map(([sku, quantity]) => line({ sku, quantity, addedAt })));
      await carts.putMissing([line({ customerId: '1000002', sku: 'EQUAL', quantity: 2, addedAt })]);
      clock.advance(1000);
      const orderedAt = clock.now();
      await carts.takeOrdered(orderOf({ EQUAL: 2, MORE: 3, LESS: 4, NONE: 1 }, { eventId: 'e1', orderedAt }));
      expect(await linesOf(carts, '1000001')).toEqual([
        line({ sku: 'MORE', quantity: 2, addedAt, updatedAt: orderedAt }),
        line({ sku: 'OTHER', quantity: 7, addedAt }),
      ]);
      expect(await linesOf(carts, '1000002')).toHaveLength(1);
    });

    test('takes them once, however often and late it is told, and of every order', async () => {
      const { carts, clock } = await open();
      const orderedAt = clock.now();
      await carts.putMissing([line({ sku: 'A', quantity: 10, addedAt: orderedAt })]);
      const first = orderOf({ A: 3, B: 1 }, { eventId: 'e1', orderedAt });
      const second = orderOf({ A: 2 }, { eventId: 'e2', orderedAt });
      await Promise.all(Array.from({ length: 10 }, () => carts.takeOrdered(first)));
      expect(await unitsOf(carts)).toEqual({ A: 7 });
      for (const each of [second, first, second, first]) await carts.takeOrdered(each);
      expect(await unitsOf(carts)).toEqual({ A: 5 });

      await carts.remove({ customerId: '1000001', sku: 'A' });
      await carts.add(addition({ sku: 'A', quantity: 6, at: clock.now() }));
      await carts.add(addition({ sku: 'B', quantity: 4, at: clock.now() }));
      for (const each of [second, first]) await carts.takeOrdered(each);
      expect(await unitsOf(carts)).toEqual({ A: 6, B: 4 });
    });

    test('leaves what was put into the cart after it', async () => {
      const { carts, clock } = await open();
      const orderedAt = clock.now();
      clock.advance(2_001);
      await carts.add(addition({ sku: 'A', quantity: 2, at: clock.now() }));
      await carts.takeOrdered({ ...orderOf({ A: 2 }, { eventId: 'e1', orderedAt }), at: clock.now() });
      expect(await unitsOf(carts)).toEqual({ A: 2 });
    });

    test('gives and takes nothing twice while the customer goes on buying', async () => {
      const { carts, clock } = await open();
      const orderedAt = clock.now();
      await carts.putMissing([line({ sku: 'A', quantity: 100, addedAt: orderedAt })]);
      const orders = Array.from({ length: 10 }, (_, index) => orderOf({ A: 5 }, { eventId: `e${index}`, orderedAt }));
      await Promise.all([
        ...orders.flatMap((order) => [carts.takeOrdered(order), carts.takeOrdered(order)]),
        ...Array.from({ length: 10 }, () => carts.add(addition({ sku: 'A', quantity: 1, at: orderedAt }))),
      ]);
      expect(await unitsOf(carts)).toEqual({ A: 60 });
    });

    test.each([101, 1001])('takes out %i lines', async (count) => {
      const { carts, clock } = await open();
      const skus = Array.from({ length: count }, (_, index) => `SKU-${index}`);
      await carts.putMissing(skus.map((sku) => line({ sku, addedAt: clock.now() })));
      const units = Object.fromEntries(skus.map((sku) => [sku, 1]));
      await carts.takeOrdered(orderOf(units, { eventId: 'e1', orderedAt: clock.now() }));
      expect(await unitsOf(carts)).toEqual({});
    });
  });

  test('writes only the lines that are missing, so that what a customer changed stays', async () => {
    const { carts, clock } = await open();
    const lines = ['A', 'B', 'C'].map((sku) => line({ sku, addedAt: clock.now() }));
    expect(await carts.putMissing(lines.slice(0, 2))).toBe(2);
    clock.advance(1000);
    await carts.setQuantity({ customerId: '1000001', sku: 'A', quantity: 9, at: clock.now() });
    expect(await carts.putMissing([...lines, ...lines])).toBe(1);
    expect(await carts.putMissing(lines)).toBe(0);
    expect((await linesOf(carts, '1000001')).map(({ sku, quantity }) => [sku, quantity])).toEqual([
      ['A', 9],
      ['B', 1],
      ['C', 1],
    ]);
  });
}

let additions = 0;

function addition(given: Partial<CartAddition> & { at: Date }): CartAddition {
  return {
    customerId: '1000001',
    sku: 'A',
    productId: 'product-1',
    quantity: 1,
    additionId: `addition-${++additions}`,
    maxUnits: 999,
    maxLines: 100,
    ...given,
  };
}

function line(given: Partial<CartLine> & { addedAt: Date }): CartLine {
  return { customerId: '1000001', sku: 'A', productId: 'product-1', quantity: 1, updatedAt: given.addedAt, ...given };
}

async function linesOf(carts: CartStore, customerId: string): Promise<readonly CartLine[]> {
  const lines = await carts.linesOf([customerId]);
  return lines.get(customerId) ?? [];
}

function bySku(lines: readonly CartLine[]): Map<string, CartLine> {
  expect(new Set(lines.map(({ sku }) => sku)).size).toBe(lines.length);
  return new Map(lines.map((each) => [each.sku, each] as const).sort());
}
