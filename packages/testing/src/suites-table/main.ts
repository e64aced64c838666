import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { format } from 'prettier';
import { jestResultsSchema, suitesTable } from './suites-table.ts';

const usage = `npm run test:table -- RESULTS.json [--write FILE.md]

Prints which contract suites ran on which engines, from what "npm test -- --json --outputFile=RESULTS.json" wrote.
With --write, puts it into FILE.md between the lines <!-- suites --> and <!-- /suites -->.`;

const { values, positionals } = parseArgs({ allowPositionals: true, options: { write: { type: 'string' } } });
const [file] = positionals;
if (file === undefined || positionals.length > 1) {
  console.error(usage);
  process.exitCode = 2;
} else {
  const root = join(import.meta.dirname, '../../../..');
  const table = suitesTable(jestResultsSchema.parse(JSON.parse(readFileSync(file, 'utf8'))), root);
  if (values.write === undefined) console.log(table);
  else await write(values.write, table);
}

async function write(path: string, table: string): Promise<void> {
  const text = readFileSync(path, 'utf8');
  const place = /(<!-- suites -->\n)[^]*?(<!-- \/suites -->)/;
  if (!place.test(text))
    throw new Error(`${path} must have the lines <!-- suites --> and <!-- /suites -->; it has not.`);
  const written = text.replace(place, (_whole, begin: string, end: string) => `${begin}\n${table}\n${end}`);
  writeFileSync(path, await format(written, { parser: 'markdown', printWidth: 120 }));
}
