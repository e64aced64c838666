import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { SalesFact } from '../src/index.ts';
import {
  amountOf,
  exactly,
  expectedCohortMonths,
  expectedLifetimeValues,
  expectedPeriods,
  expectedProducts,
  expectedScores,
  tenThousandths,
} from './support/brute-force.ts';
import { aFact, productId } from './support/facts.ts';
import { openPostgresWarehouse, withWarehouse } from './support/warehouse.ts';

const customerIds = ['1', '2', '9', '10', '11', '100'];
const productIds = [1, 2, 3].map(productId);
const bounds = { from: '2010-12-15', to: '2011-03-15' };

/** Facts crowded into few customers, invoices and days around the ends of a year, so that ties and repeats are common. */
const factsOfAWarehouse = fc
  .array(
    fc.record({
      kind: fc.constantFrom(
        'sale' as const,
        'sale' as const,
        'sale' as const,
        'return' as const,
        'adjustment' as const,
      ),
      occurredAt: fc.oneof(
        fc.date({
          min: new Date('2010-11-20T00:00:00Z'),
          max: new Date('2011-04-10T23:59:59.999Z'),
          noInvalidDate: true,
        }),
        fc.constantFrom(...edges()),
      ),
      invoice: fc.constantFrom('1', '2', '3', '4', 'C5', 'c5'),
      sku: fc.constantFrom('A', 'a', 'B', 'BANK CHARGES'),
      catalogId: fc.option(fc.constantFrom(...productIds)),
      customerId: fc.option(fc.constantFrom(...customerIds), { freq: 6 }),
      size: fc.integer({ min: 1, max: 20 }),
      unitPrice: fc.constantFrom('0', '0.0001', '0.125', '1.255', '2.5', '10', '11062.06'),
    }),
    { maxLength: 120 },
  )
  .map((records) =>
    records.map(({ size, ...record }, index): SalesFact =>
      aFact({ ...record, sourceLine: index + 1, quantity: record.kind === 'sale' ? size : -size }),
    ),
  );

test('Whatever the facts and however they are split into loads, every answer is what the plainest computation gives', async () => {
  await fc.assert(
    fc.asyncProperty(factsOfAWarehouse, fc.integer({ min: 1, max: 50 }), (given, loadSize) =>
      withWarehouse(openPostgresWarehouse, async ({ stores: { facts, sales, customers } }) => {
        for (let start = 0; start < given.length; start += loadSize) {
          await facts.loadFacts(given.slice(Math.max(0, start - 3), start + loadSize));
          await customers.scores(customerIds, null);
        }

        const totals = await facts.totals();
        expect([totals.facts, tenThousandths(totals.amount)]).toEqual([
          given.length,
          given.reduce((sum, fact) => sum + amountOf(fact), 0n),
        ]);
        for (const unit of ['day', 'week', 'month', 'quarter', 'year'] as const) {
          const options = { ...bounds, unit };
          expect((await sales.salesByPeriod(options)).map(exactly)).toEqual(expectedPeriods(given, options));
        }
        for (const range of [{ from: null, to: null }, bounds]) {
          expect(sorted(await sales.salesOfProducts(productIds, range))).toEqual(
            sorted(expectedProducts(given, productIds, range)),
          );
        }
        expect(sorted(await customers.lifetimeValues(customerIds))).toEqual(
          sorted(expectedLifetimeValues(given, customerIds)),
        );
        for (const asOf of [null, '2010-12-31', '2011-02-01', '2011-04-10', '2012-01-01']) {
          expect(sorted(await customers.scores(customerIds, asOf))).toEqual(sorted(expectedScores(given, asOf)));
        }
        const months = { from: '2010-12', to: '2011-02' };
        expect((await customers.cohortMonths(months)).months).toEqual(expectedCohortMonths(given, months));
      }),
    ),
    { numRuns: 12 },
  );
}, 180_000);

/** By their first value, the id. */
function sorted(rows: readonly object[]): object[] {
  return rows.map(exactly).toSorted((a, b) => (String(Object.values(a)[0]) < String(Object.values(b)[0]) ? -1 : 1));
}

function edges(): Date[] {
  return [
    '2010-12-31T23:59:59.999Z',
    '2011-01-01T00:00:00.000Z',
    '2011-01-02T23:59:59.999Z',
    '2011-02-28T23:59:59.999Z',
  ].map((instant) => new Date(instant));
}
