import { createSilentLogger } from '@mosaico/service';
import { createDatabase } from '../../src/store/database.ts';
import { createAnalyticsStores } from '../../src/store/open-stores.ts';
import { manyFacts } from './many-facts.ts';

/** Run by node with a database's URL: loads the facts in small calls and says after each how many lines are stored for sure. */
const [, , url = ''] = process.argv;
const database = createDatabase({ url, maxConnections: 2, logger: createSilentLogger() });
const { facts } = createAnalyticsStores(database);
const all = manyFacts();
for (let end = 50; end <= all.length; end += 50) {
  await facts.loadFacts(all.slice(end - 50, end));
  process.stdout.write(`${end}\n`);
}
await database.close();
