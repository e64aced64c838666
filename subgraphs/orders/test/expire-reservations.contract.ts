import { expect, test } from '@jest/globals';
import { createExpireReservations, type EndExpired } from '../src/domain/expire-reservations.ts';
import { stockEvents } from '../src/domain/events.ts';
import type { TestShop } from './engines.ts';
import { anEventFactory, eventsIn } from './events.ts';
import { aSellable, numbers } from './records.ts';

const at = new Date('2026-02-03T04:05:06.789Z');
const minutes = (count: number) => new Date(at.getTime() + count * 60_000);

/** What becomes of orders that nobody pays, on every engine. */
export function expireReservationsContract(shop: () => TestShop): void {
  const createEvent = anEventFactory();
  const stockUp = () =>
    shop().stores.stock.upsert([aSellable({ sku: 'A', onHand: 100 }), aSellable({ sku: 'B', onHand: 100 })], { at });

  /** An order of a unit of each of the skus, whose reservation ends then. */
  const reserve = (skus: readonly string[], expiresAt: Date) =>
    shop().stores.orders.transaction(async (transaction) => {
      const sellables = await transaction.lockSellables(skus);
      const item = { sku: 'A', name: 'A', quantity: 1, unitPrice: '4.5000', lineTotal: '4.50' };
      const amounts = { currency: 'GBP', subtotal: '4.50', total: '4.50' } as const;
      const order = await transaction.addOrder({ ...amounts, customerId: null, placedAt: at, items: [item] });
      const orderId = order?.id ?? '';
      const takes = sellables.map((sellable) => ({ sellable, quantity: 1 }));
      await transaction.reserveStock(takes, { orderId, at, expiresAt });
      return { keep: true, value: orderId };
    });

  const cancel: EndExpired = async (transaction, { order, at: now }) => {
    const reason = 'reservation expired';
    await transaction.changeStatus(order.id, { status: 'cancelled', at: now, reason, actor: 'system' });
    return stockEvents(createEvent, {
      changes: await transaction.releaseStock(order.id, { at: now, reason }),
      at: now,
    });
  };
  const sweeper = (end: EndExpired, now: Date) =>
    createExpireReservations({ orders: shop().stores.orders, end, committed: () => Promise.resolve(), now: () => now });
  const statuses = async (ids: readonly string[]) => {
    const found = new Map((await shop().stores.orders.find(ids)).map(({ id, status }) => [id, status]));
    return ids.map((id) => found.get(id));
  };

  test('orders that were not paid in time end, and their units can be bought again; others stay', async () => {
    await stockUp();
    const ids = [
      await reserve(['A', 'B'], minutes(1)),
      await reserve(['A'], minutes(3)),
      await reserve(['B'], minutes(2)),
    ];
    expect(await sweeper(cancel, minutes(2))()).toBe(2);
    expect(await statuses(ids)).toEqual(['cancelled', 'pending', 'cancelled']);
    expect(new Set(await shop().stores.stock.stockOfSkus(['A', 'B']))).toEqual(
      new Set([
        { sku: 'A', onHand: 100, reserved: 1 },
        { sku: 'B', onHand: 100, reserved: 0 },
      ]),
    );
    // Each movement is told, also where two of them are of one unit in one transaction.
    expect(
      (await eventsIn(shop())).map(({ subject, data }) => [subject, 'movement' in data ? data.movement : null]),
    ).toEqual([
      ['A', 4],
      ['B', 4],
      ['B', 5],
    ]);
    expect(await sweeper(cancel, minutes(2))()).toBe(0);
    expect(await shop().stores.stock.offLedger()).toEqual([]);
  });

  test('several who sweep at once end each of sixty orders once', async () => {
    await stockUp();
    const ids: string[] = [];
    for (const number of numbers(60)) ids.push(await reserve(number % 2 === 0 ? ['A', 'B'] : ['B', 'A'], minutes(1)));
    const swept = async (): Promise<number> => {
      let ended = 0;
      // Who finds all of a batch taken by another comes again.
      while ((await statuses(ids)).includes('pending')) ended += await sweeper(cancel, minutes(2))();
      return ended;
    };
    const ended = await Promise.all(numbers(4).map(swept));
    expect(ended.reduce((sum, count) => sum + count, 0)).toBe(60);
    const history = await shop().stores.orders.statusHistoryOf(ids);
    expect(history.map((one) => one.history.map(({ status }) => status))).toEqual(
      ids.map(() => ['pending', 'cancelled']),
    );
    expect(new Set(await shop().stores.stock.stockOfSkus(['A', 'B']))).toEqual(
      new Set([
        { sku: 'A', onHand: 100, reserved: 0 },
        { sku: 'B', onHand: 100, reserved: 0 },
      ]),
    );
    expect(await shop().stores.stock.offLedger()).toEqual([]);
  });

  test('an order that must not end yet keeps its units for a minute more, and holds up nobody', async () => {
    await stockUp();
    const ids: string[] = [];
    for (const number of numbers(22)) ids.push(await reserve(['A'], minutes(number / 100)));
    const last = ids.at(-1);
    const endLast: EndExpired = (transaction, options) =>
      options.order.id === last ? cancel(transaction, options) : Promise.resolve(null);
    expect(await sweeper(endLast, minutes(2))()).toBe(1);
    expect(await sweeper(cancel, minutes(2))()).toBe(0);
    expect(await sweeper(cancel, minutes(3))()).toBe(21);
    expect(await shop().stores.stock.stockOfSkus(['A'])).toEqual([{ sku: 'A', onHand: 100, reserved: 0 }]);
  });

  test('when ending one of the orders fails, then none of its batch has ended, and all can be ended later', async () => {
    await stockUp();
    const ids = [await reserve(['A'], minutes(1)), await reserve(['A'], minutes(2))];
    const fail: EndExpired = (transaction, options) =>
      options.order.id === ids[1] ? Promise.reject(new Error('on purpose')) : cancel(transaction, options);
    await expect(sweeper(fail, minutes(2))()).rejects.toThrow('on purpose');
    expect(await statuses(ids)).toEqual(['pending', 'pending']);
    expect(await eventsIn(shop())).toEqual([]);
    expect(await sweeper(cancel, minutes(2))()).toBe(2);
  });
}
