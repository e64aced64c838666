import { expect, test } from '@jest/globals';
import type { OrderPosition, OrderRecord } from '../src/store/order-store.ts';
import type { TestShop } from './engines.ts';
import { aCustomer, anOrder, aSellable, numbers } from './records.ts';

/** What every OrderStore does, its transaction apart. */
export function orderStoreContract(shop: () => TestShop): void {
  const orders = () => shop().stores.orders;

  test('an order that was added is read as it was given, with its lines and its past', async () => {
    await shop().stores.customers.upsert([aCustomer({ id: '12346' })]);
    await shop().stores.stock.upsert([aSellable({ sku: 'MUG-1', catalogId: '65a000000000000000000009' })], {
      at: new Date(),
    });
    const placedAt = new Date('2010-12-01T08:26:00.001Z');
    const order = anOrder({
      id: '536365',
      customerId: '12346',
      subtotal: '15.32',
      total: '15.32',
      placedAt,
      items: [
        { sku: 'MUG-1', name: 'Blue mug', quantity: 2, unitPrice: '4.50', lineTotal: '9.00' },
        { sku: 'GONE', name: 'Candle ☕', quantity: 101, unitPrice: '0.0625', lineTotal: '6.31' },
        { sku: 'MUG-1', name: 'Blue mug again', quantity: 10_000, unitPrice: '0.001', lineTotal: '0.01' },
      ],
      history: [
        { status: 'pending', at: placedAt, reason: null },
        { status: 'delivered', at: new Date('2010-12-04T00:00:00.000Z'), reason: 'Left with a neighbour' },
      ],
    });
    expect(await orders().addMissing([order, anOrder({ id: '536366', number: 'C-9' })])).toEqual({
      added: 2,
      changed: 0,
    });

    const { items, history, ...record } = order;
    const charges = { discount: '0.00', shipping: '0.00', tax: '0.00', pricesIncludeTax: false, shippingMethod: null };
    expect(await orders().find(['536365', '1', 'abc'])).toEqual([{ ...record, ...charges }]);
    expect((await orders().find(['536366']))[0]).toMatchObject({ number: 'C-9', customerId: null });
    expect(await orders().itemsOf(['536365', '1', 'abc'])).toEqual([
      {
        orderId: '536365',
        items: items.map((item) => ({
          ...item,
          discount: '0.00',
          tax: '0.00',
          catalogId: item.sku === 'MUG-1' ? '65a000000000000000000009' : null,
        })),
      },
    ]);
    expect(await orders().statusHistoryOf(['1', '536365'])).toEqual([
      { orderId: '536365', history: history.map((change) => ({ ...change, actor: null })) },
    ]);
  });

  test('orders that are written twice are written once, and an order that is there is left as it is', async () => {
    const first = anOrder({ id: '1' });
    expect(await orders().addMissing([first])).toEqual({ added: 1, changed: 0 });
    const batch = [{ ...first, total: '99.00', items: [] }, anOrder({ id: '2' })];
    expect(await orders().addMissing(batch)).toEqual({ added: 1, changed: 0 });
    expect(await orders().addMissing(batch)).toEqual({ added: 0, changed: 0 });

    expect((await orders().find(['1']))[0]?.total).toBe('9.00');
    expect(await orders().counts()).toEqual({ orders: 2, items: 2 });
  });

  test('when one of the orders cannot be written, then none is', async () => {
    const fine = anOrder({ id: '1' });
    await expect(orders().addMissing([fine, anOrder({ id: '2', customerId: '999' })])).rejects.toThrow();
    await expect(orders().addMissing([fine, anOrder({ id: '100000001' })])).rejects.toThrow('got 100000001');
    const [item] = fine.items;
    await expect(
      orders().addMissing([fine, anOrder({ id: '2', items: item ? [{ ...item, quantity: 0 }] : [] })]),
    ).rejects.toThrow();
    expect(await orders().counts()).toEqual({ orders: 0, items: 0 });
  });

  test('when several write the same orders at once, then each is written once', async () => {
    const records = numbers(30).map((number) => anOrder({ id: String(number) }));
    const results = await Promise.all(
      [records, records.toReversed(), records].map((given) => orders().addMissing(given)),
    );
    expect(results.reduce((sum, { added }) => sum + added, 0)).toBe(30);
    expect(await orders().counts()).toEqual({ orders: 30, items: 30 });
  });

  test('more orders than fit in one statement are written, and read in one question', async () => {
    const records = numbers(1_001).map((number) => anOrder({ id: String(number) }));
    expect(await orders().addMissing(records)).toEqual({ added: 1_001, changed: 0 });
    const ids = records.map(({ id }) => id);
    expect(await orders().find(ids)).toHaveLength(1_001);
    expect(await orders().itemsOf(ids)).toHaveLength(1_001);
    expect(await orders().statusHistoryOf(ids)).toHaveLength(1_001);
  });

  test('amounts are exact to the last digit that they may have, and a wider one is refused', async () => {
    const amounts = ['0.00', '0.01', '-0.01', '1234567.89', '9999999999999999.99'];
    await orders().addMissing(
      amounts.map((amount, index) => anOrder({ id: String(index + 1), subtotal: amount, total: amount })),
    );
    const found = await orders().find(numbers(amounts.length).map(String));
    expect(new Map(found.map(({ id, total, subtotal }) => [id, [total, subtotal]]))).toEqual(
      new Map(amounts.map((amount, index) => [String(index + 1), [amount, amount]])),
    );
    const [item] = anOrder().items;
    const priced = (id: string, unitPrice: string) =>
      anOrder({ id, items: item === undefined ? [] : [{ ...item, unitPrice }] });
    await orders().addMissing([priced('11', '9999999999.9999'), priced('12', '0.0001')]);
    const items = await orders().itemsOf(['11', '12']);
    expect(items.map((order) => order.items[0]?.unitPrice)).toEqual(['9999999999.9999', '0.0001']);
    await expect(orders().addMissing([anOrder({ id: '13', total: '10000000000000000.00' })])).rejects.toThrow();
    await expect(orders().addMissing([priced('13', '10000000000')])).rejects.toThrow();
    expect(await orders().find(['13'])).toEqual([]);
  });

  test('a reason that is empty is not one that is missing', async () => {
    const at = new Date('2026-01-02T03:04:05.006Z');
    const history = [
      { status: 'pending' as const, at, reason: '' },
      { status: 'cancelled' as const, at, reason: null },
      { status: 'cancelled' as const, at, reason: '🎁 changed her mind: “no”' },
    ];
    await orders().addMissing([anOrder({ id: '1', history })]);
    expect(await orders().statusHistoryOf(['1'])).toEqual([
      { orderId: '1', history: history.map((change) => ({ ...change, actor: null })) },
    ]);
  });

  test('pages lead through all of a customer’s orders once, newest first, also when others are placed meanwhile', async () => {
    await shop().stores.customers.upsert([aCustomer({ id: '1' }), aCustomer({ id: '2' })]);
    // Three orders share each millisecond, so that pages of four break in the middle of one.
    const own = numbers(20).map((number) =>
      anOrder({ id: String(number), customerId: '1', placedAt: new Date(1_700_000_000_000 + Math.floor(number / 3)) }),
    );
    await orders().addMissing([...own, anOrder({ id: '900', customerId: '2' })]);

    const seen: OrderRecord[] = [];
    let after: OrderPosition | null = null;
    for (;;) {
      const [page]: { orders: OrderRecord[] }[] = await orders().pagesOf(['1'], { limit: 4, after });
      if (page === undefined) break;
      seen.push(...page.orders);
      after = page.orders.at(-1) ?? null;
      const newer = anOrder({ id: String(100 + seen.length), customerId: '1', placedAt: new Date(1_800_000_000_000) });
      await orders().addMissing([newer]);
    }
    expect(seen.map(({ id }) => id)).toEqual(own.map(({ id }) => id).reverse());
  });

  test('one question pages the orders of several customers, each up to the limit', async () => {
    const ids = numbers(50).map(String);
    await shop().stores.customers.upsert(ids.map((id) => aCustomer({ id })));
    const newest = 1_700_000_000_000;
    const records = ids
      .slice(0, 49)
      .flatMap((customerId) =>
        numbers(3).map((nth) =>
          anOrder({ id: `${nth}${customerId.padStart(3, '0')}`, customerId, placedAt: new Date(newest - nth) }),
        ),
      );
    await orders().addMissing(records);

    const pages = await orders().pagesOf([...ids, 'abc'], { limit: 2, after: null });
    expect(new Map(pages.map((page) => [page.customerId, page.orders.map(({ id }) => id)]))).toEqual(
      new Map(ids.slice(0, 49).map((id) => [id, [`1${id.padStart(3, '0')}`, `2${id.padStart(3, '0')}`]])),
    );
    expect(await orders().pagesOf(['50', 'abc'], { limit: 2, after: null })).toEqual([]);
    expect(await orders().pagesOf([], { limit: 2, after: null })).toEqual([]);
  });
}
