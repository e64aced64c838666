import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { parse } from 'csv-parse';

/** One line of the data set (Daqing Chen, "Online Retail", UCI Machine Learning Repository, 2015), with its values typed. */
export interface SourceLine {
  /** Its place in the file, from 1, the header not counted: what makes importing it twice harmless. */
  readonly line: number;
  readonly invoice: string;
  /** Upper-cased: the file writes some codes both ways. */
  readonly stockCode: string;
  /** Empty where the shop wrote none. */
  readonly description: string;
  /** Negative for what came back or was written off. */
  readonly quantity: number;
  readonly invoiceDate: Date;
  /** Pounds sterling with up to three decimals, as it stands in the file; zero and negative occur. */
  readonly unitPrice: string;
  /** Null where the shop did not know. */
  readonly customerId: string | null;
  readonly country: string;
}

/** The file is not what it should be; the message names the line, what was required and what arrived. */
class SourceFileError extends Error {
  override readonly name = 'SourceFileError';
}

const columns = 'InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country'.split(',');

/** Streams the lines of a `.csv` or `.csv.gz` file. @throws SourceFileError at the first line that cannot be understood. */
export async function* readSourceLines(path: string): AsyncGenerator<SourceLine> {
  const parser = parse({ bom: true, relax_column_count: true });
  const file = createReadStream(path);
  // Failures anywhere in the pipeline surface where the parser is read.
  if (path.endsWith('.gz')) pipeline(file, createGunzip(), parser, () => undefined);
  else pipeline(file, parser, () => undefined);
  let line = -1;
  try {
    for await (const record of parser) {
      line += 1;
      if (line === 0) requireHeader(record as string[]);
      else yield toSourceLine(record as string[], line);
    }
  } catch (error) {
    if (error instanceof SourceFileError) throw error;
    throw new SourceFileError(`The file cannot be read after line ${Math.max(line, 0)}: ${String(error)}`, {
      cause: error,
    });
  }
  if (line === -1) throw new SourceFileError(`The file is empty; it must begin with the header ${columns.join(',')}.`);
}

function requireHeader(record: readonly string[]): void {
  if (record.join() === columns.join()) return;
  throw new SourceFileError(
    `The file must begin with the header ${columns.join(',')}; got ${record.join(',').slice(0, 200)}.`,
  );
}

function toSourceLine(record: readonly string[], line: number): SourceLine {
  if (record.length !== columns.length) {
    throw new SourceFileError(`Line ${line} must have ${columns.length} columns; got ${record.length}.`);
  }
  const [
    invoice = '',
    stockCode = '',
    description = '',
    quantity = '',
    date = '',
    unitPrice = '',
    customer = '',
    country = '',
  ] = record;
  return {
    line,
    invoice: matching(/^[A-Z]?\d{1,10}$/, invoice, {
      line,
      column: 'InvoiceNo',
      required: 'digits, after a letter or none',
    }),
    stockCode: matching(/^\S.{0,39}$/, stockCode.trim(), {
      line,
      column: 'StockCode',
      required: '1 to 40 characters',
    }).toUpperCase(),
    description: description.trim().replace(/\s+/g, ' '),
    quantity: Number(matching(/^-?\d{1,9}$/, quantity, { line, column: 'Quantity', required: 'an integer' })),
    invoiceDate: toDate(date, line),
    unitPrice: matching(/^-?\d{1,10}(\.\d{1,4})?$/, unitPrice, {
      line,
      column: 'UnitPrice',
      required: 'a decimal number',
    }),
    customerId:
      customer === ''
        ? null
        : matching(/^\d{1,9}(\.0)?$/, customer, { line, column: 'CustomerID', required: 'a number' }).replace('.0', ''),
    country,
  };
}

function matching(pattern: RegExp, value: string, options: { line: number; column: string; required: string }): string {
  if (pattern.test(value)) return value;
  const { line, column, required } = options;
  throw new SourceFileError(`Line ${line}: ${column} must be ${required}; got ${JSON.stringify(value.slice(0, 60))}.`);
}

/** The file has the shop's local time without a zone; it is taken as UTC, so that a day in a report is the shop's day. */
function toDate(text: string, line: number): Date {
  const date = new Date(`${text.replace(' ', 'T')}Z`);
  if (/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/.test(text) && !Number.isNaN(date.getTime())) return date;
  throw new SourceFileError(
    `Line ${line}: InvoiceDate must be like 2010-12-01 08:26:00; got ${JSON.stringify(text.slice(0, 60))}.`,
  );
}
