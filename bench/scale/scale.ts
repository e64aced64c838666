import { median, type Bench, type Measure } from '../bench.ts';
import { scaleSettings } from '../config.ts';
import { ratioOf } from '../gateway/table.ts';
import { shown } from '../report.ts';
import { heapOverTime, openConnections } from './endurance.ts';
import { compareSizes, type Latency } from './growth.ts';
import { inspectable } from './inspected-heap.ts';
import { withSeededShopOf } from './seeded-shop.ts';

const { few, many, minutes, seconds, perSecond, connections } = scaleSettings();

/** What becomes of the shop as it grows, as it runs on, and as many are connected to it. */
export const scale: Bench = {
  name: 'scale',
  isLong: true,
  method: `A seeded shop on real stores in databases of its own, all in one process: with ${few.toLocaleString('en')} customers, and beside it one with ${many.toLocaleString('en')}. Twelve saved operations, one after another, each by turns of one shop and of the other, three times, at ${perSecond} requests a second for ${seconds} s, about another customer, order or product each time. Growth is the p99 of the larger shop to that of the smaller. The heap is that of the smaller shop's process after garbage collections over ${minutes} minutes of all twelve mixed, as four askers get them; its slope is that of the second half. Askers and servers share the cores.`,
  async run({ say }) {
    const seed = String(Date.now());
    say(`the questions are those of the seed ${seed}`);
    const load = { perSecond, seconds, seed, say };
    const { grown, connected, heap } = await withSeededShopOf(
      { customers: few, environment: inspectable, say },
      async (small) => ({
        connected: await openConnections(small, connections),
        heap: await heapOverTime(small, { minutes, seed, say }),
        grown: await withSeededShopOf({ customers: many, say }, (large) =>
          compareSizes({ few: small, many: large }, load),
        ),
      }),
    );
    const measures: Measure[] = [];
    const rows: string[][] = [];
    for (const [name, sizes] of grown) {
      const growth = ratioOf(`${name}: growth of p99`, p99s(sizes.many), p99s(sizes.few), 1.5);
      measures.push(growth);
      const latencies = [sizes.few, sizes.many].flatMap((all) => [
        median(all.map(({ p50 }) => p50)),
        median(p99s(all)),
      ]);
      rows.push([name, ...latencies.map(shown)]);
    }
    const { samples, mbPerHour } = heap;
    return {
      measures: [
        ...measures,
        { name: `heap after GC over ${minutes} minutes`, unit: 'MB', runs: samples.map(({ mb }) => mb) },
        { name: 'its slope, an hour', unit: 'MB', runs: [mbPerHour] },
        {
          name: `five-store query beside ${connected.opened} connections`,
          unit: 'ms',
          runs: [connected.ms],
        },
      ],
      details: {
        head: ['operation', ...[few, many].flatMap((size) => [`p50 ms, ${size}`, `p99 ms, ${size}`])],
        rows,
      },
    };
  },
};

function p99s(latencies: readonly Latency[]): number[] {
  return latencies.map(({ p99 }) => p99);
}
