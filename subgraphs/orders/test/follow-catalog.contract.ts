import { expect, test } from '@jest/globals';
import type { ShopEvent } from '@mosaico/bus';
import { createHandlers } from '../src/consumers/index.ts';
import { createSqlInbox } from '../src/store/events/sql-inbox.ts';
import type { TestShop } from './engines.ts';
import { anEventFactory } from './events.ts';
import { aSellable, numbers } from './records.ts';

const mugs = '65a000000000000000000001';
const cups = '65a000000000000000000002';
const now = () => new Date('2026-03-04T05:06:07.089Z');
const createEvent = anEventFactory('catalog');

/** What becomes of the sellable units when the catalog changes, on every engine. */
export function followCatalogContract(shop: () => TestShop): void {
  const hear = async (event: ShopEvent) => {
    const handlers = createHandlers({ stock: shop().stores.stock, caches: null, currency: 'GBP', now });
    await (handlers[event.type] as (event: ShopEvent) => Promise<void>)(event);
  };
  const updated = (
    revision: number,
    changes: {
      id?: string;
      name?: string;
      status?: 'active' | 'archived';
      units?: object;
      /** Of each unit; absent where it is not told. */
      weightGrams?: number | null;
    },
  ) => {
    const { id = mugs, name = 'Mug', status = 'active', units = { 'MUG-1': '4.50' } } = changes;
    return createEvent('product.updated', {
      aggregate: { kind: 'product', id },
      data: {
        productId: id,
        revision,
        name,
        brand: null,
        status,
        categoryId: '65b000000000000000000001',
        categoryPath: 'kitchen',
        variants: Object.entries(units).map(([sku, price]: [string, string]) => ({
          ...{ sku, price, currency: 'GBP' },
          ...('weightGrams' in changes ? { weightGrams: changes.weightGrams } : {}),
        })),
      },
      at: now(),
    });
  };
  const deleted = (revision: number, id = mugs) =>
    createEvent('product.deleted', {
      aggregate: { kind: 'product', id },
      data: { productId: id, revision, skus: [] },
      at: now(),
    });

  /** What can be ordered: `sku name price status`, with its product's last digit. */
  const units = async () => {
    const rows = await shop()
      .database.knex('products')
      .orderBy('sku')
      .select<Record<'sku' | 'name' | 'price' | 'status' | 'catalog_id', string>[]>();
    return rows.map(
      ({ sku, name, price, status, catalog_id }) => `${catalog_id.at(-1)} ${sku} ${name} ${price} ${status}`,
    );
  };

  test('a product that nobody knew brings its units, active and without stock', async () => {
    await hear(updated(1, { units: { 'MUG-2': '5.125', 'MUG-1': '4.50' } }));
    expect(await units()).toEqual(['1 MUG-1 Mug 4.5000 active', '1 MUG-2 Mug 5.1250 active']);
    expect(new Set(await shop().stores.stock.stockOfSkus(['MUG-1', 'MUG-2']))).toEqual(
      new Set([
        { sku: 'MUG-1', onHand: 0, reserved: 0 },
        { sku: 'MUG-2', onHand: 0, reserved: 0 },
      ]),
    );
    expect(await shop().stores.stock.counts()).toEqual({ sellables: 2, movements: 0 });
  });

  test('what a unit weighs is what the catalog told last; an event that does not tell it changes nothing', async () => {
    const { stock } = shop().stores;
    const weights: (number | null | undefined)[] = [];
    const told = [{ weightGrams: 340 }, {}, { weightGrams: 360 }, { weightGrams: null }, {}];
    for (const [number, change] of told.entries()) {
      await hear(updated(number + 1, change));
      weights.push((await stock.findSellables(['MUG-1']))[0]?.weightGrams);
    }
    expect(weights).toEqual([340, 340, 360, null, null]);
  });

  test('a changed product changes its units, and leaves their stock and those of others alone', async () => {
    const { stock } = shop().stores;
    await stock.upsert(
      [
        aSellable({ sku: 'MUG-1', catalogId: mugs, onHand: 10 }),
        aSellable({ sku: 'MUG-2', catalogId: mugs, onHand: 3 }),
        aSellable({ sku: 'CARD', catalogId: mugs, onHand: null }),
        aSellable({ sku: 'CUP-1', catalogId: cups, name: 'Cup', onHand: 5 }),
      ],
      { at: now() },
    );
    await hear(updated(7, { name: 'Big mug', units: { 'MUG-1': '9.00', CARD: '1.00', 'MUG-3': '2.00' } }));
    expect(await units()).toEqual([
      '1 CARD Big mug 1.0000 active',
      '2 CUP-1 Cup 4.5000 active',
      '1 MUG-1 Big mug 9.0000 active',
      '1 MUG-2 Blue mug 4.5000 inactive',
      '1 MUG-3 Big mug 2.0000 active',
    ]);
    expect(new Set(await stock.stockOfSkus(['MUG-1', 'MUG-2', 'MUG-3', 'CARD', 'CUP-1']))).toEqual(
      new Set([
        { sku: 'MUG-1', onHand: 10, reserved: 0 },
        { sku: 'MUG-2', onHand: 3, reserved: 0 },
        { sku: 'MUG-3', onHand: 0, reserved: 0 },
        { sku: 'CUP-1', onHand: 5, reserved: 0 },
      ]),
    );
    expect(await stock.offLedger()).toEqual([]);
  });

  test('a product that is archived or deleted is no longer sold', async () => {
    await hear(updated(1, {}));
    await hear(updated(2, { status: 'archived' }));
    expect(await units()).toEqual(['1 MUG-1 Mug 4.5000 inactive']);
    await hear(updated(3, {}));
    expect(await units()).toEqual(['1 MUG-1 Mug 4.5000 active']);
    await hear(deleted(4));
    expect(await units()).toEqual(['1 MUG-1 Mug 4.5000 inactive']);
  });

  test('an event that comes ten times changes nothing more, also when it comes at once', async () => {
    const event = updated(1, {});
    await Promise.all(numbers(10).map(() => hear(event)));
    await hear(updated(2, { name: 'New' }));
    await hear(event);
    expect(await units()).toEqual(['1 MUG-1 New 4.5000 active']);
    expect(await shop().database.knex('inbox').pluck('event_id')).toHaveLength(2);
  });

  test('whichever order a product’s states come in, the latest stands', async () => {
    const states = [
      updated(1, { units: { 'MUG-1': '1.00', 'MUG-9': '1.00' } }),
      updated(2, { units: { 'MUG-1': '2.00', 'MUG-2': '2.00' } }),
      updated(3, { units: { 'MUG-2': '3.00' } }),
    ];
    for (const order of [
      [2, 1, 0],
      [2, 0, 1],
    ]) {
      for (const index of order) await hear(states[index] as ShopEvent);
      expect(await units()).toEqual(['1 MUG-2 Mug 3.0000 active']);
    }
    await hear(deleted(9, cups));
    await hear(updated(8, { id: cups, units: { 'CUP-1': '1.00' } }));
    expect(await units()).toEqual(['1 MUG-2 Mug 3.0000 active']);
  });

  test('many states of one product that come at once end in the latest', async () => {
    const states = numbers(12).map((revision) =>
      updated(revision, { units: { 'MUG-1': `${revision}.00`, [`MUG-${revision}`]: '1.00' } }),
    );
    await Promise.all(states.toReversed().map(hear));
    const active = (await units()).filter((unit) => unit.endsWith(' active'));
    expect(active).toEqual(['1 MUG-1 Mug 12.0000 active', '1 MUG-12 Mug 1.0000 active']);
  });

  test('a price in another currency can never be one, and an effect that fails leaves the event to come again', async () => {
    const event = updated(1, {});
    const data = { ...event.data, variants: [{ sku: 'MUG-1', price: '1.00', currency: 'EUR' }] };
    await expect(hear({ ...event, data })).rejects.toMatchObject({
      code: 'UNPROCESSABLE_EVENT',
      message: 'The price of MUG-1 must be in GBP; it is in EUR.',
    });
    await expect(hear(updated(1, { units: { 'MUG-1': '-1.00' } }))).rejects.toThrow();
    expect(await shop().database.knex('inbox').pluck('event_id')).toEqual([]);
    await hear(event);
    expect(await units()).toEqual(['1 MUG-1 Mug 4.5000 active']);
  });

  test('a name that is too long for an order’s line is cut', async () => {
    await hear(updated(1, { name: '🎁'.repeat(300) }));
    expect(await units()).toEqual([`1 MUG-1 ${'🎁'.repeat(255)} 4.5000 active`]);
  });

  test('what was handled before a time is forgotten, and what was handled since is not', async () => {
    const { database } = shop();
    const old = Array.from({ length: 2_500 }, (_, n) => ({ event_id: `old ${n}`, handled_at: new Date(1_000) }));
    for (let from = 0; from < old.length; from += 500) await database.knex('inbox').insert(old.slice(from, from + 500));
    await hear(updated(1, {}));
    const inbox = createSqlInbox(database);
    expect(await inbox.forget(new Date(1_000))).toBe(0);
    expect(await inbox.forget(now())).toBe(2_500);
    expect(await inbox.forget(now())).toBe(0);
    expect(await database.knex('inbox').pluck('handled_at')).toEqual([now()]);
  });
}
