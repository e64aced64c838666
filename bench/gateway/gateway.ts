import autocannon from 'autocannon';
import { existsSync } from 'node:fs';
import { median, quantile, type Bench, type Measure } from '../bench.ts';
import { gatewayRounds } from '../config.ts';
import { shown } from '../report.ts';
import { workloads, type Workload } from './graph.ts';
import { cpuMsOf, pin, serve, type Served } from './processes.ts';

const systems = [
  'stock over HTTP',
  'this one over HTTP',
  'Hive',
  'Hive with its router',
  'stock in process',
  'this one in process',
] as const;
/** The limit: a server that has the answer ready. */
const bare = 'bare server';
type System = (typeof systems)[number] | typeof bare;

const connections = 10;
const { rounds, seconds } = gatewayRounds();
const [gatewayCore, otherCore] = [0, 1];

interface Round {
  readonly perSecond: number;
  readonly cpuMs: number;
  readonly p50: number;
  readonly p99: number;
}

/** Each gateway asked the same over the same subgraphs, in the same minutes. */
export const gateway: Bench = {
  name: 'gateway',
  method: `One gateway a process on a core of its own, the load and the subgraphs (which repeat bytes they have answered before) on the other. ${connections} connections that each wait for their answer, ${rounds} rounds of ${seconds} s in random order, after one that is not counted. Each request has an Authorization of its own, so that nobody wins by sharing. Every system's parsed answer must be the same. CPU is that of the gateway's process a request (/proc); a ratio is the median of those within one round.`,
  async run({ say }) {
    if (!existsSync('/proc/self/stat')) return { skipped: 'This system has no /proc/<pid>/stat (Linux has).' };
    if (!pin(process.pid, otherCore)) say('taskset is not there: nothing is pinned to a core.');
    const measures: Measure[] = [];
    const rows: string[][] = [];
    for (const delayMs of [0, 4]) {
      const subgraphs = await serve('./subgraphs.ts', { args: [String(delayMs)], core: otherCore });
      try {
        for (const workload of Object.keys(workloads) as Workload[]) {
          const label = delayMs === 0 ? workload : `${workload}, subgraphs ${delayMs} ms slower`;
          const results = await compare(workload, subgraphs.url, (line) => say(`${label}: ${line}`));
          measures.push(...measuresOf(label, results));
          rows.push(...rowsOf(label, results));
        }
      } finally {
        await subgraphs.stop();
      }
    }
    return {
      measures,
      details: { head: ['workload', 'system', 'requests/s', 'CPU ms', 'quartiles of CPU', 'p50 ms', 'p99 ms'], rows },
    };
  },
};

type Results = ReadonlyMap<System, readonly Round[]>;

async function compare(workload: Workload, subgraphs: string, say: (line: string) => void): Promise<Results> {
  const served = new Map<System, Served>();
  try {
    for (const system of systems)
      served.set(system, await serve('./system.ts', { args: [system, subgraphs], core: gatewayCore }));
    const answers = new Map<string, string[]>();
    for (const [system, { url }] of served) {
      const answer = await answerOf(url, workload);
      answers.set(answer, [...(answers.get(answer) ?? []), system]);
    }
    if (answers.size !== 1) throw new Error(`The answers differ: ${JSON.stringify([...answers.values()])}.`);
    const [answer = ''] = answers.keys();
    say(`an answer has ${answer.length} bytes`);
    served.set(bare, await serve('../bare-server.ts', { input: answer, core: gatewayCore }));
    const results = new Map<System, Round[]>([...served.keys()].map((system) => [system, []]));
    for (let round = 0; round <= rounds; round += 1) {
      for (const [system, one] of shuffled([...served])) {
        const measured = await load(one, workload);
        if (round > 0) results.get(system)?.push(measured);
      }
      say(`round ${round} of ${rounds}`);
    }
    return results;
  } finally {
    for (const one of served.values()) await one.stop();
  }
}

/** The parsed answer as text. */
async function answerOf(url: string, workload: Workload): Promise<string> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: workloads[workload] }),
  });
  const answer = (await response.json()) as { data?: unknown; errors?: unknown };
  if (answer.errors !== undefined || !answer.data)
    throw new Error(`No answer: ${JSON.stringify(answer).slice(0, 500)}`);
  return JSON.stringify({ data: answer.data });
}

let asker = 0;

async function load({ url, pid }: Served, workload: Workload): Promise<Round> {
  const before = cpuMsOf(pid);
  const result = await autocannon({
    url,
    connections,
    duration: seconds,
    method: 'POST',
    requests: [
      {
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query: workloads[workload] }),
        setupRequest: (request) => ({
          ...request,
          headers: { ...request.headers, authorization: `Bearer ${(asker += 1)}` },
        }),
      },
    ],
  });
  const failed = result.errors + result.timeouts + result.non2xx;
  if (failed > 0) throw new Error(`${failed} requests to ${url} failed.`);
  const { total } = result.requests;
  return {
    perSecond: total / result.duration,
    cpuMs: (cpuMsOf(pid) - before) / total,
    p50: result.latency.p50,
    p99: result.latency.p99,
  };
}

function measuresOf(label: string, results: Results): Measure[] {
  const cpu = (system: System) => (results.get(system) ?? []).map(({ cpuMs }) => cpuMs);
  const ratio = (name: string, slower: System, faster: System): Measure => ({
    name: `${label}: ${name}`,
    unit: 'ratio',
    runs: cpu(slower).map((ms, round) => ms / (cpu(faster)[round] ?? NaN)),
  });
  return [
    ...[...results.keys()].map((system): Measure => ({
      name: `${label}: ${system}, CPU a request`,
      unit: 'ms',
      runs: cpu(system),
    })),
    ratio('CPU of stock over HTTP, to this one', 'stock over HTTP', 'this one over HTTP'),
    ratio('CPU of Hive with its router, to this one over HTTP', 'Hive with its router', 'this one over HTTP'),
    ratio('CPU of stock in process, to this one', 'stock in process', 'this one in process'),
    ratio('CPU of this one in process, to the bare server', 'this one in process', bare),
  ];
}

function rowsOf(label: string, results: Results): string[][] {
  return [...results].map(([system, measured]) => {
    const of = (pick: (round: Round) => number) => measured.map(pick);
    const cpu = of(({ cpuMs }) => cpuMs);
    return [
      label,
      system,
      shown(median(of(({ perSecond }) => perSecond))),
      shown(median(cpu)),
      `${shown(quantile(cpu, 0.25))} to ${shown(quantile(cpu, 0.75))}`,
      shown(median(of(({ p50 }) => p50))),
      shown(median(of(({ p99 }) => p99))),
    ];
  });
}

function shuffled<Value>(values: readonly Value[]): Value[] {
  return values
    .map((value) => ({ value, at: Math.random() }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ value }) => value);
}
