import { lineKind, type LineKind } from './line-kind.ts';
import type { SourceLine } from './source-lines.ts';

/** A stock code with what its lines, taken together, say of it. */
export interface SurveyedProduct {
  readonly stockCode: string;
  /** The most frequent description, the earliest of equals; the stock code itself where there is none. */
  readonly name: string;
  /** The unit price of its latest sale; `0` where it was never sold. */
  readonly unitPrice: string;
  readonly firstSeenAt: Date;
  readonly unitsSold: number;
}

export interface SurveyedCustomer {
  readonly id: string;
  readonly country: string;
  readonly firstSeenAt: Date;
  readonly orders: number;
}

/** What the first reading of the file finds out, so that the second can write each thing whole. */
export interface Survey {
  readonly products: readonly SurveyedProduct[];
  readonly customers: readonly SurveyedCustomer[];
  readonly lines: Readonly<Record<LineKind, number>>;
  readonly invoices: number;
  /** How many sale lines each invoice has that has any; the others become no order. */
  readonly saleLines: ReadonlyMap<string, number>;
}

/** Reads all lines once and keeps one small entry a product, a customer and an invoice. */
export async function surveyLines(lines: AsyncIterable<SourceLine>): Promise<Survey> {
  const products = new Map<string, ProductTally>();
  const customers = new Map<string, CustomerTally>();
  const kinds: Record<LineKind, number> = { sale: 0, return: 0, adjustment: 0 };
  const invoices = new Set<string>();
  const saleLines = new Map<string, number>();
  for await (const line of lines) {
    const kind = lineKind(line);
    kinds[kind] += 1;
    invoices.add(line.invoice);
    if (kind === 'sale') saleLines.set(line.invoice, (saleLines.get(line.invoice) ?? 0) + 1);
    tallyProduct(products, line, kind);
    if (line.customerId !== null) tallyCustomer(customers, { line, id: line.customerId, kind });
  }
  return {
    products: Array.from(products, ([stockCode, tally]) => ({
      stockCode,
      name: mostFrequent(tally.descriptions) ?? stockCode,
      unitPrice: tally.unitPrice,
      firstSeenAt: tally.firstSeenAt,
      unitsSold: tally.unitsSold,
    })),
    customers: Array.from(customers, ([id, { country, firstSeenAt, invoices: own }]) => ({
      id,
      country,
      firstSeenAt,
      orders: own.size,
    })),
    lines: kinds,
    invoices: invoices.size,
    saleLines,
  };
}

interface ProductTally {
  readonly descriptions: Map<string, number>;
  readonly firstSeenAt: Date;
  unitPrice: string;
  unitsSold: number;
}

interface CustomerTally {
  readonly country: string;
  readonly firstSeenAt: Date;
  readonly invoices: Set<string>;
}

function tallyProduct(products: Map<string, ProductTally>, line: SourceLine, kind: LineKind): void {
  let tally = products.get(line.stockCode);
  if (!tally) {
    tally = { descriptions: new Map(), firstSeenAt: line.invoiceDate, unitPrice: '0', unitsSold: 0 };
    products.set(line.stockCode, tally);
  }
  if (line.description !== '')
    tally.descriptions.set(line.description, (tally.descriptions.get(line.description) ?? 0) + 1);
  if (kind !== 'sale') return;
  tally.unitPrice = line.unitPrice;
  tally.unitsSold += line.quantity;
}

function tallyCustomer(
  customers: Map<string, CustomerTally>,
  seen: { line: SourceLine; id: string; kind: LineKind },
): void {
  const { line, id, kind } = seen;
  let tally = customers.get(id);
  if (!tally) {
    tally = { country: line.country, firstSeenAt: line.invoiceDate, invoices: new Set() };
    customers.set(id, tally);
  }
  if (kind === 'sale') tally.invoices.add(line.invoice);
}

function mostFrequent(counts: ReadonlyMap<string, number>): string | undefined {
  let best: string | undefined;
  let most = 0;
  for (const [value, count] of counts) {
    if (count <= most) continue;
    best = value;
    most = count;
  }
  return best;
}
