import { expect, test } from '@jest/globals';
import { at, facts, productId } from './support/facts.ts';
import { withWarehouse, type OpenWarehouse } from './support/warehouse.ts';

/** What every adapter of `SalesStore` promises. */
export function testSalesStore(open: OpenWarehouse): void {
  test('add up by period: sales, returns as positive amounts, distinct invoices and units sold', () =>
    withWarehouse(open, async ({ stores }) => {
      await stores.facts.loadFacts(
        facts(
          { invoice: '1', quantity: 6, unitPrice: '2.55' },
          { invoice: '1', quantity: 1, unitPrice: '3.395' },
          { invoice: '2', quantity: 2, unitPrice: '0.125', customerId: null },
          { invoice: 'C3', kind: 'return', quantity: -2, unitPrice: '2.55' },
          { invoice: 'A4', kind: 'adjustment', quantity: 1, unitPrice: '-11062.06' },
          { invoice: '5', kind: 'adjustment', quantity: -30, unitPrice: '0' },
          { invoice: '6', occurredAt: at('2011-04-01', '00:00:00.000'), quantity: 3, unitPrice: '1' },
          { invoice: 'C7', kind: 'return', quantity: -1, unitPrice: '4', occurredAt: at('2011-05-01') },
        ),
      );
      expect(await stores.sales.salesByPeriod({ from: '2011-01-01', to: '2011-12-31', unit: 'month' })).toEqual([
        { start: '2011-03-01', gross: '18.9450', returns: '5.1000', net: '13.8450', orders: 2, units: 9 },
        { start: '2011-04-01', gross: '3.0000', returns: '0', net: '3.0000', orders: 1, units: 3 },
        { start: '2011-05-01', gross: '0', returns: '4.0000', net: '-4.0000', orders: 0, units: 0 },
      ]);
    }));

  test('belong to the UTC day of their instant, to the last millisecond, and to both bounds of a range', () =>
    withWarehouse(open, async ({ stores }) => {
      await stores.facts.loadFacts(
        facts(
          { invoice: '1', occurredAt: at('2011-02-28', '23:59:59.999') },
          { invoice: '2', occurredAt: at('2011-03-01', '00:00:00.000') },
          { invoice: '3', occurredAt: at('2011-03-31', '23:59:59.999') },
          { invoice: '4', occurredAt: new Date('2011-04-01T01:00:00.000+02:00') },
          { invoice: '5', occurredAt: at('2011-04-01', '00:00:00.000') },
        ),
      );
      const starts = async (from: string, to: string) =>
        (await stores.sales.salesByPeriod({ from, to, unit: 'day' })).map(({ start, orders }) => `${start} ${orders}`);
      expect(await starts('2011-03-01', '2011-03-31')).toEqual(['2011-03-01 1', '2011-03-31 2']);
      expect(await starts('2011-02-28', '2011-02-28')).toEqual(['2011-02-28 1']);
      expect(await starts('2011-04-01', '2011-04-01')).toEqual(['2011-04-01 1']);
    }));

  test('of a week are those from Monday to Sunday, across years too; only days of the range count', () =>
    withWarehouse(open, async ({ stores }) => {
      await stores.facts.loadFacts(
        facts(
          { invoice: '1', occurredAt: at('2010-12-26', '23:59:59.999') },
          { invoice: '2', occurredAt: at('2010-12-27') },
          { invoice: '3', occurredAt: at('2011-01-02', '23:59:59.999') },
          { invoice: '4', occurredAt: at('2011-01-03', '00:00:00.000') },
        ),
      );
      const weeks = async (from: string) =>
        (await stores.sales.salesByPeriod({ from, to: '2011-12-31', unit: 'week' })).map(({ start, orders }) => [
          start,
          orders,
        ]);
      expect(await weeks('2010-01-01')).toEqual([
        ['2010-12-20', 1],
        ['2010-12-27', 2],
        ['2011-01-03', 1],
      ]);
      expect(await weeks('2011-01-01')).toEqual([
        ['2010-12-27', 1],
        ['2011-01-03', 1],
      ]);
    }));

  test('count an invoice once in a period, also when its lines fall on several days, come in several loads or by two customers', () =>
    withWarehouse(open, async ({ stores }) => {
      const lines = facts(
        { occurredAt: at('2011-03-30') },
        { occurredAt: at('2011-03-31') },
        { occurredAt: at('2011-04-01') },
        { occurredAt: at('2011-03-30'), customerId: null },
        { occurredAt: at('2011-03-30'), quantity: 2 },
      );
      for (const line of lines) await stores.facts.loadFacts([line]);
      const ask = async (unit: 'day' | 'month' | 'year') =>
        (await stores.sales.salesByPeriod({ from: '2011-01-01', to: '2011-12-31', unit })).map(
          ({ start, orders, units, gross }) => [start, orders, units, gross],
        );
      expect(await ask('day')).toEqual([
        ['2011-03-30', 1, 4, '40.0000'],
        ['2011-03-31', 1, 1, '10.0000'],
        ['2011-04-01', 1, 1, '10.0000'],
      ]);
      expect(await ask('month')).toEqual([
        ['2011-03-01', 1, 5, '50.0000'],
        ['2011-04-01', 1, 1, '10.0000'],
      ]);
      expect(await ask('year')).toEqual([['2011-01-01', 1, 6, '60.0000']]);
    }));

  test('rank products by revenue or by units, the lesser sku first among equals, within a range', () =>
    withWarehouse(open, async ({ stores }) => {
      await stores.facts.loadFacts(
        facts(
          { sku: 'C', quantity: 1, unitPrice: '30' },
          { sku: 'B', quantity: 3, unitPrice: '10' },
          { sku: 'A', quantity: 3, unitPrice: '10' },
          { sku: 'a', quantity: 3, unitPrice: '10' },
          { sku: 'D', quantity: 100, unitPrice: '0.0001', occurredAt: at('2010-01-01') },
          { sku: 'D', quantity: -100, unitPrice: '50', kind: 'return' },
          { sku: 'E', quantity: 500, unitPrice: '50', kind: 'adjustment' },
        ),
      );
      const ranked = async (options: { by: 'revenue' | 'units'; from?: string; to?: string; limit?: number }) =>
        (await stores.sales.topProducts({ from: null, to: null, limit: 10, ...options }))
          .map(({ sku }) => sku)
          .join('');
      expect(await ranked({ by: 'revenue' })).toBe('ABaCD');
      expect(await ranked({ by: 'units' })).toBe('DABaC');
      expect(await ranked({ by: 'units', from: '2010-01-02' })).toBe('ABaC');
      expect(await ranked({ by: 'units', to: '2010-01-01' })).toBe('D');
      expect(await ranked({ by: 'revenue', limit: 2 })).toBe('AB');
      expect(await ranked({ by: 'revenue', from: '2012-01-01' })).toBe('');
    }));

  test.each([101, 1_001])('of %i products are told in one answer', (count) =>
    withWarehouse(open, async ({ stores }) => {
      const ids = Array.from({ length: count }, (_, index) => productId(index + 1));
      await stores.facts.loadFacts(facts(...ids.map((catalogId, index) => ({ catalogId, quantity: index + 1 }))));
      const sales = await stores.sales.salesOfProducts([...ids, productId(9_999)], { from: null, to: null });
      expect(new Map(sales.map(({ catalogId, units }) => [catalogId, units]))).toEqual(
        new Map(ids.map((id, index) => [id, index + 1])),
      );
      expect(sales).toHaveLength(count);
    }),
  );

  test('of products add up over their skus, for those that have any', () =>
    withWarehouse(open, async ({ stores }) => {
      await stores.facts.loadFacts(
        facts(
          { sku: 'MUG-RED', invoice: '1', quantity: 2, unitPrice: '1.005' },
          { sku: 'MUG-BLUE', invoice: '1', quantity: 1, unitPrice: '1.005' },
          { sku: 'MUG-BLUE', invoice: '2', quantity: 1, unitPrice: '2', occurredAt: at('2011-05-01') },
          { sku: 'MUG-BLUE', invoice: 'C2', quantity: -1, unitPrice: '2', kind: 'return' },
          { sku: 'POT', catalogId: productId(2), kind: 'return', quantity: -1 },
          { sku: 'POST', catalogId: null },
        ),
      );
      const ids = [productId(1), productId(2), productId(3)];
      expect(await stores.sales.salesOfProducts(ids, { from: null, to: null })).toEqual([
        { catalogId: productId(1), units: 4, orders: 2, revenue: '5.0150' },
      ]);
      expect(await stores.sales.salesOfProducts(ids, { from: '2011-05-01', to: null })).toEqual([
        { catalogId: productId(1), units: 1, orders: 1, revenue: '2.0000' },
      ]);
      expect(await stores.sales.salesOfProducts(ids, { from: null, to: '2011-05-01' })).toHaveLength(1);
      expect(await stores.sales.salesOfProducts(ids, { from: null, to: '2011-03-06' })).toEqual([]);
      expect(await stores.sales.salesOfProducts([], { from: null, to: null })).toEqual([]);
    }));
}
