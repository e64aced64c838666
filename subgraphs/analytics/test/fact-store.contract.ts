import { expect, test } from '@jest/globals';
import type { SalesFact } from '../src/index.ts';
import { aFact, at, facts, productId } from './support/facts.ts';
import { withWarehouse, type OpenWarehouse } from './support/warehouse.ts';

/** What every adapter of `FactStore` promises. */
export function testFactStore(open: OpenWarehouse): void {
  test('sum exactly, whatever their kind, sign and decimals', () =>
    withWarehouse(open, async ({ stores }) => {
      await stores.facts.loadFacts(
        facts(
          { quantity: 3, unitPrice: '0.0333' },
          { quantity: 7, unitPrice: '1.255' },
          { kind: 'return', quantity: -2, unitPrice: '0.001' },
          { kind: 'adjustment', quantity: -10, unitPrice: '11062.06' },
          { kind: 'adjustment', quantity: 1, unitPrice: '-11062.06' },
          { kind: 'adjustment', quantity: 0, unitPrice: '0' },
          { kind: 'adjustment', quantity: 2_147_483_647, unitPrice: '9999999999.9999' },
        ),
      );
      const { facts: count, amount } = await stores.facts.totals();
      expect(count).toBe(7);
      expect(amount).toBe('21474836469999663577.8582');
    }));

  test('of an empty warehouse are none and sum to zero', () =>
    withWarehouse(open, async ({ stores }) => {
      expect(await stores.facts.totals()).toEqual({ facts: 0, amount: '0' });
      expect(await stores.facts.loadFacts([])).toEqual({ inserted: 0, known: 0 });
    }));

  test('When the same facts are loaded again, then nothing changes', () =>
    withWarehouse(open, async ({ stores }) => {
      const given = facts({ quantity: 2 }, { customerId: '2', invoice: '1001' }, { kind: 'return', quantity: -1 });
      expect(await stores.facts.loadFacts(given)).toEqual({ inserted: 3, known: 0 });
      const before = await everything();
      expect(await stores.facts.loadFacts(given)).toEqual({ inserted: 0, known: 3 });
      expect(await everything()).toEqual(before);
      expect(await stores.facts.loadFacts([...given, aFact({ sourceLine: 4 })])).toEqual({ inserted: 1, known: 3 });
      expect(await stores.facts.totals()).toEqual({ facts: 4, amount: '30.0000' });

      async function everything() {
        return [
          await stores.facts.totals(),
          await stores.sales.salesByPeriod({ from: '2011-01-01', to: '2011-12-31', unit: 'day' }),
          await stores.customers.lifetimeValues(['1', '2']),
          await stores.customers.scores(['1', '2'], null),
        ];
      }
    }));

  test('A line of a source is one fact, also when it comes again with another day or amount, or twice in one call', () =>
    withWarehouse(open, async ({ stores }) => {
      const again = { occurredAt: at('2011-05-01'), unitPrice: '99' };
      const given = [aFact({ sourceLine: 1 }), aFact({ sourceLine: 1, ...again }), aFact({ sourceLine: 2 })];
      expect(await stores.facts.loadFacts(given)).toEqual({ inserted: 2, known: 1 });
      expect(await stores.facts.loadFacts([aFact({ sourceLine: 2, ...again })])).toEqual({ inserted: 0, known: 1 });
      expect(await stores.facts.totals()).toEqual({ facts: 2, amount: '20.0000' });
    }));

  test('The same line number of another source is another fact', () =>
    withWarehouse(open, async ({ stores }) => {
      await stores.facts.loadFacts([
        aFact({ source: 'a', sourceLine: 11 }),
        aFact({ source: 'a1', sourceLine: 1 }),
        aFact({ source: 'A', sourceLine: 11 }),
      ]);
      expect((await stores.facts.totals()).facts).toBe(3);
    }));

  test('When eight load overlapping facts of the same new months at once, then each fact is there once', () =>
    withWarehouse(open, async ({ stores }) => {
      const given = Array.from({ length: 600 }, (_, index) =>
        aFact({
          sourceLine: index + 1,
          occurredAt: new Date(Date.UTC(2015, index % 30, 1 + (index % 28))),
          invoice: String(index % 7),
          customerId: String(1 + (index % 5)),
        }),
      );
      const loaders = Array.from({ length: 8 }, (_, index) =>
        stores.facts.loadFacts(index % 2 === 0 ? given.slice(index * 50) : given.toReversed().slice(index * 50)),
      );
      const results = await Promise.all(loaders);
      expect(results.reduce((sum, { inserted }) => sum + inserted, 0)).toBe(600);
      expect(await stores.facts.totals()).toEqual({ facts: 600, amount: '6000.0000' });
      const [total] = await stores.sales.salesByPeriod({ from: '2015-01-01', to: '2015-12-31', unit: 'year' });
      const values = await stores.customers.lifetimeValues(['1', '2', '3', '4', '5']);
      expect(values.map(({ amount }) => amount)).toEqual(Array(5).fill('1200.0000'));
      expect(total?.units).toBe(given.filter(({ occurredAt }) => occurredAt.getUTCFullYear() === 2015).length);
    }));

  test('When fifty load the same fact at once, then one has it stored', () =>
    withWarehouse(open, async ({ stores }) => {
      const results = await Promise.all(
        Array.from({ length: 50 }, (_, index) =>
          stores.facts.loadFacts([aFact({ sourceLine: 1, quantity: index + 1 })]),
        ),
      );
      expect(results.filter(({ inserted }) => inserted === 1)).toHaveLength(1);
      expect(results.filter(({ known }) => known === 1)).toHaveLength(49);
      const winner = results.findIndex(({ inserted }) => inserted === 1);
      expect(await stores.facts.totals()).toEqual({ facts: 1, amount: `${(winner + 1) * 10}.0000` });
    }));

  test('When facts are loaded while they are reported, then each report is of one moment and has all that were acknowledged', () =>
    withWarehouse(open, async ({ stores }) => {
      let acknowledged = 0;
      let loading = true;
      const reports: string[] = [];
      const reader = async () => {
        do {
          const before = acknowledged;
          const [year] = await stores.sales.salesByPeriod({ from: '2011-01-01', to: '2011-12-31', unit: 'year' });
          const { orders = 0, units = 0, gross = '0' } = year ?? {};
          const isWhole = units === 2 * orders && Number(gross) === 10 * units && orders >= before;
          if (!isWhole) reports.push(`after ${before}: ${JSON.stringify(year)}`);
        } while (loading);
      };
      const readers = [reader(), reader()];
      for (let order = 1; order <= 25; order++) {
        const invoice = { source: `order ${order}`, invoice: String(order) };
        await stores.facts.loadFacts(facts(invoice, { ...invoice, occurredAt: at('2011-06-01') }));
        acknowledged = order;
      }
      loading = false;
      await Promise.all(readers);
      expect(reports).toEqual([]);
    }));

  test('The widest numbers there may be arrive as they were; wider ones are refused', () =>
    withWarehouse(open, async ({ stores }) => {
      const widest = { sourceLine: Number.MAX_SAFE_INTEGER, customerId: '999999999999999999', quantity: 2_147_483_647 };
      await stores.facts.loadFacts([aFact({ ...widest, unitPrice: '9999999999.9999' })]);
      expect(await stores.facts.loadFacts([aFact({ ...widest })])).toEqual({ inserted: 0, known: 1 });
      expect(await stores.customers.lifetimeValues([widest.customerId])).toEqual([
        { customerId: widest.customerId, amount: '21474836469999785251.6353' },
      ]);
      const [year] = await stores.sales.salesByPeriod({ from: '2011-01-01', to: '2011-12-31', unit: 'year' });
      expect(year?.units).toBe(widest.quantity);
      await stores.facts.loadFacts([aFact({ sourceLine: 1, customerId: '1', unitPrice: '0' })]);
      expect(await stores.customers.lifetimeValues(['1'])).toEqual([{ customerId: '1', amount: '0.0000' }]);
    }));

  test('The instants are the same whatever the time zone of the server, to the millisecond', () =>
    withWarehouse(
      () => open({ timeZone: 'Asia/Kolkata' }),
      async ({ stores, database }) => {
        expect(await database.read('point', 'SHOW timezone')).toEqual([{ TimeZone: 'Asia/Kolkata' }]);
        await stores.facts.loadFacts(
          facts(
            { invoice: '1', occurredAt: at('2011-03-05', '23:59:59.999') },
            { invoice: '2', occurredAt: at('2011-03-06', '00:00:00.000') },
          ),
        );
        const days = await stores.sales.salesByPeriod({ from: '2011-03-01', to: '2011-03-31', unit: 'day' });
        expect(days.map(({ start, orders }) => [start, orders])).toEqual([
          ['2011-03-05', 1],
          ['2011-03-06', 1],
        ]);
        expect((await stores.customers.scores(['1'], '2011-03-06'))[0]?.recency).toBe(0);
        const instants = `SELECT to_char(occurred_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.MS') AS at
          FROM analytics.fact_sales ORDER BY at`;
        expect(await database.read('point', instants)).toEqual([
          { at: '2011-03-05 23:59:59.999' },
          { at: '2011-03-06 00:00:00.000' },
        ]);
      },
    ));

  test('More facts than fit a transaction are all stored', () =>
    withWarehouse(open, async ({ stores }) => {
      const many = Array.from({ length: 10_001 }, (_, index) => aFact({ sourceLine: index + 1 }));
      expect(await stores.facts.loadFacts(many)).toEqual({ inserted: 10_001, known: 0 });
      expect((await stores.facts.totals()).facts).toBe(10_001);
    }));

  test('Text of any alphabet, quotes and separators of arrays arrive as they were', () =>
    withWarehouse(open, async ({ stores }) => {
      const skus = ['NULL', '日本語 ñ', '👩‍👩‍👧‍👦', '{"a",b}', "O'NEIL \\ CO", 'TÊTE-À-TÊTE 🫖', 'BANK CHARGES', ' '];
      await stores.facts.loadFacts(facts(...skus.map((sku) => ({ sku, country: sku }))));
      await stores.facts.upsertProducts(
        skus.map((sku) => ({ sku, name: `${sku} – ${sku}`, catalogId: null, categoryId: null })),
      );
      const ranked = await stores.sales.topProducts({ from: null, to: null, by: 'units', limit: 100 });
      expect(ranked.map(({ sku }) => sku).sort()).toEqual(skus.toSorted());
      for (const { sku, name } of ranked) expect(name).toBe(`${sku} – ${sku}`);
    }));

  test('A fact that is not as it should be is refused with the reason, and with it the whole call', () =>
    withWarehouse(open, async ({ stores }) => {
      for (const [fault, message] of faulty) {
        const refused = stores.facts.loadFacts([aFact({ sourceLine: 1 }), aFact({ sourceLine: 2, ...fault })]);
        await expect(refused).rejects.toThrow(RangeError);
        await expect(refused).rejects.toThrow(message);
      }
      expect((await stores.facts.totals()).facts).toBe(0);
    }));

  test('Customers and products are added or replaced, the last of equals counting', () =>
    withWarehouse(open, async ({ stores }) => {
      await stores.facts.loadFacts(facts({ sku: 'A' }, { sku: 'B' }));
      const product = { name: 'Old', catalogId: null, categoryId: null };
      await stores.facts.upsertProducts([{ ...product, sku: 'A' }]);
      await stores.facts.upsertProducts([
        { ...product, sku: 'A', name: 'Older' },
        { ...product, sku: 'A', name: 'Newer', catalogId: productId(7) },
      ]);
      const customer = { id: '1', country: 'Eire', firstSeenAt: at('2011-01-01') };
      await stores.facts.upsertCustomers([customer, { ...customer, country: null }]);
      await stores.facts.upsertCustomers([customer]);
      expect(await stores.sales.topProducts({ from: null, to: null, by: 'revenue', limit: 5 })).toEqual([
        { sku: 'A', name: 'Newer', catalogId: productId(7), units: 1, revenue: '10.0000' },
        { sku: 'B', name: 'B', catalogId: null, units: 1, revenue: '10.0000' },
      ]);
      await expect(stores.facts.upsertProducts([{ ...product, sku: '' }])).rejects.toThrow(RangeError);
      await expect(stores.facts.upsertCustomers([{ ...customer, id: '0' }])).rejects.toThrow(
        'The customer "0": id must be a positive whole number of at most 18 digits; got "0".',
      );
    }));

  test('After a load is finished, what was asked before is answered the same', () =>
    withWarehouse(open, async ({ stores }) => {
      await stores.facts.loadFacts(facts({}, { customerId: '2', quantity: 5 }));
      const before = await stores.customers.scores(['1', '2'], null);
      await stores.facts.finishLoad();
      await stores.facts.finishLoad();
      expect(await stores.customers.scores(['1', '2'], null)).toEqual(before);
    }));
}

