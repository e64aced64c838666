import { expect, test } from '@jest/globals';
import { orderCreated } from '../src/domain/order-events.ts';
import type { NewOrder, PlacementKey } from '../src/store/order-store.ts';
import type { TestShop } from './engines.ts';
import { anEventFactory, eventsIn } from './events.ts';
import { aSellable, numbers } from './records.ts';
import { waitUntilBlocked } from './wait-until-blocked.ts';

const at = new Date('2026-02-03T04:05:06.789Z');
const expiresAt = new Date('2026-02-03T04:20:06.789Z');
const key: PlacementKey = { scope: 'placeOrder:guest', key: 'key-00001', fingerprint: 'f'.repeat(64) };
const newOrder: NewOrder = {
  customerId: null,
  currency: 'GBP',
  subtotal: '9.00',
  total: '9.00',
  placedAt: at,
  items: [{ sku: 'MUG-1', name: 'Blue mug', quantity: 2, unitPrice: '4.5000', lineTotal: '9.00' }],
};

/** What the transaction of every OrderStore does. */
export function orderTransactionContract(shop: () => TestShop): void {
  const orders = () => shop().stores.orders;
  const stock = () => shop().stores.stock;

  test('what a transaction wrote is there when it is kept, and not when it is given up or throws', async () => {
    await stock().upsert([aSellable({ sku: 'MUG-1', onHand: 10 })], { at });
    const write = (keep: boolean, failure?: Error) =>
      orders().transaction(async (transaction) => {
        expect(await transaction.claimKey(key, { at })).toBeNull();
        const [mug] = await transaction.lockSellables(['MUG-1']);
        const order = await transaction.addOrder(newOrder);
        if (!mug || !order) throw new Error('the mug and the order must be there');
        await transaction.reserveStock([{ sellable: mug, quantity: 2 }], { orderId: order.id, at, expiresAt });
        await transaction.settleKey(key, { orderId: order.id });
        const lines = newOrder.items.map((item) => ({ sellable: mug, item }));
        await transaction.announce([orderCreated(anEventFactory(), { order, lines, fromCart: false })]);
        expect(await transaction.findOrder(order.id)).toEqual(order);
        if (failure) throw failure;
        return { keep, value: order };
      });

    const givenUp = await write(false);
    expect(await eventsIn(shop())).toEqual([]);
    await expect(write(true, new Error('on purpose'))).rejects.toThrow('on purpose');
    expect(await orders().find([givenUp.id])).toEqual([]);
    expect(await orders().findPlacement(key)).toBeNull();
    expect(await shop().stores.counts()).toEqual({ customers: 0, sellables: 1, movements: 1, orders: 0, items: 0 });

    const kept = await write(true);
    expect(await eventsIn(shop())).toMatchObject([{ type: 'order.created', subject: kept.id }]);
    expect(await orders().find([kept.id])).toEqual([kept]);
    expect(kept).toMatchObject({ number: kept.id, status: 'pending', total: '9.00', placedAt: at });
    expect(Number(kept.id)).toBeGreaterThan(100_000_000);
    expect(await orders().findPlacement(key)).toEqual({ fingerprint: key.fingerprint, orderId: kept.id });
    expect(await orders().statusHistoryOf([kept.id])).toEqual([
      { orderId: kept.id, history: [{ status: 'pending', at, reason: null, actor: 'guest' }] },
    ]);
    expect(await stock().stockOfSkus(['MUG-1'])).toEqual([{ sku: 'MUG-1', onHand: 10, reserved: 2 }]);
    expect(await shop().stores.counts()).toEqual({ customers: 0, sellables: 1, movements: 2, orders: 1, items: 1 });
    expect(await stock().offLedger()).toEqual([]);
  });

  test('stock that is not there cannot be reserved', async () => {
    await stock().upsert([aSellable({ sku: 'MUG-1', onHand: 1 })], { at });
    const overdraw = orders().transaction(async (transaction) => {
      const [mug] = await transaction.lockSellables(['MUG-1']);
      const order = await transaction.addOrder(newOrder);
      if (!mug || !order) throw new Error('the mug and the order must be there');
      await transaction.reserveStock([{ sellable: mug, quantity: 2 }], { orderId: order.id, at, expiresAt });
      return { keep: true, value: null };
    });
    await expect(overdraw).rejects.toThrow('2 of MUG-1 cannot be reserved.');
    expect(await stock().stockOfSkus(['MUG-1'])).toEqual([{ sku: 'MUG-1', onHand: 1, reserved: 0 }]);
  });

  test('sellable units are told whether active or not, stocked or not; others are misses', async () => {
    await stock().upsert(
      [
        aSellable({ sku: 'MUG-1', name: 'Mug', price: '4.125', onHand: 3 }),
        aSellable({ sku: 'OLD', status: 'inactive', onHand: null }),
      ],
      { at },
    );
    const found = await orders().transaction(async (transaction) => ({
      keep: true,
      value: await transaction.lockSellables(['OLD', 'NONE', 'MUG-1']),
    }));
    expect(new Map(found.map((one) => [one.sku, one]))).toEqual(
      new Map<string, unknown>([
        [
          'MUG-1',
          {
            productId: expect.any(Number),
            sku: 'MUG-1',
            catalogId: '65a000000000000000000001',
            name: 'Mug',
            price: '4.1250',
            status: 'active',
            weightGrams: null,
            lowStockThreshold: null,
            stock: { onHand: 3, reserved: 0, movement: 1 },
            levels: [{ warehouseId: 1, onHand: 3, reserved: 0, backordersAllowed: false }],
          },
        ],
        ['OLD', expect.objectContaining({ sku: 'OLD', status: 'inactive', stock: null, levels: [] })],
      ]),
    );
  });

  test('an order of a customer who does not exist is refused as such', async () => {
    const order = await orders().transaction(async (transaction) => ({
      keep: false,
      value: await transaction.addOrder({ ...newOrder, customerId: '999' }),
    }));
    expect(order).toBeNull();
    expect(await orders().counts()).toEqual({ orders: 0, items: 0 });
  });

  for (const keep of [true, false]) {
    test(`who claims a key that another transaction holds waits, and finds it ${keep ? 'settled when that is kept' : 'free when that is given up'}`, async () => {
      const claimed = Promise.withResolvers<undefined>();
      const release = Promise.withResolvers<undefined>();
      const first = orders().transaction(async (transaction) => {
        await transaction.claimKey(key, { at });
        claimed.resolve(undefined);
        await release.promise;
        const order = await transaction.addOrder(newOrder);
        await transaction.settleKey(key, { orderId: order?.id ?? '' });
        return { keep, value: order };
      });
      await claimed.promise;
      const second = orders().transaction(async (transaction) => ({
        keep: false,
        value: await transaction.claimKey({ ...key, fingerprint: '0'.repeat(64) }, { at }),
      }));
      await waitUntilBlocked(shop().database).finally(() => release.resolve(undefined));

      const order = await first;
      expect(await second).toEqual(keep ? { fingerprint: key.fingerprint, orderId: order?.id } : null);
    });
  }

  test('keys of different scopes, and keys that differ in case, are different', async () => {
    const claims = await orders().transaction(async (transaction) => {
      const keys = [key, { ...key, scope: 'placeOrder:customer:1' }, { ...key, key: 'KEY-00001' }];
      const results = [];
      for (const each of keys) results.push(await transaction.claimKey(each, { at }));
      return { keep: false, value: results };
    });
    expect(claims).toEqual([null, null, null]);
  });

  test('fifty transactions that lock the same units, named in any order, all pass at their first try', async () => {
    const skus = numbers(6).map((number) => `SKU-${number}`);
    await stock().upsert(
      skus.map((sku) => aSellable({ sku, onHand: 100 })),
      { at },
    );
    let runs = 0;
    await Promise.all(
      numbers(50).map((number) =>
        orders().transaction(async (transaction) => {
          runs++;
          const turned = [...skus.slice(number % 6), ...skus.slice(0, number % 6)];
          const locked = await transaction.lockSellables(number % 2 === 0 ? turned : turned.reverse());
          const order = await transaction.addOrder(newOrder);
          await transaction.reserveStock(
            locked.map((sellable) => ({ sellable, quantity: 1 })),
            { orderId: order?.id ?? '', at, expiresAt },
          );
          return { keep: true, value: null };
        }),
      ),
    );

    expect(runs).toBe(50);
    const levels = await stock().stockOfSkus(skus);
    expect(levels.map(({ onHand, reserved }) => onHand - reserved)).toEqual([50, 50, 50, 50, 50, 50]);
    expect(await stock().offLedger()).toEqual([]);
  });

  test('a transaction that loses every time is begun five times in all, and one that fails otherwise once', async () => {
    let runs = 0;
    const fail = (failure: Error) => {
      runs = 0;
      return orders().transaction(async (transaction) => {
        runs++;
        expect(await transaction.claimKey(key, { at })).toBeNull();
        throw failure;
      });
    };
    const isPostgres = shop().database.dialect.name === 'postgres';
    const losses = isPostgres
      ? ['40001', '40P01', '55P03'].map((code) => ({ code }))
      : [1205, 1213].map((errno) => ({ errno }));
    for (const loss of losses) {
      await expect(fail(Object.assign(new Error('lost'), loss))).rejects.toThrow('lost');
      expect(runs).toBe(5);
    }
    await expect(fail(new Error('its own'))).rejects.toThrow('its own');
    expect(runs).toBe(1);
    expect(await orders().findPlacement(key)).toBeNull();
  });

  test('when two transactions deadlock, then one runs again and both pass', async () => {
    await stock().upsert([aSellable({ sku: 'A' }), aSellable({ sku: 'B' })], { at });
    const bothHoldOne = Promise.withResolvers<undefined>();
    let runs = 0;
    let holding = 0;
    const lockInTurn = (skus: readonly [string, string]) =>
      orders().transaction(async (transaction) => {
        runs++;
        await transaction.lockSellables([skus[0]]);
        holding++;
        if (holding === 2) bothHoldOne.resolve(undefined);
        await bothHoldOne.promise;
        const locked = await transaction.lockSellables([skus[1]]);
        return { keep: true, value: locked.length };
      });

    expect(await Promise.all([lockInTurn(['A', 'B']), lockInTurn(['B', 'A'])])).toEqual([1, 1]);
    expect(runs).toBe(3);
  });
}
