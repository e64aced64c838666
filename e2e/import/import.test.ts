import { createReadStream, existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createIdentityTokens } from '@mosaico/service';
import { createGraphQLClient, type GraphQLClient } from '../support/graphql-client.ts';
import type { Mosaico } from '../../ops/distributed/six-processes.ts';
import { runToEnd } from '../../ops/distributed/start-process.ts';
import { startStandalone } from '../support/mosaico.ts';
import { savedOperation } from '../support/saved-operations.ts';
import { createTimeoutMs, shopData } from '../support/shop-data.ts';

/** The real data set lies beside the project where it is at hand; it is never copied into it. */
const file = new URL('../../../shared/data/online-retail.csv.gz', import.meta.url).pathname;
const isThere = existsSync(file);
const secret = 'the secret of a shop that lives for one test';
if (!isThere) process.stderr.write(`The import's tests are skipped: there is no data set at ${file}.\n`);

/** Invoices to compare line by line: the first, a guest's, the longest, one whose lines do not stand together, one with a price of three decimals, and the last. */
const invoices = ['536365', '536544', '573585', '542806', '550193', '581587'];

(isThere ? describe : describe.skip)('half a million lines of real sales', () => {
  const home = shopData();
  const importFile = (path = file) =>
    runToEnd({
      entry: 'standalone/src/import/main.ts',
      arguments: ['online-retail', path],
      environment: home.environment,
    });
  let first: { exitCode: number | null; output: string };
  let shop: Mosaico | undefined;
  let admin: GraphQLClient;

  beforeAll(async () => {
    await home.create();
    first = await importFile();
  }, 400_000 + createTimeoutMs);
  afterAll(async () => {
    await shop?.stop();
    await home.remove();
  }, 180_000);

  test('are imported whole, and the report says what was taken and why the rest was not', () => {
    expect(first.exitCode).toBe(0);
    for (const line of [
      '530,103 lines as sales, in 19,959 delivered orders',
      '9,288 lines as returns',
      '2,518 lines as adjustments',
      '4,372 customers',
      '5,941 of 25,900 invoices as orders',
      '541,909 facts, 19,959 orders, 4,372 customers, 3,958 products',
      'The warehouse now holds 541,909 facts that sum to 9,747,747.93.',
    ]) {
      expect(first.output).toContain(line);
    }
  });

  test('change nothing when they are imported again', async () => {
    const second = await importFile();
    expect(second.exitCode).toBe(0);
    expect(second.output).toContain('0 facts, 0 orders, 0 customers, 0 products');
    expect(second.output).toContain('The warehouse now holds 541,909 facts that sum to 9,747,747.93.');
  }, 1_200_000);

  test('are a shop that opens as it is, without a made-up one', async () => {
    shop = await startStandalone({ environment: { ...home.environment, ACCESS_TOKEN_SECRET: secret } });
    expect(shop.processes.get('standalone')?.output()).not.toContain('making up a shop');
    const nobody = createGraphQLClient(shop.origin);
    const { data } = await nobody.ask({ query: '{ products(first: 1) { totalCount } }' });
    expect(data).toEqual({ products: { totalCount: 3_958 } });
    // The data set has no accounts to log in to.
    const tokens = createIdentityTokens({ audience: 'access', secret, lifetimeSeconds: 3_600, now: () => new Date() });
    admin = createGraphQLClient(shop.origin, (await tokens.sign({ customerId: '1', roles: ['admin'] })).token);
  }, 180_000);

  test('an order read through the graph equals its lines in the file', async () => {
    const expected = await linesOf(new Set(invoices));
    for (const number of invoices) {
      const { data, errors } = await admin.ask({
        query:
          'query ($id: ID!) { order(id: $id) { number status placedAt customer { id } items { sku quantity unitPrice { amount currency } } } }',
        variables: { id: number },
      });
      expect(errors).toBeUndefined();
      const lines = expected.get(number) ?? [];
      expect(lines.length).toBeGreaterThan(0);
      expect(data?.['order']).toEqual({
        number,
        status: 'DELIVERED',
        placedAt: lines[0]?.date,
        customer: lines[0]?.customer === null ? null : { id: lines[0]?.customer },
        items: lines.map(({ sku, quantity, price }) => ({
          sku,
          quantity,
          unitPrice: { amount: price, currency: 'GBP' },
        })),
      });
    }
  }, 180_000);

  test('the reports give what the file adds up to', async () => {
    const { data } = await admin.ask(savedOperation('Sales'));
    const periods = data?.['salesReport'] as Record<'gross' | 'returns' | 'net', { amount: string }>[];
    expect(periods).toHaveLength(12);
    const december2010 = await admin.ask({
      query:
        '{ salesReport(from: "2010-12-01", to: "2011-12-31", granularity: YEAR) { period gross { amount } returns { amount } net { amount } orders units } }',
    });
    expect(december2010.data?.['salesReport']).toEqual(await yearsOf(file));
    const cohorts = (await admin.ask(savedOperation('Cohorts'))).data?.['cohorts'] as {
      size: number;
      retention: { month: number; customers: number }[];
    }[];
    expect(cohorts.reduce((sum, { size }) => sum + size, 0)).toBe(4_338);
    for (const { size, retention } of cohorts) expect(retention[0]).toMatchObject({ month: 0, customers: size });
  }, 180_000);

  test('a file of another kind is refused with one message', async () => {
    const foreign = join(home.path, 'contacts.csv');
    writeFileSync(foreign, 'name,telephone\nAda,12\n');
    const { exitCode, output } = await runToEnd({
      entry: 'standalone/src/import/main.ts',
      arguments: ['online-retail', foreign, '--data-dir', join(home.path, 'other')],
    });
    expect(exitCode).toBe(1);
    expect(output).toContain('must begin with the header');
    expect(output).not.toContain('    at ');
  }, 180_000);
});

