import { parseArgs } from 'node:util';
import { createLogger, roundAmount } from '@mosaico/service';
import { readConfig } from '../config.ts';
import { emptyCaches } from '../empty-caches.ts';
import { createProgressBar } from '../progress.ts';
import { runCommand, UsageError } from '../run-command.ts';
import { closeStores, openShopStores } from '../shop-stores.ts';
import { importOnlineRetail, type ImportReport } from './online-retail/import-online-retail.ts';

const usage = `npm run import -- online-retail FILE.csv[.gz] [--data-dir FOLDER]

Imports the "Online Retail" data set (UCI Machine Learning Repository) into the stores. Importing it again changes nothing.`;

await runCommand({ usage }, async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { 'data-dir': { type: 'string' }, help: { type: 'boolean' } },
  });
  if (values.help === true) return usage;
  const [format, file, ...others] = positionals;
  if (format !== 'online-retail' || file === undefined || others.length > 0) {
    throw new UsageError(
      `The import takes a format, which must be online-retail, and one file; got ${JSON.stringify(positionals)}.`,
    );
  }
  const config = readConfig(values['data-dir'] === undefined ? {} : { DATA_DIR: values['data-dir'] });
  const logger = createLogger({ name: 'import', level: config.LOG_LEVEL });
  const stores = await openShopStores({ config, logger });
  const { progress, stop } = createProgressBar(process.stderr);
  const started = performance.now();
  try {
    const report = await importOnlineRetail({ file, stores, now: () => new Date(), progress });
    await emptyCaches({ config, logger });
    stop();
    return textOf(report, (performance.now() - started) / 1_000);
  } finally {
    stop();
    await closeStores(stores);
  }
});

function textOf(report: ImportReport, seconds: number): string {
  const { lines, invoices, products, added, warehouse } = report;
  const read = lines.sale + lines.return + lines.adjustment;
  const wholeNumbers = new Intl.NumberFormat('en-GB');
  const count = (value: number): string => wholeNumbers.format(value);
  const amount = new Intl.NumberFormat('en-GB', { minimumFractionDigits: 2 }).format(
    roundAmount(warehouse.amount) as `${number}`,
  );
  return `Read ${count(read)} lines in ${seconds.toFixed(1)} s (${count(Math.round(read / seconds))} lines a second).

Taken
  ${count(lines.sale)} lines as sales, in ${count(invoices.becameOrders)} delivered orders
  ${count(lines.return)} lines as returns (invoice begins with C, quantity below 0, price above 0)
  ${count(lines.adjustment)} lines as adjustments (all else: write-offs, samples, bad debt)
  ${count(products.read)} products, of which ${count(products.neverSold)} were never sold at a price and cannot be ordered
  ${count(report.customers)} customers
Not taken
  ${count(invoices.read - invoices.becameOrders)} of ${count(invoices.read)} invoices as orders: cancellations, and invoices without a line sold at a price
New in this run
  ${count(added.facts)} facts, ${count(added.orders)} orders, ${count(added.customers)} customers, ${count(added.sellables)} products
The warehouse now holds ${count(warehouse.facts)} facts that sum to ${amount}.`;
}
