import { expect, test } from '@jest/globals';
import type { TestShop } from './engines.ts';
import { anOrder, aSellable } from './records.ts';

const at = new Date('2026-02-03T04:05:06.789Z');

/** What must hold of every shop, and that it is told when it does not. */
export function invariantsContract(shop: () => TestShop): void {
  const broken = async () =>
    (await shop().stores.violations()).map(({ subject, expected, found }) => `${subject}: ${expected} | ${found}`);

  /** Ten mugs, two of them sold, one of these given back, and three promised; and an order that an import brought. */
  const aShop = async () => {
    const { stock, orders } = shop().stores;
    await stock.upsert([aSellable({ sku: 'MUG-1', onHand: 10 })], { at });
    await orders.addMissing([anOrder({ id: '7' })]);
    const place = (quantity: number) =>
      orders.transaction(async (transaction) => {
        const [mug] = await transaction.lockSellables(['MUG-1']);
        const item = { sku: 'MUG-1', name: 'Mug', quantity, unitPrice: '4.5000', lineTotal: '9.00' };
        const amounts = { currency: 'GBP', subtotal: '9.00', total: '9.00' } as const;
        const order = await transaction.addOrder({ ...amounts, customerId: null, placedAt: at, items: [item] });
        const orderId = order?.id ?? '';
        await transaction.reserveStock(mug ? [{ sellable: mug, quantity }] : [], { orderId, at, expiresAt: at });
        return { keep: true, value: orderId };
      });
    const [sold, open] = [await place(2), await place(3)];
    await orders.transaction(async (transaction) => {
      await transaction.changeStatus(sold, { status: 'processing', at, reason: null, actor: 'system' });
      await transaction.sellReserved(sold, { at });
      await transaction.returnStock([{ sku: 'MUG-1', quantity: 1 }], { orderId: sold, at, reason: 'Chipped' });
      return { keep: true, value: null };
    });
    return { sold, open };
  };

  test('nothing is told of a shop that is as it should be', async () => {
    await aShop();
    expect(await shop().stores.stock.stockOfSkus(['MUG-1'])).toEqual([{ sku: 'MUG-1', onHand: 9, reserved: 3 }]);
    expect(await shop().stores.violations()).toEqual([]);
  });

  test('a level that differs from its ledger, its reservations or what was received is told three times', async () => {
    await aShop();
    await shop().database.knex('stock_levels').update({ on_hand: 8, reserved: 2 });
    expect(await broken()).toEqual([
      'MUG-1 in main: on hand 9, reserved 3, movement 5 | on hand 8, reserved 2, movement 5',
      'MUG-1 in main: reserved 3 | reserved 2',
      'MUG-1 in main: units 10 | units 9',
    ]);
  });

  test('units that were promised to nobody’s order, and orders whose status their units do not have, are told', async () => {
    const { sold, open } = await aShop();
    const { knex } = shop().database;
    await knex('order_items')
      .where({ order_id: Number(open) })
      .update({ quantity: 4 });
    await knex('orders')
      .where({ order_id: Number(open) })
      .update({ status: 'shipped' });
    await knex('orders')
      .where({ order_id: Number(sold) })
      .update({ status: 'cancelled' });
    expect(await broken()).toEqual([
      `order ${open}: units 4 | units 3`,
      `order ${sold}, cancelled: units none | units sold`,
      `order ${open}, shipped: units sold | units open`,
    ]);
  });
}
