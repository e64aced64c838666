import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import autocannon from 'autocannon';
import { waitFor } from '@mosaico/testing/wait-for';
import { startStandalone } from '../e2e/support/mosaico.ts';
import type { Bench } from './bench.ts';
import { askFiveStores, fiveStoreQuery, logIn, withSeededShop } from './shop.ts';

const connections = 10;
const rounds = 5;
const roundSeconds = 5;

/** What was asked of one server in one round. */
interface Round {
  readonly perSecond: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
}

/** The query that all five stores answer together, beside a server that has its answer ready. */
export const fiveStores: Bench = {
  name: 'five-stores',
  method: `The five-store query over HTTP with a login, ${connections} connections that each wait for their answer, ${rounds} rounds of ${roundSeconds} s after one that is not counted; beside it, in each round and in random order, a bare node:http server that writes the same bytes. Each answer is compared with the first. The asking process shares the cores.`,
  run: ({ say }) =>
    withSeededShop(async (dataDir) => {
      const shop = await startStandalone({ environment: { DATA_DIR: dataDir } });
      const token = await logIn(shop.origin);
      // The login is activity, and in the answer a moment later.
      const hasLogin = async () => (await askFiveStores(shop.origin, token)).includes('"session.started"');
      await waitFor(hasLogin, { deadlineMs: 60_000, describe: 'the login in the answer' });
      const answer = await askFiveStores(shop.origin, token);
      const bare = await startBareServer(answer);
      const ask = (origin: string): Promise<Round> => askForSeconds(`${origin}/graphql`, { token, answer });
      try {
        const graph: Round[] = [];
        const limit: Round[] = [];
        for (let round = 0; round <= rounds; round += 1) {
          const measured = round === 0 ? { graph: [], limit: [] } : { graph, limit };
          const inOrder = [
            async () => measured.graph.push(await ask(shop.origin)),
            async () => measured.limit.push(await ask(bare.origin)),
          ];
          if (Math.random() < 0.5) inOrder.reverse();
          for (const one of inOrder) await one();
          if (round > 0)
            say(
              `${round} of ${rounds}: ${graph.at(-1)?.perSecond.toFixed(0)} requests/s, bare ${limit.at(-1)?.perSecond.toFixed(0)}`,
            );
        }
        return {
          measures: [
            { name: 'five-store query', unit: 'requests/s', runs: graph.map(({ perSecond }) => perSecond) },
            { name: 'five-store query, p50', unit: 'ms', runs: graph.map(({ p50 }) => p50) },
            { name: 'five-store query, p99', unit: 'ms', runs: graph.map(({ p99 }) => p99) },
            { name: 'bare server, the same bytes', unit: 'requests/s', runs: limit.map(({ perSecond }) => perSecond) },
            {
              name: 'share of the bare server',
              unit: 'ratio',
              runs: graph.map(({ perSecond }, round) => perSecond / (limit[round]?.perSecond ?? NaN)),
            },
          ],
        };
      } finally {
        await bare.stop();
        await shop.stop();
      }
    }),
};

async function askForSeconds(url: string, options: { token: string; answer: string }): Promise<Round> {
  const result = await autocannon({
    url,
    connections,
    duration: roundSeconds,
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${options.token}` },
    body: JSON.stringify(fiveStoreQuery),
    expectBody: options.answer,
  });
  const { errors, timeouts, non2xx, mismatches } = result;
  if (errors + timeouts + non2xx + mismatches > 0) {
    throw new Error(
      `Every request to ${url} was to get the same answer; got ${JSON.stringify({ errors, timeouts, non2xx, mismatches })}.`,
    );
  }
  return { perSecond: result.requests.total / result.duration, p50: result.latency.p50, p99: result.latency.p99 };
}

async function startBareServer(answer: string): Promise<{ origin: string; stop: () => Promise<void> }> {
  const child = spawn(
    process.execPath,
    ['--no-warnings', fileURLToPath(new URL('./bare-server.ts', import.meta.url))],
    {
      stdio: ['pipe', 'pipe', 'inherit'],
    },
  );
  child.stdin.end(answer);
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  return {
    origin: line.toString().trim(),
    async stop() {
      const gone = once(child, 'close');
      child.kill();
      await gone;
    },
  };
}
