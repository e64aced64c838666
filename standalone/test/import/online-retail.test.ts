import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createInvoiceCollector, type Invoice } from '../../src/import/online-retail/invoices.ts';
import { lineKind } from '../../src/import/online-retail/line-kind.ts';
import { readSourceLines, type SourceLine } from '../../src/import/online-retail/source-lines.ts';
import { surveyLines } from '../../src/import/online-retail/survey.ts';

const header = 'InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mosaico-import-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function fileOf(...lines: string[]): string {
  const path = join(folder, 'sales.csv.gz');
  writeFileSync(path, gzipSync([header, ...lines].join('\n')));
  return path;
}

const linesOf = (...lines: string[]): Promise<SourceLine[]> => Array.fromAsync(readSourceLines(fileOf(...lines)));

describe('reading the file', () => {
  test('gives typed lines, numbered from 1, whether it is compressed or not', async () => {
    const text = '536365,85123a,"WHITE  HANGING ""HEART"", LIGHT ",6,2010-12-01 08:26:00,2.55,17850.0,United Kingdom';
    const expected: SourceLine = {
      line: 1,
      invoice: '536365',
      stockCode: '85123A',
      description: 'WHITE HANGING "HEART", LIGHT',
      quantity: 6,
      invoiceDate: new Date('2010-12-01T08:26:00.000Z'),
      unitPrice: '2.55',
      customerId: '17850',
      country: 'United Kingdom',
    };
    expect(await linesOf(text)).toEqual([expected]);
    const plain = join(folder, 'sales.csv');
    writeFileSync(plain, `${header}\n${text}\n`);
    expect(await Array.fromAsync(readSourceLines(plain))).toEqual([expected]);
  });

  test.each([
    ['536365,1,A,six,2010-12-01 08:26:00,2.55,,UK', 'Line 1: Quantity must be an integer; got "six".'],
    ['536365,1,A,6,01/12/2010,2.55,,UK', 'Line 1: InvoiceDate must be like 2010-12-01 08:26:00; got "01/12/2010".'],
    ['536365,1,A,6,2010-12-01 08:26:00,cheap,,UK', 'Line 1: UnitPrice must be a decimal number; got "cheap".'],
    ['536365,1,A,6,2010-12-01 08:26:00,1.00,somebody,UK', 'Line 1: CustomerID must be a number; got "somebody".'],
  ])('stops at a line it cannot understand: %s', async (text, message) => {
    await expect(linesOf(text)).rejects.toThrow(message);
  });

  test('refuses a file with another header, an empty one, and one that is cut off', async () => {
    const path = join(folder, 'other.csv');
    writeFileSync(path, 'a,b,c\n1,2,3\n');
    await expect(Array.fromAsync(readSourceLines(path))).rejects.toThrow(
      `must begin with the header ${header}; got a,b,c.`,
    );
    writeFileSync(path, '');
    await expect(Array.fromAsync(readSourceLines(path))).rejects.toThrow('The file is empty');
    const cut = join(folder, 'cut.csv.gz');
    writeFileSync(
      cut,
      gzipSync(`${header}\n${'536365,1,A,6,2010-12-01 08:26:00,2.55,,UK\n'.repeat(1_000)}`).subarray(0, -20),
    );
    await expect(Array.fromAsync(readSourceLines(cut))).rejects.toThrow('The file cannot be read');
    await expect(Array.fromAsync(readSourceLines(join(folder, 'none.csv')))).rejects.toThrow('ENOENT');
  });
});

describe('the kind of a line', () => {
  test.each([
    ['536365', 6, '2.55', 'sale'],
    ['536365', 6, '0.00', 'adjustment'],
    ['536365', -6, '2.55', 'adjustment'],
    ['C536379', -1, '27.50', 'return'],
    ['C536379', 1, '27.50', 'adjustment'],
    ['C536379', -1, '0.00', 'adjustment'],
    ['A563185', 1, '11062.06', 'adjustment'],
    ['A563186', 1, '-11062.06', 'adjustment'],
  ])('of invoice %s with quantity %d at %s is %s', async (invoice, quantity, price, kind) => {
    const [line] = await linesOf(`${invoice},1,A,${quantity},2010-12-01 08:26:00,${price},,UK`);
    expect(line && lineKind(line)).toBe(kind);
  });
});

describe('the survey', () => {
  test('names a product by its most frequent description and prices it as it was sold last', async () => {
    const survey = await surveyLines(
      readSourceLines(
        fileOf(
          '1,a1,damaged,-5,2010-12-01 08:00:00,0.00,,UK',
          '2,A1,RED MUG,1,2010-12-02 08:00:00,2.00,7.0,France',
          '3,A1,RED MUG,2,2010-12-03 08:00:00,2.50,7.0,UK',
          'C4,A1,RED MUG,-1,2010-12-04 08:00:00,9.00,7.0,UK',
          '5,B2,,1,2010-12-05 08:00:00,0.00,,UK',
        ),
      ),
    );
    expect(survey.products).toEqual([
      {
        stockCode: 'A1',
        name: 'RED MUG',
        unitPrice: '2.50',
        firstSeenAt: new Date('2010-12-01T08:00:00Z'),
        unitsSold: 3,
      },
      { stockCode: 'B2', name: 'B2', unitPrice: '0', firstSeenAt: new Date('2010-12-05T08:00:00Z'), unitsSold: 0 },
    ]);
    expect(survey.customers).toEqual([
      { id: '7', country: 'France', firstSeenAt: new Date('2010-12-02T08:00:00Z'), orders: 2 },
    ]);
    expect(survey.lines).toEqual({ sale: 2, return: 1, adjustment: 2 });
    expect(survey.invoices).toBe(5);
    expect([...survey.saleLines]).toEqual([
      ['2', 1],
      ['3', 1],
    ]);
  });
});

describe('invoices', () => {
  test('are given out whole, also when their lines do not stand together, and without what is not a sale', async () => {
    const path = fileOf(
      '1,A,Mug,1,2010-12-01 08:00:00,2.00,7.0,UK',
      '2,A,Mug,4,2010-12-01 09:00:00,2.00,,France',
      '1,B,Cup,2,2010-12-01 08:01:00,3.00,7.0,UK',
      '1,C,Free,2,2010-12-01 08:01:00,0.00,7.0,UK',
    );
    const collect = createInvoiceCollector((await surveyLines(readSourceLines(path))).saleLines);
    const invoices: Invoice[] = [];
    for await (const line of readSourceLines(path)) {
      const invoice = collect(line);
      if (invoice) invoices.push(invoice);
    }
    expect(
      invoices.map(({ number, customerId, placedAt, lines }) => [
        number,
        customerId,
        placedAt,
        lines.map((l) => l.line),
      ]),
    ).toEqual([
      ['2', null, new Date('2010-12-01T09:00:00Z'), [2]],
      ['1', '7', new Date('2010-12-01T08:00:00Z'), [1, 3]],
    ]);
  });
});
