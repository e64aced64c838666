import { expect, test } from '@jest/globals';
import type { SalesFact } from '../src/index.ts';
import { at, facts } from './support/facts.ts';
import type { Stores } from './support/connect-warehouse.ts';
import { withWarehouse, type OpenWarehouse } from './support/warehouse.ts';

/** What every adapter of `CustomerStore` promises. */
export function testCustomerStore(open: OpenWarehouse): void {
  test('are worth their sales less their returns, whatever was written off', () =>
    withWarehouse(open, async ({ stores }) => {
      await stores.facts.loadFacts(
        facts(
          { customerId: '1', quantity: 3, unitPrice: '1.115' },
          { customerId: '1', kind: 'return', quantity: -1, unitPrice: '1.115', invoice: 'C1' },
          { customerId: '1', kind: 'adjustment', quantity: -9, unitPrice: '100' },
          { customerId: '2', kind: 'return', quantity: -1, unitPrice: '5', invoice: 'C2' },
          { customerId: '3', kind: 'adjustment', quantity: 1, unitPrice: '5' },
          { customerId: null, quantity: 1_000 },
          { customerId: '999999999999999999', quantity: 1, unitPrice: '0' },
        ),
      );
      const values = await stores.customers.lifetimeValues(['1', '2', '3', '4', '999999999999999999']);
      expect(Object.fromEntries(values.map(({ customerId, amount }) => [customerId, amount]))).toEqual({
        '1': '2.2300',
        '2': '-5.0000',
        '999999999999999999': '0.0000',
      });
      expect(await stores.customers.lifetimeValues([])).toEqual([]);
    }));

  test('are scored from 1 to 5 by fifths, ties by the number of the id and not by its digits', () =>
    withWarehouse(open, async ({ stores }) => {
      const ids = ['10', '9', '100', '2', '1', '30', '4', '5', '6', '7', '8'];
      await stores.facts.loadFacts(facts(...ids.map((customerId) => ({ customerId, invoice: `i${customerId}` }))));
      const scores = await scoresOf(stores, ids, null);
      // Eleven customers in fifths: three in the first, two in each other.
      expect(scores).toEqual({
        '1': [1, 1, 1],
        '2': [1, 1, 1],
        '4': [1, 1, 1],
        '5': [2, 2, 2],
        '6': [2, 2, 2],
        '7': [3, 3, 3],
        '8': [3, 3, 3],
        '9': [4, 4, 4],
        '10': [4, 4, 4],
        '30': [5, 5, 5],
        '100': [5, 5, 5],
      });
    }));

  test('who bought last, most often and for most score 5', () =>
    withWarehouse(open, async ({ stores }) => {
      await stores.facts.loadFacts(fiveCustomers);
      expect(await stores.customers.scores(['3'], null)).toEqual([
        {
          customerId: '3',
          recency: 9,
          frequency: 1,
          monetary: '500.0000',
          recencyScore: 3,
          frequencyScore: 2,
          monetaryScore: 5,
        },
      ]);
      expect(await scoresOf(stores, ['1', '2', '3', '4', '5', '6'], null)).toEqual({
        '1': [5, 4, 1],
        '2': [4, 1, 3],
        '3': [3, 2, 5],
        '4': [2, 3, 4],
        '5': [1, 5, 2],
      });
    }));

  test('As of a day, sales up to and on it count and nothing later; before the first sale nobody has a score', () =>
    withWarehouse(open, async ({ stores }) => {
      await stores.facts.loadFacts(fiveCustomers);
      const recencies = async (asOf: string | null) =>
        Object.fromEntries(
          (await stores.customers.scores(['1', '2', '3', '4', '5'], asOf)).map((row) => [row.customerId, row.recency]),
        );
      expect(await recencies('2011-03-04')).toEqual({ '2': 0, '3': 2, '4': 3, '5': 4 });
      expect(await scoresOf(stores, ['1', '2', '3', '4', '5'], '2011-03-04')).toEqual({
        '2': [4, 1, 2],
        '3': [3, 2, 4],
        '4': [2, 3, 3],
        '5': [1, 4, 1],
      });
      expect(await recencies('2011-03-01')).toEqual({ '4': 0, '5': 1 });
      expect(await recencies('2011-02-27')).toEqual({});
      // The last fact is an adjustment of 2011-03-10: the default is the day after it.
      const byDefault = await recencies(null);
      expect(byDefault).toEqual({ '1': 6, '2': 7, '3': 9, '4': 10, '5': 11 });
      expect(await recencies('2011-03-11')).toEqual(byDefault);
      expect((await recencies('2011-03-10'))['1']).toBe(5);
      expect((await recencies('2012-03-11'))['1']).toBe(372);
    }));

  test('fewer than five score from 1 up to their count', () =>
    withWarehouse(open, async ({ stores }) => {
      await stores.facts.loadFacts(facts({ customerId: '7' }));
      expect(await scoresOf(stores, ['7'], null)).toEqual({ '7': [1, 1, 1] });
      await stores.facts.loadFacts([
        ...facts({ source: 'more', customerId: '8', invoice: '8', quantity: 9, occurredAt: at('2011-03-08') }),
      ]);
      expect(await scoresOf(stores, ['7', '8'], null)).toEqual({ '7': [1, 1, 1], '8': [2, 2, 2] });
    }));

  test.each([101, 1_001])('are told in one answer, %i of them', (count) =>
    withWarehouse(open, async ({ stores }) => {
      const ids = Array.from({ length: count }, (_, index) => String(index + 1));
      const last = { customerId: null, occurredAt: at('2011-05-01') };
      await stores.facts.loadFacts(
        facts(...ids.map((customerId) => ({ customerId, quantity: Number(customerId) })), last),
      );
      const asked = [...ids, '999999'];
      const values = await stores.customers.lifetimeValues(asked);
      expect(new Map(values.map(({ customerId, amount }) => [customerId, amount]))).toEqual(
        new Map(ids.map((id) => [id, `${id}0.0000`])),
      );
      for (const asOf of [null, '2011-04-01']) {
        const scores = await stores.customers.scores(asked, asOf);
        expect(scores.map(({ customerId }) => Number(customerId)).sort((a, b) => a - b)).toEqual(ids.map(Number));
        expect(scores).toHaveLength(count);
      }
    }),
  );

  test('have no score without a sale, and in an empty warehouse', () =>
    withWarehouse(open, async ({ stores }) => {
      expect(await stores.customers.scores(['1'], null)).toEqual([]);
      expect(await stores.customers.scores(['1'], '2011-01-01')).toEqual([]);
      await stores.facts.loadFacts(facts({ kind: 'return', quantity: -1 }, { customerId: '2' }));
      expect((await stores.customers.scores(['1', '2'], null)).map(({ customerId }) => customerId)).toEqual(['2']);
      expect(await stores.customers.scores([], null)).toEqual([]);
    }));

  test('When facts are loaded while scores are read, then every answer counts what was stored before it was asked for', () =>
    withWarehouse(open, async ({ stores }) => {
      let stored = 0;
      const tooOld: string[] = [];
      let loading = true;
      const readers = Array.from({ length: 4 }, async () => {
        do {
          const before = stored;
          const [row] = await stores.customers.scores(['1'], null);
          if ((row?.frequency ?? 0) < before) tooOld.push(`asked after ${before}, got ${row?.frequency}`);
        } while (loading);
      });
      for (let line = 1; line <= 25; line++) {
        await stores.facts.loadFacts(facts({ source: `s${line}`, invoice: String(line) }));
        stored = line;
      }
      loading = false;
      await Promise.all(readers);
      expect(tooOld).toEqual([]);
      expect((await stores.customers.scores(['1'], null))[0]?.frequency).toBe(25);
    }));

  test('form cohorts by the month of their first sale, and come back or not', () =>
    withWarehouse(open, async ({ stores }) => {
      await stores.facts.loadFacts(
        facts(
          { customerId: '1', occurredAt: at('2011-01-31', '23:59:59.999') },
          { customerId: '1', occurredAt: at('2011-02-01', '00:00:00.000') },
          { customerId: '1', occurredAt: at('2011-02-15') },
          { customerId: '2', occurredAt: at('2011-01-01', '00:00:00.000') },
          { customerId: '2', occurredAt: at('2011-04-01') },
          { customerId: '3', occurredAt: at('2010-12-01'), kind: 'return', quantity: -1 },
          { customerId: '3', occurredAt: at('2011-02-01') },
          { customerId: null, occurredAt: at('2011-02-01') },
          { customerId: '4', occurredAt: at('2011-06-01'), kind: 'adjustment' },
        ),
      );
      expect(await stores.customers.cohortMonths({ from: '2010-01', to: '2011-12' })).toEqual({
        months: [
          { cohort: '2011-01', month: '2011-01', customers: 2 },
          { cohort: '2011-01', month: '2011-02', customers: 1 },
          { cohort: '2011-01', month: '2011-04', customers: 1 },
          { cohort: '2011-02', month: '2011-02', customers: 1 },
        ],
        lastMonth: '2011-06',
      });
      const { months } = await stores.customers.cohortMonths({ from: '2011-02', to: '2011-02' });
      expect(months).toEqual([{ cohort: '2011-02', month: '2011-02', customers: 1 }]);
      expect(await stores.customers.cohortMonths({ from: '2012-01', to: '2012-01' })).toEqual({
        months: [],
        lastMonth: null,
      });
    }));
}

