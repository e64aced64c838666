import { createSilentLogger } from '@mosaico/service';
import { openCatalogStores } from '../../src/index.ts';
import { id, reviewRecord } from './records.ts';

/**
 * A process to be killed: adds reviews of two products to the stores in a folder, several at a time and without end, and
 * prints the number of each review once it is acknowledged. Arguments: the folder, and the number to begin with.
 */
const [folder = '', first = '0'] = process.argv.slice(2);
const stores = await openCatalogStores({ config: { DATA_DIR: folder }, logger: createSilentLogger() });

let next = Number(first);
async function writeForever(): Promise<never> {
  for (;;) {
    const n = next;
    next += 1;
    await stores.reviews.add(reviewRecord(n, { productId: id(1 + (n % 2)), rating: 1 + (n % 5) }));
    process.stdout.write(`${n}\n`);
  }
}
await Promise.all([writeForever(), writeForever(), writeForever(), writeForever()]);
