import { describe, expect, test } from '@jest/globals';
import type { SalesFact } from '../src/index.ts';
import { aFact, at, facts, productId } from './support/facts.ts';
import { withWarehouse, type OpenWarehouse } from './support/warehouse.ts';

/** What every adapter of `FactStore` promises. */
export function testFactStore(name: string, open: OpenWarehouse): void {
  describe(`The facts in ${name}`, () => {
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

    test('More facts than fit a transaction are all stored', () =>
      withWarehouse(open, async ({ stores }) => {
        const many = Array.from({ length: 10_001 }, (_, index) => aFact({ sourceLine: index + 1 }));
        expect(await stores.facts.loadFacts(many)).toEqual({ inserted: 10_001, known: 0 });
        expect((await stores.facts.totals()).facts).toBe(10_001);
      }));

    test('Text of any alphabet, quotes and separators of arrays arrive as they were', () =>
      withWarehouse(open, async ({ stores }) => {
        const skus = ['NULL', '{"a",b}', "O'NEIL \\ CO", 'TÊTE-À-TÊTE 🫖', 'BANK CHARGES', ' '];
        await stores.facts.loadFacts(facts(...skus.map((sku) => ({ sku, country: sku }))));
        const ranked = await stores.sales.topProducts({ from: null, to: null, by: 'units', limit: 100 });
        expect(ranked.map(({ sku }) => sku).sort()).toEqual(skus.toSorted());
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
  });
}

const faulty: [fault: Partial<SalesFact>, message: string][] = [
  [{ source: '' }, 'source must be text of 1 to 60 characters; got ""'],
  [{ sourceLine: 0 }, 'sourceLine must be a whole number from 1; got 0'],
  [{ occurredAt: new Date(NaN) }, 'occurredAt must be a time from 1900-01-01 to 2199-12-31; got an'],
  [{ occurredAt: at('1899-12-31') }, 'got 1899-12-31T12:00:00.000Z'],
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
