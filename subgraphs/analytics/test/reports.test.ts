import { expect, test } from '@jest/globals';
import { facts, at, productId } from './support/facts.ts';
import { analyst, ask, subgraphOver } from './support/requests.ts';
import { openPostgresWarehouse, withWarehouse } from './support/warehouse.ts';

test('The report has every period of the range, zeros where nothing happened, and each amount rounded once, half to even', () =>
  withWarehouse(openPostgresWarehouse, async ({ stores }) => {
    await stores.facts.loadFacts(
      facts(
        { invoice: '1', unitPrice: '0.085', occurredAt: at('2011-01-31', '23:59:59.999') },
        { invoice: '1', unitPrice: '0.04', occurredAt: at('2011-01-31', '23:59:59.999') },
        { invoice: 'C2', kind: 'return', quantity: -1, unitPrice: '0.01', occurredAt: at('2011-03-01') },
        { invoice: '3', unitPrice: '2.675', quantity: 2, occurredAt: at('2011-03-01', '00:00:00.000') },
        { invoice: '4', unitPrice: '1', occurredAt: at('2011-04-01', '00:00:00.000') },
      ),
    );
    const answer = await ask(
      subgraphOver(stores),
      `{ salesReport(from: "2011-01-15", to: "2011-03-31", granularity: MONTH) {
           period gross { amount currency } returns { amount } net { amount } orders units }
         quarters: salesReport(from: "2010-12-31", to: "2011-04-01", granularity: QUARTER) { period orders } }`,
      analyst,
    );
    const pounds = (amount: string) => ({ amount, currency: 'GBP' });
    const nothing = { returns: { amount: '0.00' }, net: { amount: '0.00' }, orders: 0, units: 0 };
    expect(answer).toEqual({
      data: {
        salesReport: [
          // 0.125 is shown as 0.12: the sum is exact, and its even neighbour is taken once.
          { ...nothing, period: '2011-01', gross: pounds('0.12'), net: { amount: '0.12' }, orders: 1, units: 2 },
          { ...nothing, period: '2011-02', gross: pounds('0.00') },
          {
            period: '2011-03',
            gross: pounds('5.35'),
            returns: { amount: '0.01' },
            net: { amount: '5.34' },
            orders: 1,
            units: 2,
          },
        ],
        quarters: [
          { period: '2010-Q4', orders: 0 },
          { period: '2011-Q1', orders: 2 },
          { period: '2011-Q2', orders: 1 },
        ],
      },
    });
  }));

test('The best products carry the names of the warehouse and the product of the catalog, where it has one', () =>
  withWarehouse(openPostgresWarehouse, async ({ stores }) => {
    await stores.facts.loadFacts(
      facts(
        { sku: 'MUG', quantity: 2, unitPrice: '1.0025' },
        { sku: 'POST', quantity: 1, unitPrice: '18', catalogId: null },
      ),
    );
    await stores.facts.upsertProducts([
      { sku: 'MUG', name: 'A mug', catalogId: productId(1), categoryId: null },
      { sku: 'POST', name: 'Postage', catalogId: null, categoryId: null },
    ]);
    const answer = await ask(
      subgraphOver(stores),
      '{ topProducts { sku name units revenue { amount currency } product { id } } few: topProducts(first: 1, by: UNITS) { sku } }',
      analyst,
    );
    expect(answer).toEqual({
      data: {
        topProducts: [
          { sku: 'POST', name: 'Postage', units: 1, revenue: { amount: '18.00', currency: 'GBP' }, product: null },
          {
            sku: 'MUG',
            name: 'A mug',
            units: 2,
            revenue: { amount: '2.00', currency: 'GBP' },
            product: { id: productId(1) },
          },
        ],
        few: [{ sku: 'MUG' }],
      },
    });
  }));

test('A cohort is followed to the month of the last fact, without gaps, and its rates have four decimals', () =>
  withWarehouse(openPostgresWarehouse, async ({ stores }) => {
    await stores.facts.loadFacts(
      facts(
        ...['1', '2', '3'].map((customerId) => ({ customerId, occurredAt: at('2010-12-31', '23:59:59.999') })),
        { customerId: '1', occurredAt: at('2011-02-01', '00:00:00.000') },
        { customerId: '2', occurredAt: at('2011-02-28') },
        { customerId: '4', occurredAt: at('2011-02-28') },
        { customerId: '5', kind: 'adjustment', occurredAt: at('2011-03-01', '00:00:00.000') },
      ),
    );
    const answer = await ask(
      subgraphOver(stores),
      '{ cohorts(from: "2010-01", to: "2011-12") { cohort size retention { month customers rate } } }',
      analyst,
    );
    expect(answer).toEqual({
      data: {
        cohorts: [
          {
            cohort: '2010-12',
            size: 3,
            retention: [
              { month: 0, customers: 3, rate: 1 },
              { month: 1, customers: 0, rate: 0 },
              { month: 2, customers: 2, rate: 0.6667 },
              { month: 3, customers: 0, rate: 0 },
            ],
          },
          {
            cohort: '2011-02',
            size: 1,
            retention: [
              { month: 0, customers: 1, rate: 1 },
              { month: 1, customers: 0, rate: 0 },
            ],
          },
        ],
      },
    });
  }));

test('An empty warehouse has reports of zeros and no cohorts', () =>
  withWarehouse(openPostgresWarehouse, async ({ stores }) => {
    const answer = await ask(
      subgraphOver(stores),
      `{ salesReport(from: "2011-01-01", to: "2011-01-02", granularity: DAY) { period orders gross { amount } }
         topProducts { sku } cohorts(from: "2011-01", to: "2011-12") { cohort } }`,
      analyst,
    );
    const zero = { orders: 0, gross: { amount: '0.00' } };
    expect(answer).toEqual({
      data: {
        salesReport: [
          { period: '2011-01-01', ...zero },
          { period: '2011-01-02', ...zero },
        ],
        topProducts: [],
        cohorts: [],
      },
    });
  }));
