import { createHash } from 'node:crypto';
import type { Measure } from '../bench.ts';
import { benchQueries } from './graph.ts';
import { load, type Asked, type Round } from './load.ts';
import { gatewayCore, serve } from './processes.ts';
import { ratioOf, rowOf } from './table.ts';

/** As a page asks that any cache on the way may answer. */
const headers = { 'apollo-require-preflight': 'true' };

/** Answers of this gateway that it has given before, beside a bare server that writes the same bytes. */
export async function compareKept(options: {
  rounds: number;
  seconds: number;
  connections: number;
  say: (line: string) => void;
}): Promise<{ measures: Measure[]; rows: string[][] }> {
  const { rounds, seconds, connections, say } = options;
  const measures: Measure[] = [];
  const rows: string[][] = [];
  const gateway = await serve('./kept.ts', { core: gatewayCore });
  try {
    for (const [name, query] of Object.entries(benchQueries)) {
      const label = `kept, ${name}`;
      const path = await persist(gateway.url, query);
      const answer = await textOf(gateway.url + path);
      const bare = await serve('../bare-server.ts', { input: answer, core: gatewayCore });
      try {
        const asked: Asked = { method: 'GET', path, headers };
        const measured: { kept: Round[]; bare: Round[] } = { kept: [], bare: [] };
        for (let round = 0; round <= rounds; round += 1) {
          const pair = round % 2 === 0 ? (['kept', 'bare'] as const) : (['bare', 'kept'] as const);
          for (const each of pair) {
            const result = await load(each === 'kept' ? gateway : bare, { ...asked, connections, seconds });
            if (round > 0) measured[each].push(result);
          }
          say(`${label}: round ${round} of ${rounds}`);
        }
        const cpu = (all: readonly Round[]) => all.map(({ cpuMs }) => cpuMs);
        // The asking process may be what limits both, which the CPU tells.
        measures.push(ratioOf(`${label}: CPU of it, to the bare server`, cpu(measured.kept), cpu(measured.bare), 1.25));
        for (const [system, all, one] of [
          ['this one', measured.kept, gateway],
          ['bare server', measured.bare, bare],
        ] as const) {
          const perSecond = Math.round(Math.min(...all.map((round) => round.perSecond)) / 2);
          const atHalf = await load(one, { ...asked, connections, seconds: 3 * seconds, perSecond });
          rows.push(rowOf([label, system], all, atHalf));
        }
      } finally {
        await bare.stop();
      }
    }
  } finally {
    await gateway.stop();
  }
  return { measures, rows };
}

/** Makes a query known by its hash. @returns what then asks it */
async function persist(url: string, query: string): Promise<string> {
  const sha256Hash = createHash('sha256').update(query).digest('hex');
  const extensions = encodeURIComponent(JSON.stringify({ persistedQuery: { version: 1, sha256Hash } }));
  await textOf(`${url}/graphql?query=${encodeURIComponent(query)}&extensions=${extensions}`);
  return `/graphql?extensions=${extensions}`;
}

async function textOf(url: string): Promise<string> {
  const response = await fetch(url, { headers });
  const text = await response.text();
  if (!response.ok || !response.headers.get('cache-control')?.startsWith('public'))
    throw new Error(`An answer was to be kept; got ${response.status} ${text.slice(0, 500)}`);
  return text;
}
