import { inBatches } from '../../batches.ts';
import type { Progress } from '../../progress.ts';
import { patientStores } from '../../patient-stores.ts';
import type { ShopStores } from '../../shop-stores.ts';
import { countryCode } from './countries.ts';
import { createInvoiceCollector, type Invoice } from './invoices.ts';
import type { LineKind } from './line-kind.ts';
import {
  activity,
  auditEntries,
  category,
  customerRecord,
  fact,
  historicalOrder,
  order,
  productDimension,
  productRecord,
  sellable,
  welcome,
} from './records.ts';
import { readSourceLines, type SourceLine } from './source-lines.ts';
import { surveyLines, type Survey, type SurveyedCustomer } from './survey.ts';

/** What was taken, and why the rest was not. */
export interface ImportReport {
  readonly lines: Readonly<Record<LineKind, number>>;
  readonly invoices: { readonly read: number; readonly becameOrders: number };
  readonly products: { readonly read: number; readonly neverSold: number };
  readonly customers: number;
  /** How many facts, orders, customers and sellable units this run added: none when the file was imported before. */
  readonly added: {
    readonly facts: number;
    readonly orders: number;
    readonly customers: number;
    readonly sellables: number;
  };
  /** Over the whole warehouse, whatever filled it. */
  readonly warehouse: { readonly facts: number; readonly amount: string };
}

const recordBatch = 1_000;
const lineBatch = 10_000;

/**
 * Imports the Online Retail data set into the five stores through their ports, reading the file twice: once to learn what
 * its stock codes and customers are, once to write. Memory stays bounded by the number of those, not of lines. Running it
 * again changes nothing, and running it after it was interrupted completes it.
 *
 * @throws SourceFileError before anything is written when a line cannot be understood
 */
export async function importOnlineRetail(options: {
  file: string;
  stores: ShopStores;
  now: () => Date;
  progress: Progress;
}): Promise<ImportReport> {
  const { file, progress } = options;
  const stores = patientStores(options.stores);
  const survey = await surveyLines(countedBy(readSourceLines(file), { name: 'reading', of: null, progress }));
  const known = await writeProductsAndCustomers(survey, options);
  const total = survey.lines.sale + survey.lines.return + survey.lines.adjustment;
  const lines = countedBy(readSourceLines(file), { name: 'writing', of: total, progress });
  const written = await writeSales(lines, { survey, stores });
  await stores.analytics.facts.finishLoad();
  return {
    lines: survey.lines,
    invoices: { read: survey.invoices, becameOrders: survey.saleLines.size },
    products: {
      read: survey.products.length,
      neverSold: survey.products.filter(({ unitPrice }) => unitPrice === '0').length,
    },
    customers: survey.customers.length,
    added: { ...known, ...written },
    warehouse: await stores.analytics.facts.totals(),
  };
}

async function writeProductsAndCustomers(
  survey: Survey,
  { stores, now }: { stores: ShopStores; now: () => Date },
): Promise<{ customers: number; sellables: number }> {
  let [customers, sellables] = [0, 0];
  await stores.catalog.categories.upsert([category]);
  for (const batch of inBatches(survey.products, recordBatch)) {
    await stores.catalog.products.upsert(batch.map(productRecord));
    sellables += (await stores.orders.stock.upsert(batch.map(sellable), { at: now() })).added;
    await stores.analytics.facts.upsertProducts(batch.map(productDimension));
  }
  const at = now();
  for (const batch of inBatches(survey.customers, recordBatch)) {
    const { added } = await stores.orders.customers.upsert(batch.map(customerRecord));
    customers += added;
    await stores.analytics.facts.upsertCustomers(
      batch.map(({ id, country, firstSeenAt }) => ({ id, country: countryCode(country), firstSeenAt })),
    );
    const untold = added === batch.length ? batch : await notYetTold(batch, stores);
    await stores.cart.notifications.putMissing(untold.map((customer) => welcome(customer, at)));
  }
  return { customers, sellables };
}

/** A notification bears the time of its import, so a second run would write a second one to those who have it. */
async function notYetTold(customers: readonly SurveyedCustomer[], { cart }: ShopStores): Promise<SurveyedCustomer[]> {
  const pages = await cart.notifications.pages(
    customers.map(({ id }) => ({ customerId: id, limit: 1, after: null, unreadOnly: false })),
  );
  return customers.filter((_customer, index) => pages[index]?.length === 0);
}

async function writeSales(
  lines: AsyncIterable<SourceLine>,
  { survey, stores }: { survey: Survey; stores: ShopStores },
): Promise<{ facts: number; orders: number }> {
  const names = new Map(survey.products.map(({ stockCode, name }) => [stockCode, name]));
  const nameOf = (stockCode: string): string => names.get(stockCode) ?? stockCode;
  const collect = createInvoiceCollector(survey.saleLines);
  let [facts, orders] = [0, 0];
  let batch: SourceLine[] = [];
  let invoices: Invoice[] = [];
  const flush = async (): Promise<void> => {
    const [loaded, added] = await Promise.all([
      stores.analytics.facts.loadFacts(batch.map(fact)),
      writeInvoices(invoices, { stores, nameOf }),
    ]);
    facts += loaded.inserted;
    orders += added;
    batch = [];
    invoices = [];
  };
  for await (const line of lines) {
    batch.push(line);
    const invoice = collect(line);
    if (invoice) invoices.push(invoice);
    if (batch.length === lineBatch) await flush();
  }
  await flush();
  return { facts, orders };
}

async function writeInvoices(
  invoices: readonly Invoice[],
  { stores, nameOf }: { stores: ShopStores; nameOf: (stockCode: string) => string },
): Promise<number> {
  const orders = invoices.map((invoice) => order(invoice, nameOf));
  const totals = new Map(orders.map(({ id, total }) => [id, total]));
  const totalOf = ({ number }: Invoice): string => totals.get(number) ?? '0';
  const [{ added }] = await Promise.all([
    stores.orders.orders.addMissing(orders),
    stores.events.auditLog.append(invoices.flatMap(auditEntries)),
    stores.events.userEvents.append(invoices.flatMap((invoice) => activity(invoice, totalOf(invoice)))),
    stores.events.orderHistory.put(invoices.flatMap((invoice) => historicalOrder(invoice, totalOf(invoice)))),
  ]);
  return added;
}

async function* countedBy<Item>(
  items: AsyncIterable<Item>,
  options: { name: string; of: number | null; progress: Progress },
): AsyncGenerator<Item> {
  const { name, of, progress } = options;
  let done = 0;
  for await (const item of items) {
    yield item;
    done += 1;
    if (done % 5_000 === 0 || done === of) progress({ name, done, of });
  }
}
