import { describe, expect, test } from '@jest/globals';
import type { ShopEvent } from '@mosaico/bus';
import { storeUnavailable } from '@mosaico/service';
import type { Database } from '../src/store/database.ts';
import { productId } from './support/facts.ts';
import { createRandom } from '@mosaico/testing/random';
import {
  cancelled,
  delivered,
  orderCreated,
  productEvent,
  productUpdated,
  refunded,
  registered,
} from './support/shop-events.ts';
import { withShop } from './support/shop-on-bus.ts';
import { openPostgresWarehouse, withWarehouse } from './support/warehouse.ts';

const inMarch = { customerId: '1', day: '2011-03-07' };
const month = (
  period: string,
  gross: string,
  returns: string,
  net: string,
  rest: { orders: number; units: number },
) => ({
  period,
  gross: { amount: gross },
  returns: { amount: returns },
  net: { amount: net },
  ...rest,
});

describe('What happens in the shop', () => {
  test('is in the reports once it is announced, an order, its cancellation and what was given back of another', () =>
    withWarehouse(openPostgresWarehouse, ({ stores }) =>
      withShop(stores, async (shop) => {
        const first = orderCreated({ ...inMarch, orderId: '1', mugs: 2, spoons: 3 });
        const second = orderCreated({ ...inMarch, orderId: '2', mugs: 1, spoons: 0, customerId: null });
        await shop.publish([productUpdated(1, 'Cup'), first, second]);
        expect(await shop.salesOf('2011-03-01', '2011-04-30')).toEqual([
          month('2011-03', '33.75', '0.00', '33.75', { orders: 2, units: 6 }),
          month('2011-04', '0.00', '0.00', '0.00', { orders: 0, units: 0 }),
        ]);
        expect(await shop.best()).toEqual([
          { sku: 'MUG', name: 'Cup', units: 3 },
          { sku: 'SPOON', name: 'Spoon', units: 3 },
        ]);
        await shop.publish([
          cancelled(first, '2011-04-01'),
          refunded(second, { id: '7', amount: '4.00', day: '2011-03-31' }),
        ]);
        expect(await shop.salesOf('2011-03-01', '2011-04-30')).toEqual([
          month('2011-03', '33.75', '4.00', '29.75', { orders: 2, units: 6 }),
          month('2011-04', '0.00', '23.75', '-23.75', { orders: 0, units: 0 }),
        ]);
      }),
    ));

  test('changes the figures that are kept before the warehouse at once', () =>
    withWarehouse(openPostgresWarehouse, ({ stores }) =>
      withShop(stores, async (shop) => {
        const figures = (amount: string, units: number, orders: number) => [
          { id: '1', lifetimeValue: { amount } },
          { id: productId(1), sales: { units, orders } },
        ];
        const seen = () => shop.figuresOf('1', productId(1));
        expect(await seen()).toEqual(figures('0.00', 0, 0));
        const created = orderCreated({ ...inMarch, orderId: '1', mugs: 2, spoons: 0 });
        await shop.publish([created]);
        expect(await seen()).toEqual(figures('20.00', 2, 1));
        await shop.publish([refunded(created, { id: '1', amount: '5.00', day: '2011-03-08' })]);
        expect(await seen()).toEqual(figures('15.00', 2, 1));
        await shop.publish([cancelled(created, '2011-03-09')]);
        expect(await seen()).toEqual(figures('0.00', 2, 1));
      }),
    ));

  test('that had been handled by a process which ended before it told the caches is told when it comes again', () =>
    withWarehouse(openPostgresWarehouse, ({ stores }) =>
      withShop(stores, async (shop) => {
        const created = orderCreated({ ...inMarch, orderId: '1', mugs: 2, spoons: 0 });
        await shop.figuresOf('1', productId(1));
        await stores.inbox.orderPlaced(created.id, {
          ...{ id: '1', number: 'M-1', customerId: '1', placedAt: new Date(created.data.placedAt) },
          lines: [{ sku: 'MUG', catalogId: productId(1), name: 'Mug', quantity: 2, unitPrice: '10.00' }],
        });
        expect(await shop.figuresOf('1', productId(1))).toMatchObject([{ lifetimeValue: { amount: '0.00' } }, {}]);
        await shop.publish([created]);
        expect(await shop.figuresOf('1', productId(1))).toMatchObject([
          { lifetimeValue: { amount: '20.00' } },
          { sales: { units: 2, orders: 1 } },
        ]);
      }),
    ));

  test('and cannot be a fact lies with the dead letters, and stops nothing behind it', () =>
    withWarehouse(openPostgresWarehouse, ({ stores }) =>
      withShop(stores, async (shop) => {
        const order = { ...inMarch, mugs: 1, spoons: 0 };
        await shop.publish([
          orderCreated({ ...order, orderId: '1', currency: 'JPY' }),
          orderCreated({ ...order, orderId: '2', customerId: 'ada' }),
          orderCreated({ ...order, orderId: '3' }),
        ]);
        expect((await shop.deadLetters()).map(({ reason, tries }) => [reason, tries])).toEqual([
          ['The warehouse holds facts in GBP; got an order in JPY.', 1],
          [
            'The fact "order 2"/1: customerId must be null, or a positive whole number of at most 18 digits; got "ada".',
            1,
          ],
        ]);
        expect(await shop.salesOf('2011-03-01', '2011-03-31')).toMatchObject([{ orders: 1 }]);
      }),
    ));

  test(
    'while the warehouse is away is there when it is back, however often it was tried',
    () =>
      withWarehouse(openPostgresWarehouse, async ({ stores }) => {
        let failures = 7;
        const inbox: typeof stores.inbox = {
          ...stores.inbox,
          orderPlaced: (eventId, order) => {
            failures -= 1;
            return failures > 0
              ? Promise.reject(storeUnavailable('analytics', new Error('a test')))
              : stores.inbox.orderPlaced(eventId, order);
          },
        };
        await withShop({ ...stores, inbox }, async (shop) => {
          const events = [orderCreated({ ...inMarch, orderId: '1', mugs: 1, spoons: 0 })];
          while ((await shop.publish(events)).held.size === 0);
          expect(failures).toBe(0);
          expect(await shop.deadLetters()).toEqual([]);
          expect(await shop.salesOf('2011-03-01', '2011-03-31')).toMatchObject([{ orders: 1 }]);
        });
      }),
    30_000,
  );

  test.each([1, 2, 3])(
    'ten times, in any order, ends the same (seed %d)',
    (seed) =>
      withWarehouse(openPostgresWarehouse, async (expected) =>
        withWarehouse(openPostgresWarehouse, async ({ stores, database }) => {
          const events = aYear(createRandom(seed));
          await withShop(expected.stores, async (shop) => {
            for (const event of events) await shop.publish([event]);
          });
          await withShop(stores, async (shop) => {
            const random = createRandom(seed + 1_000);
            await shop.publish(delivered(events, { times: 10, random }));
            expect(await shop.deadLetters()).toEqual([]);
          });
          expect(await everything(database)).toEqual(await everything(expected.database));
          expect(await sums(database)).toEqual(sumsOf(events));
        }),
      ),
    120_000,
  );
});

