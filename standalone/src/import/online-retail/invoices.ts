import { lineKind } from './line-kind.ts';
import type { SourceLine } from './source-lines.ts';

/** The sale lines of one invoice, in the file's order: what becomes an order. */
export interface Invoice {
  readonly number: string;
  readonly customerId: string | null;
  readonly country: string;
  /** The time of its first line. */
  readonly placedAt: Date;
  readonly lines: readonly SourceLine[];
}

/**
 * Collects the sale lines of each invoice and gives it out when it is whole. An invoice's lines need not stand together in
 * the file, so the survey's count of them tells when that is; only invoices that are not yet whole are held.
 */
export function createInvoiceCollector(saleLines: ReadonlyMap<string, number>): (line: SourceLine) => Invoice | null {
  const open = new Map<string, SourceLine[]>();
  return (line) => {
    if (lineKind(line) !== 'sale') return null;
    const lines = open.get(line.invoice) ?? [];
    lines.push(line);
    open.set(line.invoice, lines);
    if (lines.length < (saleLines.get(line.invoice) ?? 0)) return null;
    open.delete(line.invoice);
    const [first = line] = lines;
    const { invoice: number, customerId, country, invoiceDate: placedAt } = first;
    return { number, customerId, country, placedAt, lines };
  };
}
