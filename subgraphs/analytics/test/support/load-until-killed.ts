import { connectWarehouse } from './connect-warehouse.ts';
import { manyFacts } from './many-facts.ts';

/** Run by node with a database's URL: loads the facts in small calls and says after each how many lines are stored for sure. */
const [, , url = ''] = process.argv;
const { stores, close } = await connectWarehouse({ url, maxConnections: 2 });
const all = manyFacts();
for (let end = 50; end <= all.length; end += 50) {
  await stores.facts.loadFacts(all.slice(end - 50, end));
  process.stdout.write(`${end}\n`);
}
await close();
