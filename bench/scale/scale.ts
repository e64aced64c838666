import type { Bench, Measure } from '../bench.ts';
import { scaleSettings } from '../config.ts';
import { shown } from '../report.ts';
import { heapOverTime, openConnections } from './endurance.ts';
import { latencies } from './growth.ts';
import { inspectable } from './inspected-heap.ts';
import { scaleQuestions } from './questions.ts';
import { withSeededShopOf } from './seeded-shop.ts';

const { few, many, minutes, seconds, perSecond, connections } = scaleSettings();

/** What becomes of the shop as it grows, as it runs on, and as many are connected to it. */
export const scale: Bench = {
  name: 'scale',
  isLong: true,
  method: `A seeded shop on real stores in databases of its own, all in one process: with ${few.toLocaleString('en')} customers, then with ${many.toLocaleString('en')}. Twelve saved operations, one after another, each at ${perSecond} requests a second for ${seconds} s, about another customer, order or product each time. Growth is the p99 of the larger shop to that of the smaller. The heap is that of the smaller shop's process after garbage collections over ${minutes} minutes of all twelve mixed, as four askers get them; its slope is that of the second half. Askers and servers share the cores.`,
  async run({ say }) {
    const seed = String(Date.now());
    say(`the questions are those of the seed ${seed}`);
    const load = { perSecond, seconds, seed };
    const small = await withSeededShopOf({ customers: few, environment: inspectable, say }, async (shop) => {
      const measured = await latencies(shop, load);
      const connected = await openConnections(shop, connections);
      say(`${connected.opened} connections were open, the five-store query took ${connected.ms.toFixed(0)} ms`);
      return { measured, connected, heap: await heapOverTime(shop, { minutes, seed, say }) };
    });
    const large = await withSeededShopOf({ customers: many, say }, (shop) => latencies(shop, load));

    const measures: Measure[] = [];
    const rows: string[][] = [];
    for (const { name } of scaleQuestions) {
      const [before, after] = [small.measured.get(name), large.get(name)];
      if (before === undefined || after === undefined) throw new Error(`${name} was to be measured twice.`);
      measures.push({ name: `${name}: growth of p99`, unit: 'ratio', runs: [after.p99 / before.p99], limit: 1.5 });
      rows.push([name, ...[before.p50, before.p99, after.p50, after.p99].map(shown)]);
    }
    const { samples, mbPerHour } = small.heap;
    return {
      measures: [
        ...measures,
        { name: `heap after GC over ${minutes} minutes`, unit: 'MB', runs: samples.map(({ mb }) => mb) },
        { name: 'its slope, an hour', unit: 'MB', runs: [mbPerHour] },
        {
          name: `five-store query beside ${small.connected.opened} connections`,
          unit: 'ms',
          runs: [small.connected.ms],
        },
      ],
      details: {
        head: ['operation', ...[few, many].flatMap((size) => [`p50 ms, ${size}`, `p99 ms, ${size}`])],
        rows,
      },
    };
  },
};
