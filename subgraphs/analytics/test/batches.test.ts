import { describe, expect, test } from '@jest/globals';
import type { CustomerScores } from '../src/store/customer-store.ts';
import { recordingStores } from './support/fake-stores.ts';
import { productId } from './support/facts.ts';
import { analyst, ask, askEntities, subgraphOver } from './support/requests.ts';

const scores: CustomerScores = {
  customerId: '2',
  recency: 1,
  frequency: 2,
  monetary: '3.0050',
  recencyScore: 5,
  frequencyScore: 5,
  monetaryScore: 4,
};

describe('A request', () => {
  test('asks the store once for the lifetime values and once for the segments of all its customers', async () => {
    const { stores, calls } = recordingStores({
      lifetimeValues: () =>
        Promise.resolve([
          { customerId: '3', amount: '2.1250' },
          { customerId: '1', amount: '-0.0010' },
        ]),
      scores: () => Promise.resolve([scores]),
    });
    const answer = await askEntities(subgraphOver(stores), {
      type: 'Customer',
      ids: ['1', '2', '3', '2'],
      fields: 'lifetimeValue { amount currency } segment { name recency frequency monetary recencyScore }',
      identity: analyst,
    });
    expect(calls).toEqual([
      ['lifetimeValues', ['1', '2', '3']],
      ['scores', ['1', '2', '3'], null],
    ]);
    const segment = { name: 'Champions', recency: 1, frequency: 2, monetary: '3.00', recencyScore: 5 };
    expect(answer).toEqual({
      data: {
        _entities: [
          { id: '1', lifetimeValue: { amount: '0.00', currency: 'GBP' }, segment: null },
          { id: '2', lifetimeValue: { amount: '0.00', currency: 'GBP' }, segment },
          { id: '3', lifetimeValue: { amount: '2.12', currency: 'GBP' }, segment: null },
          { id: '2', lifetimeValue: { amount: '0.00', currency: 'GBP' }, segment },
        ],
      },
    });
  });

  test('asks once for each day as of which it wants segments', async () => {
    const { stores, calls } = recordingStores();
    await askEntities(subgraphOver(stores), {
      type: 'Customer',
      ids: ['1', '2'],
      fields: `now: segment { name } then: segment(asOf: "2011-06-01") { name } again: segment(asOf: "2011-06-01") { recency }
        later: segment(asOf: "2011-07-01") { name } still: segment(asOf: null) { name }`,
      identity: analyst,
    });
    expect(calls).toEqual([
      ['scores', ['1', '2'], null],
      ['scores', ['1', '2'], '2011-06-01'],
      ['scores', ['1', '2'], '2011-07-01'],
    ]);
  });

  test('asks once for each range in which it wants the sales of products', async () => {
    const { stores, calls } = recordingStores({
      salesOfProducts: (ids, { from }) =>
        Promise.resolve(
          ids.slice(1).map((catalogId) => ({ catalogId, units: from === null ? 9 : 4, orders: 2, revenue: '1.0050' })),
        ),
    });
    const ids = [productId(2), productId(1)];
    const answer = await askEntities(subgraphOver(stores), {
      type: 'Product',
      ids,
      fields: `sales { units orders revenue { amount currency } } year: sales(from: "2011-01-01", to: "2011-12-31") { units }
        same: sales(to: "2011-12-31", from: "2011-01-01") { orders }`,
      identity: analyst,
    });
    expect(calls).toEqual([
      ['salesOfProducts', ids, { from: null, to: null }],
      ['salesOfProducts', ids, { from: '2011-01-01', to: '2011-12-31' }],
    ]);
    expect(answer).toEqual({
      data: {
        _entities: [
          {
            id: productId(2),
            sales: { units: 0, orders: 0, revenue: { amount: '0.00', currency: 'GBP' } },
            year: { units: 0 },
            same: { orders: 0 },
          },
          {
            id: productId(1),
            sales: { units: 9, orders: 2, revenue: { amount: '1.00', currency: 'GBP' } },
            year: { units: 4 },
            same: { orders: 2 },
          },
        ],
      },
    });
  });

  test('that wants no figure of an entity asks for none', async () => {
    const { stores, calls } = recordingStores();
    await askEntities(subgraphOver(stores), { type: 'Product', ids: [productId(1)], fields: '' });
    await askEntities(subgraphOver(stores), { type: 'Customer', ids: ['1'], fields: '' });
    expect(calls).toEqual([]);
  });

  test('asks once for each report, with defaults where nothing or null is given', async () => {
    const { stores, calls } = recordingStores();
    await ask(
      subgraphOver(stores),
      `{ salesReport(from: "2011-03-05", to: "2011-03-07", granularity: WEEK) { period }
         one: topProducts { sku } two: topProducts(from: null, to: "2011-03-07", by: null, first: null) { sku }
         three: topProducts(by: UNITS, first: 100) { sku } cohorts(from: "2010-12", to: "2011-12") { cohort } }`,
      analyst,
    );
    expect(calls).toEqual([
      ['salesByPeriod', { from: '2011-03-05', to: '2011-03-07', unit: 'week' }],
      ['topProducts', { from: null, to: null, by: 'revenue', limit: 10 }],
      ['topProducts', { from: null, to: '2011-03-07', by: 'revenue', limit: 10 }],
      ['topProducts', { from: null, to: null, by: 'units', limit: 100 }],
      ['cohortMonths', { from: '2010-12', to: '2011-12' }],
    ]);
  });
});