/** Thirty orders, a third of them cancelled and a third refunded, of four customers and a guest; and a product with its past. */
function aYear(random: () => number): ShopEvent[] {
  const upTo = (count: number) => Math.floor(random() * count);
  const orders = Array.from({ length: 30 }, (_, index) => {
    const day = `2011-0${1 + upTo(3)}-1${upTo(10)}`;
    const customer = upTo(5);
    const created = orderCreated({
      ...{ orderId: String(index + 1), day, mugs: 1 + upTo(3), spoons: upTo(4) },
      customerId: customer === 0 ? null : String(customer),
    });
    const refund = (id: string, amount: string) =>
      refunded(created, { id: `${index}-${id}`, amount, day: '2011-04-02' });
    const after = [
      [],
      [cancelled(created, '2011-04-01')],
      [refund('a', '2.50'), refund('b', '100.00')],
      [refund('a', '2.50'), cancelled(created, '2011-04-03'), refund('b', '5.00')],
    ][upTo(4)];
    return [created, ...(after ?? [])];
  });
  return [
    ...['1', '2', '3', '4'].map((id) => registered(id, `2011-02-0${id}`)),
    productUpdated(1, 'Mug'),
    productUpdated(2, 'Cup'),
    ...orders.flat(),
    productUpdated(3, 'Beaker'),
    productEvent('product.deleted', { productId: productId(1), revision: 4, skus: ['MUG'] }),
  ];
}

/** All that events make, whatever the order of rows. */
async function everything(database: Database) {
  const tables: Record<string, string> = {};
  for (const table of [
    ...['fact_sales', 'fact_identities', 'agg_invoice_days', 'dim_customers', 'dim_products', 'dim_dates'],
    ...['catalog_products', 'waiting_reversals'],
  ]) {
    const [rows] = await database.read<{ rows: string }>(
      'point',
      `SELECT coalesce(string_agg(CAST(row AS text), E'\\n' ORDER BY CAST(row AS text)), '') AS rows FROM analytics.${table} AS row`,
    );
    tables[table] = rows?.rows ?? '';
  }
  const inbox = await database.read('point', 'SELECT event_id FROM analytics.inbox ORDER BY event_id');
  return { ...tables, inbox };
}

async function sums(database: Database) {
  const [row] = await database.read<{ gross: string; returns: string }>(
    'point',
    `SELECT CAST(sum(amount) FILTER (WHERE kind = 'sale') * 100 AS integer) AS gross,
            CAST(-sum(amount) FILTER (WHERE kind = 'return') * 100 AS integer) AS returns FROM analytics.fact_sales`,
  );
  return row;
}

/** In cents, from the events alone: an order gives back what was refunded, but all of it once cancelled and never more. */
function sumsOf(events: readonly ShopEvent[]) {
  const cents = (amount: string) => Math.round(Number(amount) * 100);
  const orders = Map.groupBy(
    events.filter(({ partitionkey }) => partitionkey.startsWith('order:')),
    ({ subject }) => subject,
  );
  let [gross, returns] = [0, 0];
  for (const own of orders.values()) {
    let [sold, given] = [0, 0];
    for (const event of own) {
      if (event.type === 'order.created') sold += cents(event.data.subtotal);
      if (event.type === 'order.refunded') given += cents(event.data.amount);
      if (event.type === 'order.cancelled') given = Infinity;
    }
    gross += sold;
    returns += Math.min(sold, given);
  }
  return { gross, returns };
}