interface FileLine {
  sku: string;
  quantity: number;
  price: string;
  date: string;
  customer: string | null;
}

/** Reads the file by other means than the import does: no quoted field of the chosen invoices matters here. */
async function* recordsOf(path: string): AsyncGenerator<string[]> {
  for await (const line of createInterface({ input: createReadStream(path).pipe(createGunzip()) })) {
    yield [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
  }
}

async function linesOf(wanted: ReadonlySet<string>): Promise<Map<string, FileLine[]>> {
  const found = new Map<string, FileLine[]>();
  for await (const [invoice = '', sku = '', , quantity = '', date = '', price = '', customer = ''] of recordsOf(file)) {
    if (!wanted.has(invoice) || Number(quantity) <= 0 || Number(price) <= 0) continue;
    const lines = found.get(invoice) ?? [];
    lines.push({
      sku: sku.toUpperCase(),
      quantity: Number(quantity),
      price: Number(price).toFixed(Math.max(2, price.split('.')[1]?.length ?? 0)),
      date: `${date.replace(' ', 'T')}.000Z`,
      customer: customer === '' ? null : customer.replace('.0', ''),
    });
    found.set(invoice, lines);
  }
  return found;
}

/** The two years of the file in whole thousandths of a pound, rounded half-even to pence at the end. */
async function yearsOf(path: string) {
  const years = new Map<string, { gross: number; returns: number; orders: Set<string>; units: number }>();
  for await (const [invoice = '', , , quantity = '', date = '', price = ''] of recordsOf(path)) {
    const amount = Number(quantity) * Math.round(Number(price) * 1_000);
    const year = years.get(date.slice(0, 4)) ?? { gross: 0, returns: 0, orders: new Set<string>(), units: 0 };
    if (/^\d+$/.test(invoice) && Number(quantity) > 0 && Number(price) > 0) {
      year.gross += amount;
      year.units += Number(quantity);
      year.orders.add(invoice);
    } else if (invoice.startsWith('C') && Number(quantity) < 0 && Number(price) > 0) {
      year.returns -= amount;
    } else {
      continue;
    }
    years.set(date.slice(0, 4), year);
  }
  return Array.from(years, ([period, { gross, returns, orders, units }]) => ({
    period,
    gross: { amount: pounds(gross) },
    returns: { amount: pounds(returns) },
    net: { amount: pounds(gross - returns) },
    orders: orders.size,
    units,
  }));
}

function pounds(thousandths: number): string {
  const pence = Math.floor(thousandths / 10);
  const rest = thousandths % 10;
  const rounded = rest > 5 || (rest === 5 && pence % 2 === 1) ? pence + 1 : pence;
  return (rounded / 100).toFixed(2);
}
