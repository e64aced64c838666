import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { startStandalone } from '../e2e/support/mosaico.ts';
import type { Bench } from './bench.ts';
import { askFiveStores, withSeededShop } from './shop.ts';

const runs = 5;

interface Memory {
  /** MB of 1,000,000 bytes, as the limit is given. */
  readonly node: { rss: number; pss: number };
  readonly all: { rss: number; pss: number };
}

/**
 * What the shop costs to keep open. PSS counts a page that n processes share as 1/n for each, so that its sum is what the
 * machine really gives; RSS counts it n times.
 */
export const memory: Bench = {
  name: 'memory',
  method:
    'The node process and all that it started (PostgreSQL), right after the first five-store answer of a warm start. PSS counts shared pages once, RSS once a process.',
  async run({ say }) {
    if (!existsSync('/proc/self/smaps_rollup'))
      return { skipped: 'This system has no /proc/<pid>/smaps_rollup (Linux has).' };
    return withSeededShop(async (dataDir) => {
      const taken: Memory[] = [];
      for (let run = 1; run <= runs; run += 1) {
        const shop = await startStandalone({ environment: { DATA_DIR: dataDir } });
        await askFiveStores(shop.origin);
        const used = memoryOf(shop.processes.get('standalone')?.pid ?? NaN);
        await shop.stop();
        taken.push(used);
        say(`${run} of ${runs}: ${used.all.pss.toFixed(0)} MB (PSS), ${used.all.rss.toFixed(0)} MB (RSS)`);
      }
      return {
        measures: [
          { name: 'PSS of all processes', unit: 'MB', runs: taken.map(({ all }) => all.pss), limit: 600 },
          { name: 'RSS of all processes', unit: 'MB', runs: taken.map(({ all }) => all.rss), limit: 600 },
          { name: 'PSS of node', unit: 'MB', runs: taken.map(({ node }) => node.pss) },
          { name: 'PSS of PostgreSQL', unit: 'MB', runs: taken.map(({ node, all }) => all.pss - node.pss) },
        ],
      };
    });
  },
};

function memoryOf(pid: number): Memory {
  const [node = { rss: NaN, pss: NaN }, ...others] = familyOf(pid).map(ownMemory);
  return {
    node,
    all: others.reduce((sum, { rss, pss }) => ({ rss: sum.rss + rss, pss: sum.pss + pss }), node),
  };
}

function ownMemory(pid: number): { rss: number; pss: number } {
  const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
  const megabytes = (name: string): number => {
    const kibibytes = new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(rollup)?.[1];
    return (Number(kibibytes) * 1_024) / 1_000_000;
  };
  return { rss: megabytes('Rss'), pss: megabytes('Pss') };
}

/** A process, then its descendants. */
function familyOf(pid: number): number[] {
  const children = Map.groupBy(
    readdirSync('/proc').map(Number).filter(Number.isInteger),
    (each) => parentOf(each) ?? -1,
  );
  const family = [pid];
  for (const member of family) family.push(...(children.get(member) ?? []));
  return family;
}

function parentOf(pid: number): number | null {
  try {
    // "pid (name) state parent …", and a name may hold anything.
    return Number(readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ')[1]);
  } catch {
    return null; // It ended meanwhile.
  }
}