const faulty: [fault: Partial<SalesFact>, message: string][] = [
  [{ source: '' }, 'source must be text of 1 to 100 characters; got ""'],
  [{ sourceLine: 0 }, 'sourceLine must be a whole number from 1; got 0'],
  [{ occurredAt: new Date(NaN) }, 'occurredAt must be a time from 1900-01-01 to 2199-12-31; got an'],
  [{ occurredAt: at('1899-12-31') }, 'got 1899-12-31T12:00:00.000Z'],
  [{ customerId: '1234567890123456789' }, 'customerId must be null, or a positive whole number of at most 18 digits'],
  [{ sourceLine: 2 ** 53 }, 'sourceLine must be a whole number from 1; got 9007199254740992'],
  [{ quantity: 2_147_483_648 }, 'quantity must be a whole number of at most 32 bits; got 2147483648'],
  [{ unitPrice: '10000000000' }, 'unitPrice must be a decimal number with at most ten digits before the point'],
  [{ customerId: '12x' }, 'customerId must be null, or a positive whole number'],
  [{ catalogId: 'MUG' }, 'catalogId must be null, or 24 lower-case hexadecimal digits'],
  [{ sku: 'X'.repeat(41) }, 'sku must be text of 1 to 40 characters; got "XXX'],
  [{ invoice: 'a\0b' }, 'invoice must be text of 1 to 40 characters'],
  [{ quantity: 0 }, 'quantity must be positive in a sale; got 0'],
  [{ kind: 'return', quantity: 1 }, 'quantity must be negative in a return; got 1'],
  [{ quantity: 0.5 }, 'quantity must be a whole number of at most 32 bits; got 0.5'],
  [{ unitPrice: '0.00001' }, 'unitPrice must be a decimal number with at most ten'],
  [{ unitPrice: '1e3' }, 'got "1e3"'],
  [{ unitPrice: '-1' }, 'unitPrice must be without a minus in a sale or a return'],
];
