import { expect, test } from '@jest/globals';
import type { NewOrder, OrderTransaction } from '../src/store/order-store.ts';
import type { StockReturn } from '../src/store/stock-transaction.ts';
import type { TestShop } from './engines.ts';
import { aSellable, numbers } from './records.ts';

const at = new Date('2026-02-03T04:05:06.789Z');
const later = new Date('2026-02-03T04:10:00.000Z');
const expiresAt = new Date('2026-02-03T04:20:06.789Z');
const newOrder: NewOrder = {
  customerId: null,
  currency: 'GBP',
  subtotal: '9.00',
  total: '9.00',
  placedAt: at,
  items: [{ sku: 'A', name: 'A', quantity: 2, unitPrice: '4.5000', lineTotal: '9.00' }],
};

/** How the transaction of every OrderStore moves stock. */
export function stockTransactionContract(shop: () => TestShop): void {
  const stock = () => shop().stores.stock;
  const within = <Value>(work: (transaction: OrderTransaction) => Promise<Value>): Promise<Value> =>
    shop().stores.orders.transaction(async (transaction) => ({ keep: true, value: await work(transaction) }));

  /** Units on hand, by sku. */
  const stockUp = (units: Record<string, number>) =>
    stock().upsert(
      Object.entries(units).map(([sku, onHand]) => aSellable({ sku, onHand })),
      { at },
    );
  /** An order that has reserved units, by sku. */
  const reserve = (units: Record<string, number>, until = expiresAt) =>
    within(async (transaction) => {
      const sellables = await transaction.lockSellables(Object.keys(units));
      const order = await transaction.addOrder(newOrder);
      const orderId = order?.id ?? '';
      const takes = sellables.map((sellable) => ({ sellable, quantity: units[sellable.sku] ?? 0 }));
      return { orderId, changes: await transaction.reserveStock(takes, { orderId, at, expiresAt: until }) };
    });
  const release = (orderId: string) =>
    within((transaction) => transaction.releaseStock(orderId, { at: later, reason: 'Not paid' }));
  const sell = (orderId: string) => within((transaction) => transaction.sellReserved(orderId, { at: later }));
  const giveBack = (orderId: string, takes: StockReturn[] | 'all') =>
    within((transaction) => transaction.returnStock(takes, { orderId, at: later, reason: 'Did not fit' }));

  const ledger = async () => {
    const rows = await shop()
      .database.knex('stock_movements')
      .join('products', 'products.product_id', 'stock_movements.product_id')
      .orderBy('movement_id')
      .select<Record<'sku' | 'kind' | 'on_hand_change' | 'reserved_change' | 'reason', string | number | null>[]>(
        'sku',
        'kind',
        'on_hand_change',
        'reserved_change',
        'reason',
      );
    return rows.map((row) =>
      [row.sku, row.kind, row.on_hand_change, row.reserved_change, row.reason]
        .filter((part) => part !== null)
        .join(' '),
    );
  };
  const reservations = () =>
    shop()
      .database.knex('stock_reservations')
      .orderBy(['order_id', 'product_id', 'warehouse_id'])
      .select<Record<string, unknown>[]>('warehouse_id', 'quantity', 'sold', 'returned', 'state', 'ended_at');
  /** A second warehouse with its own units of a sku. */
  const addWarehouse = async (units: Record<string, number>) => {
    const { knex, dialect } = shop().database;
    const row = { code: 'north', name: 'North' };
    const warehouse_id = await dialect.insertForId(knex, { table: 'warehouses', row, id: 'warehouse_id' });
    const products = await knex('products').select<{ product_id: number; sku: string }[]>('product_id', 'sku');
    for (const { product_id, sku } of products.filter((product) => product.sku in units)) {
      const on_hand = units[sku];
      await knex('stock_levels').insert({ product_id, warehouse_id, on_hand, reserved: 0, movement: 1 });
      await knex('stock_movements').insert({
        ...{ product_id, warehouse_id, kind: 'receipt', on_hand_change: on_hand, reserved_change: 0, moved_at: at },
      });
    }
    return warehouse_id;
  };

  test('what is reserved and sold leaves the shelf once, each step a row of the ledger', async () => {
    await stockUp({ A: 10, B: 5 });
    const { orderId, changes } = await reserve({ A: 2, B: 5 });
    expect(changes).toEqual([
      expect.objectContaining({ sku: 'A', onHand: 10, reserved: 2, movement: 2, availableBefore: 10 }),
      expect.objectContaining({ sku: 'B', onHand: 5, reserved: 5, movement: 2, availableBefore: 5 }),
    ]);
    expect(await sell(orderId)).toEqual([
      expect.objectContaining({ sku: 'A', onHand: 8, reserved: 0, movement: 3, availableBefore: 8 }),
      expect.objectContaining({ sku: 'B', onHand: 0, reserved: 0, movement: 3, availableBefore: 0 }),
    ]);
    expect(await sell(orderId)).toEqual([]);
    expect(await release(orderId)).toEqual([]);

    expect(await ledger()).toEqual([
      'A receipt 10 0 Opening stock',
      'B receipt 5 0 Opening stock',
      'A reservation 0 2',
      'B reservation 0 5',
      'A sale -2 -2',
      'B sale -5 -5',
    ]);
    expect(await reservations()).toEqual([
      { warehouse_id: 1, quantity: 2, sold: 2, returned: 0, state: 'sold', ended_at: later },
      { warehouse_id: 1, quantity: 5, sold: 5, returned: 0, state: 'sold', ended_at: later },
    ]);
    expect(await stock().offLedger()).toEqual([]);
  });

  test('what is released can be bought again, and is released once', async () => {
    await stockUp({ A: 10 });
    const { orderId } = await reserve({ A: 4 });
    expect(await release(orderId)).toEqual([
      expect.objectContaining({ sku: 'A', onHand: 10, reserved: 0, movement: 3, availableBefore: 6 }),
    ]);
    expect(await release(orderId)).toEqual([]);
    expect(await sell(orderId)).toEqual([]);
    expect(await giveBack(orderId, 'all')).toEqual([]);
    expect(await ledger()).toEqual(['A receipt 10 0 Opening stock', 'A reservation 0 4', 'A release 0 -4 Not paid']);
    expect((await reservations()).map(({ state }) => state)).toEqual(['released']);
    expect(await stock().offLedger()).toEqual([]);
  });

  test('what was sold comes back, never more of it, and nothing of an order that took nothing here', async () => {
    await stockUp({ A: 10, B: 10 });
    const { orderId } = await reserve({ A: 4, B: 1 });
    await sell(orderId);
    expect(await giveBack(orderId, [{ sku: 'A', quantity: 1 }])).toEqual([
      expect.objectContaining({ sku: 'A', onHand: 7, reserved: 0, movement: 4, availableBefore: 6 }),
    ]);
    await expect(giveBack(orderId, [{ sku: 'A', quantity: 4 }])).rejects.toThrow('4 of A cannot come back: 3 are out.');
    await expect(giveBack(orderId, [{ sku: 'C', quantity: 1 }])).rejects.toThrow(RangeError);
    expect((await giveBack(orderId, 'all')).map(({ sku, onHand }) => [sku, onHand])).toEqual([
      ['A', 10],
      ['B', 10],
    ]);
    expect(await giveBack(orderId, 'all')).toEqual([]);
    expect(await giveBack('77', [{ sku: 'A', quantity: 1 }])).toEqual([]);
    expect((await reservations()).map(({ sold, returned }) => [sold, returned])).toEqual([
      [4, 4],
      [1, 1],
    ]);
    expect(await stock().offLedger()).toEqual([]);
  });

  test('a line is served from one warehouse that has it all, else from several, and told as one change', async () => {
    await stockUp({ A: 2, B: 3 });
    const north = await addWarehouse({ A: 9, B: 4 });
    expect((await reserve({ A: 5 })).changes).toEqual([
      expect.objectContaining({ sku: 'A', onHand: 11, reserved: 5, movement: 3, availableBefore: 11 }),
    ]);
    const { orderId, changes } = await reserve({ A: 2, B: 6 });
    expect(changes).toEqual([
      expect.objectContaining({ sku: 'A', onHand: 11, reserved: 7, movement: 4, availableBefore: 6 }),
      expect.objectContaining({ sku: 'B', onHand: 7, reserved: 6, movement: 4, availableBefore: 7 }),
    ]);
    expect((await reservations()).map(({ warehouse_id, quantity }) => [warehouse_id, quantity])).toEqual([
      [north, 5],
      [1, 2],
      [1, 3],
      [north, 3],
    ]);
    await sell(orderId);
    await giveBack(orderId, [{ sku: 'B', quantity: 4 }]);
    expect((await reservations()).map(({ returned }) => returned)).toEqual([0, 0, 3, 1]);
    expect(await stock().stockOfSkus(['B'])).toEqual([{ sku: 'B', onHand: 5, reserved: 0 }]);
    await expect(reserve({ B: 6 })).rejects.toThrow('6 of B cannot be reserved.');
    expect(await stock().offLedger()).toEqual([]);
  });

  test('where backorders are allowed more is promised than there is, and what is missing stays reserved when it is sold', async () => {
    await stockUp({ A: 3 });
    await shop().database.knex('stock_levels').update({ backorders_allowed: 1 });
    const { orderId } = await reserve({ A: 5 });
    expect(await stock().stockOfSkus(['A'])).toEqual([{ sku: 'A', onHand: 3, reserved: 5 }]);
    expect(await sell(orderId)).toEqual([expect.objectContaining({ onHand: 0, reserved: 2, availableBefore: -2 })]);
    expect(await reservations()).toEqual([
      { warehouse_id: 1, quantity: 5, sold: 3, returned: 0, state: 'owed', ended_at: null },
    ]);
    expect(await sell(orderId)).toEqual([]);

    expect(await release(orderId)).toEqual([expect.objectContaining({ onHand: 0, reserved: 0 })]);
    expect(await giveBack(orderId, 'all')).toEqual([expect.objectContaining({ onHand: 3, reserved: 0 })]);
    expect(await stock().offLedger()).toEqual([]);
  });

  test('a level below what is reserved cannot be, whoever writes it', async () => {
    await stockUp({ A: 3 });
    await reserve({ A: 2 });
    await expect(shop().database.knex('stock_levels').update({ on_hand: 1 })).rejects.toThrow();
    await shop().database.knex('stock_levels').update({ on_hand: 2 });
  });

  test('of fifty who want the last unit one gets it, and no other writes anything', async () => {
    await stockUp({ A: 1 });
    const tries = await Promise.allSettled(numbers(50).map(() => reserve({ A: 1 })));
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await stock().stockOfSkus(['A'])).toEqual([{ sku: 'A', onHand: 1, reserved: 1 }]);
    expect(await shop().stores.counts()).toMatchObject({ orders: 1, movements: 2 });
    expect(await reservations()).toHaveLength(1);
    expect(await stock().offLedger()).toEqual([]);
  });

  test('of fifty who sell, and fifty who release, what one order reserved, one does', async () => {
    await stockUp({ A: 10, B: 10 });
    const { orderId } = await reserve({ A: 1, B: 1 });
    const locked = (work: (transaction: OrderTransaction) => Promise<unknown[]>) =>
      within(async (transaction) => (await work(transaction)).length);
    const moved = await Promise.all(
      numbers(50).flatMap(() => [
        locked((transaction) => transaction.sellReserved(orderId, { at })),
        locked((transaction) => transaction.releaseStock(orderId, { at, reason: 'Not paid' })),
      ]),
    );
    expect(moved.filter((count) => count > 0)).toEqual([2]);
    expect(await stock().offLedger()).toEqual([]);
  });

  test('expired reservations are found once by several who look at once, the longest ago first, and locked', async () => {
    await stockUp({ A: 100, B: 100 });
    const minutes = (count: number) => new Date(at.getTime() + count * 60_000);
    const ids: string[] = [];
    for (const number of [3, 1, 2]) {
      ids.push((await reserve(number === 2 ? { B: 1, A: 1 } : { A: 1 }, minutes(number))).orderId);
    }
    const [third, first, second] = ids;
    await reserve({ A: 1 }, minutes(9));
    const look = (limit: number) => within((transaction) => transaction.lockExpired({ at: minutes(4), limit }));
    expect(await look(10)).toEqual([first, second, third]);
    expect(await look(2)).toEqual([first, second]);

    const found = await within(async (transaction) => {
      const mine = await transaction.lockExpired({ at: minutes(3), limit: 1 });
      // Who looks meanwhile does not wait for it.
      const others = await shop().stores.orders.transaction(async (other) => ({
        keep: false,
        value: await other.lockExpired({ at: minutes(3), limit: 1 }),
      }));
      return { mine, others };
    });
    expect(found).toEqual({ mine: [first], others: [] });
    await release(first ?? '');
    await sell(second ?? '');
    expect(await look(10)).toEqual([third]);
  });
}
