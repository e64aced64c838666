import { existsSync } from 'node:fs';
import { median, type Bench, type Measure } from '../bench.ts';
import { gatewayRounds } from '../config.ts';
import { load, type Asked, type Round } from './load.ts';
import { ratioOf, rowOf, tableHead } from './table.ts';
import { benchQueries } from './graph.ts';
import { compareKept } from './kept-answers.ts';
import { fiveStoreQuery, withSeededShop } from '../shop.ts';
import { gatewayCore, otherCore, pin, serve, type Served } from './processes.ts';

const overHttp = ['stock over HTTP', 'this one over HTTP', 'Hive with its router'] as const;
const inProcess = ['stock in process', 'this one in process'] as const;
/** The limit: a server that has the answer ready. */
const bare = 'bare server';
type System = (typeof overHttp)[number] | (typeof inProcess)[number] | 'Hive' | typeof bare;

/** What is asked of whom. */
interface Workload {
  readonly name: string;
  readonly graph: 'bench' | 'shop';
  readonly query: string;
  readonly systems: readonly System[];
}

const workloads: readonly Workload[] = [
  ...Object.entries(benchQueries).map(([name, query]): Workload => ({
    ...{ name, graph: 'bench', query },
    systems: [...overHttp, 'Hive', ...inProcess],
  })),
  // Hive without its router cannot plan it; in process it would be the stores that are measured.
  { name: 'five stores', graph: 'shop', query: fiveStoreQuery.query, systems: overHttp },
];

const connections = 10;
const { rounds, seconds } = gatewayRounds();
/** Each gateway asked the same over the same subgraphs, in the same minutes. */
export const gateway: Bench = {
  name: 'gateway',
  method: `One gateway a process on a core of its own, the load and the subgraphs (which repeat bytes they have answered before) on the other. ${connections} connections that each wait for their answer, ${rounds} rounds of ${seconds} s in random order, after one that is not counted; then ${3 * seconds} s at half of the requests a second that it took. Each request has an Authorization of its own, so that nobody wins by sharing. Every system's parsed answer must be the same. CPU is that of the gateway's process a request (/proc); a ratio is the median of those within one round. The five-store query is asked of the shop's own subgraphs with embedded stores. A kept answer is that of a guest's persisted GET, which this gateway has given before.`,
  async run({ say }) {
    if (!existsSync('/proc/self/stat')) return { skipped: 'This system has no /proc/<pid>/stat (Linux has).' };
    if (!pin(process.pid, otherCore)) say('taskset is not there: nothing is pinned to a core.');
    const measures: Measure[] = [];
    const rows: string[][] = [];
    await withSeededShop(async (dataDir) => {
      for (const delayMs of [0, 4]) {
        for (const workload of workloads) {
          const label = delayMs === 0 ? workload.name : `${workload.name}, subgraphs ${delayMs} ms slower`;
          const subgraphs = await serveSubgraphs(workload, { delayMs, dataDir });
          try {
            const results = await compare(workload, subgraphs.url, (line) => say(`${label}: ${line}`));
            measures.push(...measuresOf(label, results));
            rows.push(...rowsOf(label, results));
          } finally {
            await subgraphs.stop();
          }
        }
      }
    });
    const kept = await compareKept({ rounds, seconds, connections, say });
    measures.push(...kept.measures);
    rows.push(...kept.rows);
    return {
      measures,
      details: { head: [...tableHead], rows },
    };
  },
};

type Results = ReadonlyMap<System, { readonly rounds: readonly Round[]; readonly atHalf: Round }>;

function serveSubgraphs({ graph }: Workload, options: { delayMs: number; dataDir: string }): Promise<Served> {
  const { delayMs, dataDir } = options;
  if (graph === 'bench') return serve('./subgraphs.ts', { args: [String(delayMs)], core: otherCore });
  // Its stores are to be closed.
  return serve('./shop-subgraphs.ts', { args: [String(delayMs), dataDir], core: otherCore, signal: 'SIGTERM' });
}

async function compare(workload: Workload, subgraphs: string, say: (line: string) => void): Promise<Results> {
  const served = new Map<System, Served>();
  try {
    for (const system of workload.systems)
      served.set(system, await serve('./system.ts', { args: [system, workload.graph, subgraphs], core: gatewayCore }));
    const answers = new Map<string, string[]>();
    for (const [system, { url }] of served) {
      const answer = await answerOf(url, workload.query);
      answers.set(answer, [...(answers.get(answer) ?? []), system]);
    }
    if (answers.size !== 1) throw new Error(`The answers differ: ${JSON.stringify([...answers.values()])}.`);
    const [answer = ''] = answers.keys();
    say(`an answer has ${answer.length} bytes`);
    served.set(bare, await serve('../bare-server.ts', { input: answer, core: gatewayCore }));
    const measured = new Map<System, Round[]>([...served.keys()].map((system) => [system, []]));
    for (let round = 0; round <= rounds; round += 1) {
      for (const [system, one] of shuffled([...served])) {
        const result = await load(one, { ...questionOf(workload.query), connections, seconds });
        if (round > 0) measured.get(system)?.push(result);
      }
      say(`round ${round} of ${rounds}`);
    }
    const results = new Map<System, { rounds: Round[]; atHalf: Round }>();
    for (const [system, one] of served) {
      const all = measured.get(system) ?? [];
      const perSecond = Math.max(1, Math.round(median(all.map((round) => round.perSecond)) / 2));
      const question = questionOf(workload.query);
      const atHalf = await load(one, { ...question, connections, seconds: 3 * seconds, perSecond });
      results.set(system, { rounds: all, atHalf });
    }
    return results;
  } finally {
    for (const one of served.values()) await one.stop();
  }
}

/** The parsed answer as text. */
async function answerOf(url: string, query: string): Promise<string> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  });
  const answer = (await response.json()) as { data?: unknown; errors?: unknown };
  if (answer.errors !== undefined || !answer.data)
    throw new Error(`No answer: ${JSON.stringify(answer).slice(0, 500)}`);
  return JSON.stringify({ data: answer.data });
}

let asker = 0;

function questionOf(query: string): Asked {
  return {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
    ownHeaders: () => ({ authorization: `Bearer ${(asker += 1)}` }),
  };
}

function measuresOf(label: string, results: Results): Measure[] {
  const cpu = (system: System) => (results.get(system)?.rounds ?? []).map(({ cpuMs }) => cpuMs);
  const ratios: [string, System, System][] = [
    ['CPU of stock over HTTP, to this one', 'stock over HTTP', 'this one over HTTP'],
    ['CPU of Hive with its router, to this one over HTTP', 'Hive with its router', 'this one over HTTP'],
    ['CPU of stock in process, to this one', 'stock in process', 'this one in process'],
    ['CPU of this one in process, to the bare server', 'this one in process', bare],
  ];
  return [
    ...[...results.keys()].map((system): Measure => ({
      name: `${label}: ${system}, CPU a request`,
      unit: 'ms',
      runs: cpu(system),
    })),
    ...ratios
      .filter(([, slower, faster]) => results.has(slower) && results.has(faster))
      .map(([name, slower, faster]) => ratioOf(`${label}: ${name}`, cpu(slower), cpu(faster))),
  ];
}

function rowsOf(label: string, results: Results): string[][] {
  return [...results].map(([system, { rounds: all, atHalf }]) => rowOf([label, system], all, atHalf));
}

function shuffled<Value>(values: readonly Value[]): Value[] {
  return values
    .map((value) => ({ value, at: Math.random() }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ value }) => value);
}
