import { expect, test } from '@jest/globals';
import type { Database } from '../src/store/database.ts';
import type { PlacedOrder } from '../src/store/warehouse-inbox.ts';
import { at, productId } from './support/facts.ts';
import { anOrder, aProductState } from './support/placed-orders.ts';
import { withWarehouse, type OpenWarehouse } from './support/warehouse.ts';

const march = { from: '2011-03-01', to: '2011-04-30', unit: 'month' } as const;

/** What every adapter of `WarehouseInbox` promises. */
export function testWarehouseInbox(open: OpenWarehouse): void {
  test('An order that is placed is sold, line by line, to its customer', () =>
    withWarehouse(open, async ({ stores, database }) => {
      await stores.inbox.orderPlaced('e1', anOrder());
      expect(await stores.sales.salesByPeriod(march)).toEqual([
        { start: '2011-03-01', gross: '23.7500', returns: '0', net: '23.7500', orders: 1, units: 5 },
      ]);
      expect(await stores.sales.topProducts({ from: null, to: null, by: 'revenue', limit: 5 })).toEqual([
        { sku: 'MUG', name: 'Mug, blue', catalogId: productId(1), units: 2, revenue: '20.0000' },
        { sku: 'SPOON', name: 'Spoon', catalogId: null, units: 3, revenue: '3.7500' },
      ]);
      expect(await stores.customers.lifetimeValues(['1'])).toEqual([{ customerId: '1', amount: '23.7500' }]);
      expect(await stores.customers.scores(['1'], null)).toMatchObject([{ recency: 1, frequency: 1 }]);
      expect(await customersOf(database)).toEqual([['1', null, '2011-03-07T12:00:00.000Z']]);
    }));

  test('What promotions took off a line is no revenue, to the last ten-thousandth, and its units are whole', () =>
    withWarehouse(open, async ({ stores, database }) => {
      const [mug, spoon] = anOrder().lines;
      if (mug === undefined || spoon === undefined) throw new Error('the order must have its lines');
      const lines = [
        { ...mug, discounted: '0.00' },
        { ...spoon, quantity: 7, discounted: '5.00' },
      ];
      await stores.inbox.orderPlaced('e1', anOrder({ lines }));
      expect(await stores.sales.salesByPeriod(march)).toEqual([
        { start: '2011-03-01', gross: '5.0000', returns: '0', net: '5.0000', orders: 1, units: 9 },
      ]);
      await stores.inbox.orderCancelled('e2', { orderId: '1', at: at('2011-04-01') });
      expect(await returnsIn(database)).toEqual([
        ['MUG', '0.0000'],
        // Seven spoons at 0.7142 and a ten-thousandth more for six of them.
        ['SPOON', '-0.7142'],
        ['SPOON', '-4.2858'],
      ]);
    }));

  test('A guest buys as somebody whom the warehouse does not know', () =>
    withWarehouse(open, async ({ stores, database }) => {
      await stores.inbox.orderPlaced('e1', anOrder({ customerId: null }));
      expect(await stores.sales.salesByPeriod(march)).toMatchObject([{ gross: '23.7500', orders: 1 }]);
      expect(await customersOf(database)).toEqual([]);
    }));

  test('A cancelled order is taken back line by line on the day of its cancellation; its sale stays in its own month', () =>
    withWarehouse(open, async ({ stores, database }) => {
      await stores.inbox.orderPlaced('e1', anOrder());
      await stores.inbox.orderCancelled('e2', { orderId: '1', at: at('2011-04-01') });
      expect(await stores.sales.salesByPeriod(march)).toEqual([
        { start: '2011-03-01', gross: '23.7500', returns: '0', net: '23.7500', orders: 1, units: 5 },
        { start: '2011-04-01', gross: '0', returns: '23.7500', net: '-23.7500', orders: 0, units: 0 },
      ]);
      expect(await stores.customers.lifetimeValues(['1'])).toEqual([{ customerId: '1', amount: '0.0000' }]);
      expect(await returnsIn(database)).toEqual([
        ['MUG', '-20.0000'],
        ['SPOON', '-3.7500'],
      ]);
    }));

  test.each([
    ['a part', ['5.50'], ['5.5000']],
    ['part by part', ['5.50', '18.25'], ['5.5000', '18.2500']],
    ['with its freight', ['28.75'], ['23.7500']],
    ['more than once', ['23.75', '0.01'], ['23.7500']],
  ])('An order whose money is given back, %s, gives back no more than it sold', (_what, refunds, returned) =>
    withWarehouse(open, async ({ stores, database }) => {
      await stores.inbox.orderPlaced('e0', anOrder());
      for (const [index, amount] of refunds.entries()) {
        await stores.inbox.orderRefunded(`e${index + 1}`, {
          id: String(index),
          orderId: '1',
          amount,
          at: at('2011-03-09'),
        });
      }
      expect((await returnsIn(database)).map(([sku, amount]) => [sku, amount?.slice(1)])).toEqual(
        returned.map((amount) => ['REFUND', amount]),
      );
    }),
  );

  test('When an order is cancelled and refunded, in part or whole, before or after, then it is taken back once', () =>
    withWarehouse(open, async ({ stores }) => {
      const cancel = (orderId: string) =>
        stores.inbox.orderCancelled(`cancel ${orderId}`, { orderId, at: at('2011-03-09') });
      const refund = (orderId: string, amount: string) =>
        stores.inbox.orderRefunded(`refund ${orderId}`, { id: orderId, orderId, amount, at: at('2011-03-09') });
      for (const id of ['1', '2', '3', '4'])
        await stores.inbox.orderPlaced(`place ${id}`, anOrder({ id, customerId: id }));
      await cancel('1');
      await refund('1', '23.75');
      await refund('2', '23.75');
      await cancel('2');
      await refund('3', '0.75');
      await cancel('3');
      const values = await stores.customers.lifetimeValues(['1', '2', '3', '4']);
      expect(new Map(values.map(({ customerId, amount }) => [customerId, amount]))).toEqual(
        new Map([
          ['1', '0.0000'],
          ['2', '0.0000'],
          ['3', '0.0000'],
          ['4', '23.7500'],
        ]),
      );
      expect(await stores.sales.salesByPeriod(march)).toMatchObject([
        { gross: '95.0000', returns: '71.2500', net: '23.7500', orders: 4 },
      ]);
    }));

  test('What takes an order back before it is placed waits for it', () =>
    withWarehouse(open, async ({ stores, database }) => {
      await stores.inbox.orderCancelled('e3', { orderId: '1', at: at('2011-04-02') });
      await stores.inbox.orderRefunded('e2', { id: '7', orderId: '1', amount: '3.75', at: at('2011-03-09') });
      await stores.inbox.orderCancelled('e9', { orderId: '2', at: at('2011-04-02') });
      expect(await stores.facts.totals()).toEqual({ facts: 0, amount: '0' });
      await stores.inbox.orderPlaced('e1', anOrder());
      expect(await stores.sales.salesByPeriod(march)).toMatchObject([
        { start: '2011-03-01', gross: '23.7500', returns: '3.7500' },
        { start: '2011-04-01', gross: '0', returns: '20.0000' },
      ]);
      expect(await database.read('point', 'SELECT order_id AS id FROM analytics.waiting_reversals')).toEqual([
        { id: '2' },
      ]);
    }));

  test('An order that a load has brought is taken back, too', () =>
    withWarehouse(open, async ({ stores }) => {
      const [mug] = anOrder().lines;
      await stores.facts.loadFacts([
        {
          ...{
            source: 'seed',
            sourceLine: 1,
            kind: 'sale',
            occurredAt: at('2011-03-07'),
            invoice: 'M-5',
            orderId: '5',
          },
          ...{
            sku: 'MUG',
            catalogId: mug?.catalogId ?? null,
            customerId: '1',
            country: 'GB',
            quantity: 4,
            unitPrice: '2',
          },
        },
      ]);
      await stores.inbox.orderCancelled('e1', { orderId: '5', at: at('2011-03-08') });
      expect(await stores.sales.salesByPeriod(march)).toMatchObject([{ gross: '8.0000', returns: '8.0000' }]);
    }));

  test('When each event comes twenty times at once, then it counts once', () =>
    withWarehouse(open, async ({ stores }) => {
      const twenty = (deliver: () => Promise<void>) => Promise.all(Array.from({ length: 20 }, deliver));
      await twenty(() => stores.inbox.orderPlaced('e1', anOrder()));
      await twenty(() =>
        stores.inbox.orderRefunded('e2', { id: '1', orderId: '1', amount: '1', at: at('2011-03-09') }),
      );
      await twenty(() =>
        stores.inbox.orderRefunded('e3', { id: '2', orderId: '1', amount: '1', at: at('2011-03-09') }),
      );
      expect(await stores.facts.totals()).toEqual({ facts: 4, amount: '21.7500' });
      expect(await stores.sales.salesByPeriod(march)).toMatchObject([
        { gross: '23.7500', returns: '2.0000', orders: 1 },
      ]);
    }));

  test('When thirty orders of new months and the same new products come at once, then each is there once', () =>
    withWarehouse(open, async ({ stores }) => {
      const orders = Array.from({ length: 30 }, (_, index): PlacedOrder =>
        anOrder({
          id: String(index + 1),
          customerId: String(1 + (index % 3)),
          placedAt: new Date(Date.UTC(2015, index % 6, 3)),
          lines: index % 2 === 0 ? anOrder().lines : anOrder().lines.toReversed(),
        }),
      );
      await Promise.all(orders.flatMap((order) => [1, 2].map(() => stores.inbox.orderPlaced(`e${order.id}`, order))));
      expect(await stores.facts.totals()).toEqual({ facts: 60, amount: '712.5000' });
      const months = await stores.sales.salesByPeriod({ from: '2015-01-01', to: '2015-12-31', unit: 'month' });
      expect(months.map(({ gross, orders: count }) => [gross, count])).toEqual(Array(6).fill(['118.7500', 5]));
    }));

  test('A customer is first seen when they registered or bought, whichever was earlier', () =>
    withWarehouse(open, async ({ stores, database }) => {
      await stores.facts.upsertCustomers([{ id: '3', country: 'Eire', firstSeenAt: at('2010-01-01') }]);
      await stores.inbox.orderPlaced('e1', anOrder({ id: '1', customerId: '1' }));
      await stores.inbox.customerRegistered('e2', { id: '1', at: at('2011-02-01') });
      await stores.inbox.customerRegistered('e3', { id: '2', at: at('2011-02-01') });
      await stores.inbox.orderPlaced('e4', anOrder({ id: '2', customerId: '2' }));
      await stores.inbox.orderPlaced('e5', anOrder({ id: '3', customerId: '3' }));
      expect(await customersOf(database)).toEqual([
        ['1', null, '2011-02-01T12:00:00.000Z'],
        ['2', null, '2011-02-01T12:00:00.000Z'],
        ['3', 'Eire', '2010-01-01T12:00:00.000Z'],
      ]);
    }));

  test('Of a customer whose account is closed nothing is known but what was sold to a number, also when it is told again', () =>
    withWarehouse(open, async ({ stores, database }) => {
      await stores.facts.upsertCustomers([
        { id: '1', country: 'Eire', firstSeenAt: at('2010-01-01') },
        { id: '2', country: 'Eire', firstSeenAt: at('2010-01-01') },
      ]);
      await stores.inbox.orderPlaced('e1', anOrder({ id: '1', customerId: '1' }));
      await stores.inbox.customerClosed('e2', { id: '1' });
      await stores.inbox.customerClosed('e2', { id: '1' });
      await stores.inbox.customerClosed('e3', { id: '3' });
      expect(await customersOf(database)).toEqual([
        ['1', null, '2010-01-01T12:00:00.000Z'],
        ['2', 'Eire', '2010-01-01T12:00:00.000Z'],
      ]);
      expect(await stores.sales.salesByPeriod(march)).toMatchObject([{ gross: '23.7500', orders: 1 }]);
    }));

  test('A product is as its latest revision says, in whatever order they come', () =>
    withWarehouse(open, async ({ stores, database }) => {
      await stores.inbox.productChanged('e2', aProductState({ revision: 2, name: 'Cup', categoryId: 'table' }));
      await stores.inbox.productChanged('e1', aProductState({ revision: 1 }));
      expect(await productsOf(database)).toEqual([
        ['MUG', 'Cup', productId(1), 'table'],
        ['MUG-RED', 'Cup', productId(1), 'table'],
      ]);
      await stores.inbox.productDeleted('e4', { catalogId: productId(1), revision: 4 });
      await stores.inbox.productChanged('e3', aProductState({ revision: 3, name: 'Bowl' }));
      expect((await productsOf(database)).map(([, name]) => name)).toEqual(['Cup', 'Cup']);
      expect(await database.read('point', 'SELECT revision, status FROM analytics.catalog_products')).toEqual([
        { revision: '4', status: 'deleted' },
      ]);
    }));

  test('A unit keeps a name that goes on from its product’s, and loses it when the product is renamed', () =>
    withWarehouse(open, async ({ stores, database }) => {
      const names = async () => (await productsOf(database)).map(([, name]) => name);
      await stores.inbox.orderPlaced('e1', anOrder());
      await stores.inbox.productChanged('e2', aProductState());
      expect(await names()).toEqual(['Mug, blue', 'Mug', 'Spoon']);
      await stores.inbox.productChanged('e3', aProductState({ revision: 2, name: 'Cup' }));
      await stores.inbox.orderPlaced('e4', anOrder({ id: '2' }));
      expect(await names()).toEqual(['Cup', 'Cup', 'Spoon']);
    }));

  test('A unit that was announced before it is sold takes the longer name of its sale', () =>
    withWarehouse(open, async ({ stores, database }) => {
      await stores.inbox.productChanged('e2', aProductState());
      await stores.inbox.orderPlaced('e1', anOrder());
      expect(await productsOf(database)).toEqual([
        ['MUG', 'Mug, blue', productId(1), 'kitchen'],
        ['MUG-RED', 'Mug', productId(1), 'kitchen'],
        ['SPOON', 'Spoon', null, null],
      ]);
    }));

  test('What was handled before a time is forgotten, and what was handled since is not', () =>
    withWarehouse(open, async ({ stores: { inbox }, database }) => {
      await database.transaction('load', (ask) =>
        ask(`INSERT INTO analytics.inbox (event_id, handled_at)
             SELECT 'old ' || n, '2011-03-01T12:00:00Z' FROM generate_series(1, 2500) AS n`),
      );
      await inbox.customerRegistered('new', { id: '1', at: at('2011-02-01') });
      expect(await inbox.forget(at('2011-03-01'))).toBe(0);
      expect(await inbox.forget(at('2011-03-02'))).toBe(2_500);
      expect(await inbox.forget(at('2011-03-02'))).toBe(0);
      expect(await database.read('point', 'SELECT event_id FROM analytics.inbox')).toEqual([{ event_id: 'new' }]);
    }));

  test('What the warehouse cannot hold is refused with the reason, leaves nothing, and is not taken for handled', () =>
    withWarehouse(open, async ({ stores, database }) => {
      const { inbox } = stores;
      const refused: [write: () => Promise<void>, message: string][] = [
        [() => inbox.orderPlaced('e', anOrder({ customerId: 'ada' })), 'customerId must be null, or a positive whole'],
        [
          () => inbox.orderPlaced('e', anOrder({ number: 'M'.repeat(41) })),
          'invoice must be text of 1 to 40 characters',
        ],
        [() => inbox.orderPlaced('e', anOrder({ placedAt: at('1899-12-31') })), 'occurredAt must be a time from'],
        [
          () => inbox.orderCancelled('e', { orderId: 'x'.repeat(41), at: at('2011-03-09') }),
          'orderId must be null, or',
        ],
        [
          () => inbox.orderRefunded('e', { id: '1', orderId: '1', amount: '-1.00', at: at('2011-03-09') }),
          'unitPrice must be without a minus',
        ],
        [() => inbox.customerRegistered('e', { id: '0', at: at('2011-03-09') }), 'id must be a positive whole number'],
        [() => inbox.productChanged('e', aProductState({ catalogId: 'MUG' })), 'catalogId must be null, or 24'],
      ];
      for (const [write, message] of refused) {
        const attempt = write();
        await expect(attempt).rejects.toThrow(RangeError);
        await expect(attempt).rejects.toThrow(message);
      }
      expect(await stores.facts.totals()).toEqual({ facts: 0, amount: '0' });
      expect(await database.read('point', 'SELECT event_id FROM analytics.inbox')).toEqual([]);
      await inbox.orderPlaced('e', anOrder());
      expect((await stores.facts.totals()).facts).toBe(2);
    }));
}

async function customersOf(database: Database) {
  const rows = await database.read<{ id: string; country: string | null; at: Date }>(
    'point',
    'SELECT customer_id AS id, country, first_seen_at AS at FROM analytics.dim_customers ORDER BY customer_id',
  );
  return rows.map(({ id, country, at: firstSeenAt }) => [id, country, firstSeenAt.toISOString()]);
}

async function productsOf(database: Database) {
  const rows = await database.read<Record<'sku' | 'name' | 'catalog' | 'category', string | null>>(
    'point',
    'SELECT sku, name, catalog_id AS catalog, category_id AS category FROM analytics.dim_products ORDER BY sku',
  );
  return rows.map(({ sku, name, catalog, category }) => [sku, name, catalog, category]);
}

/** The returns as they were written: sku and amount. */
async function returnsIn(database: Database) {
  const rows = await database.read<{ sku: string; amount: string }>(
    'point',
    "SELECT sku, amount FROM analytics.fact_sales WHERE kind = 'return' ORDER BY source, source_line",
  );
  return rows.map(({ sku, amount }) => [sku, amount]);
}
