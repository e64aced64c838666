import { openEmbeddedDatabase } from '../src/index.ts';

/**
 * Writes to the database named by its argument until it is killed, and says on its output, one line each, what has been
 * acknowledged: `insert <id>`, `update <id> <count>`, `batch <first id> <count>` or `delete <id>`.
 */
const [path = '', startingAt = '0'] = process.argv.slice(2);
const database = await openEmbeddedDatabase({ path });
const things = database.collection<{ _id: number; tags: string[]; count: number; sku: string }>('things');
await things.createIndex({ sku: 1 }, { unique: true });
await things.createIndex({ tags: 1, count: -1 });

const thing = (id: number) => ({ _id: id, sku: `sku-${id}`, tags: [`t${id % 7}`, `u${id % 3}`], count: 0 });
const say = (line: string): void => void process.stdout.write(`${line}\n`);

for (let id = Number(startingAt); ; id += 20) {
  await things.insertOne(thing(id));
  say(`insert ${id}`);
  const { modifiedCount } = await things.updateOne({ _id: id }, { $inc: { count: 1 }, $push: { tags: 'seen' } });
  say(`update ${id} ${modifiedCount}`);
  await things.insertMany(Array.from({ length: 15 }, (_, at) => thing(id + 1 + at)));
  say(`batch ${id + 1} 15`);
  await things.deleteOne({ _id: id + 1 });
  say(`delete ${id + 1}`);
}