/** By id: the scores of recency, frequency and monetary value. */
async function scoresOf(stores: Stores, ids: readonly string[], asOf: string | null) {
  const rows = await stores.customers.scores(ids, asOf);
  return Object.fromEntries(
    rows.map((row) => [row.customerId, [row.recencyScore, row.frequencyScore, row.monetaryScore]]),
  );
}

const fiveCustomers: SalesFact[] = facts(
  { customerId: '1', invoice: '11', occurredAt: at('2011-03-05'), quantity: 1 },
  { customerId: '1', invoice: '12', occurredAt: at('2011-03-05'), quantity: 1 },
  { customerId: '2', invoice: '21', occurredAt: at('2011-03-04', '23:59:59.999'), quantity: 30 },
  { customerId: '3', invoice: '31', occurredAt: at('2011-03-02'), quantity: 20 },
  { customerId: '3', invoice: '31', occurredAt: at('2011-03-02'), quantity: 30 },
  { customerId: '4', invoice: '41', occurredAt: at('2011-03-01', '23:59:59.999'), quantity: 40 },
  { customerId: '5', invoice: '51', occurredAt: at('2011-02-28'), quantity: 1, unitPrice: '7.5' },
  { customerId: '5', invoice: '52', occurredAt: at('2011-02-28'), quantity: 1, unitPrice: '7.5' },
  { customerId: '5', invoice: '53', occurredAt: at('2011-02-28'), quantity: 1, unitPrice: '7.5' },
  { customerId: null, invoice: '61', occurredAt: at('2011-03-09'), quantity: 1 },
  { customerId: '6', invoice: '7', occurredAt: at('2011-03-10'), kind: 'adjustment', quantity: -1 },
);
