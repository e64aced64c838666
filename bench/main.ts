import { join } from 'node:path';
import type { Bench } from './bench.ts';
import { eventsBench } from './events/events.ts';
import { faults } from './faults.ts';
import { fiveStores } from './five-stores.ts';
import { gateway } from './gateway/gateway.ts';
import { importSales } from './import.ts';
import { describeMachine, waitForQuiet } from './machine.ts';
import { memory } from './memory.ts';
import { orders } from './orders/orders.ts';
import { machineText, textOf, writeReport, type Finished } from './report.ts';
import { scale } from './scale/scale.ts';
import { coldStart, warmStart } from './start.ts';
import { stores } from './stores/stores.ts';

const benches: readonly Bench[] = [
  coldStart,
  warmStart,
  memory,
  importSales,
  fiveStores,
  gateway,
  stores,
  faults,
  orders,
  eventsBench,
  scale,
];

/** Above it, the bench before is still in the load, or others are at work and make the numbers worse than they are. */
const quiet = { below: 1.5, atMostMs: 180_000 };

const names = process.argv.slice(2);
const unknown = names.filter((name) => !benches.some((bench) => bench.name === name));
if (unknown.length > 0) {
  console.error(
    `npm run bench [name…]: a name is one of ${benches.map(({ name }) => name).join(', ')}; got ${unknown.join(', ')}.`,
  );
  process.exitCode = 2;
} else {
  await run(benches.filter(({ name, isLong }) => (names.length === 0 ? isLong !== true : names.includes(name))));
}

async function run(chosen: readonly Bench[]): Promise<void> {
  const machine = describeMachine(new Date());
  console.log(machineText(machine));
  const finished: Finished[] = [];
  for (const bench of chosen) {
    const { name, method } = bench;
    console.log(`\n${name}`);
    const loadBefore = await waitForQuiet(quiet);
    if (loadBefore >= quiet.below)
      console.log(`  The machine is busy (load ${loadBefore}): others will make this slower.`);
    const result = await bench.run({ say: (line) => console.log(`  ${line}`) });
    if ('skipped' in result) console.log(`  skipped: ${result.skipped}`);
    finished.push({ bench: { name, method }, load: loadBefore, result });
  }
  console.log(`\n${textOf(machine, finished)}`);
  const set = names.length === 0 ? 'all' : chosen.map(({ name }) => name).join('+');
  const path = await writeReport(join(import.meta.dirname, 'results'), { machine, finished, set });
  console.log(`Written to ${path}.json and .md`);
}
