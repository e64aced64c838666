import autocannon from 'autocannon';
import { createRandom, type Random } from '../../standalone/src/seed/shop/random.ts';
import { scaleQuestions, type ScaleQuestion } from './questions.ts';
import type { SeededShop } from './seeded-shop.ts';

/** What an operation took at the fixed load, in milliseconds. */
export interface Latency {
  readonly p50: number;
  readonly p99: number;
}

/** Makes ready this many requests for each operation, all different where the operation allows. */
const prepared = 400;

/** What an operation took in the smaller shop and in the larger, a round each. */
export interface Grown {
  readonly few: readonly Latency[];
  readonly many: readonly Latency[];
}

const rounds = 3;

/**
 * Asks each operation of both shops at the same load, by turns, so that what else the machine does meanwhile befalls both.
 * @throws when an answer is not one
 */
export async function compareSizes(
  shops: { few: SeededShop; many: SeededShop },
  load: { perSecond: number; seconds: number; seed: string; say: (line: string) => void },
): Promise<ReadonlyMap<string, Grown>> {
  const random = createRandom('scale', load.seed);
  const grown = new Map<string, Grown>();
  for (const question of scaleQuestions) {
    const measured: Record<'few' | 'many', Latency[]> = { few: [], many: [] };
    for (let round = 0; round < rounds; round += 1) {
      for (const size of ['few', 'many'] as const)
        measured[size].push(await latencyOf(question, { shop: shops[size], random, load }));
    }
    load.say(question.name);
    grown.set(question.name, measured);
  }
  return grown;
}

async function latencyOf(
  question: ScaleQuestion,
  options: { shop: SeededShop; random: Random; load: { perSecond: number; seconds: number } },
): Promise<Latency> {
  const { shop, random, load } = options;
  const requests: { body: string; headers: Record<string, string> }[] = [];
  for (let number = 0; number < prepared; number += 1) {
    const { operation, identity } = question.make(random, shop.sizes);
    requests.push({
      body: JSON.stringify(operation),
      headers: {
        'content-type': 'application/json',
        ...(identity === null ? {} : { authorization: `Bearer ${await shop.tokenOf(identity)}` }),
      },
    });
  }
  const [first] = requests;
  const url = `${shop.process.origin}/graphql`;
  const answer = await fetch(url, { method: 'POST', ...first });
  const text = await answer.text();
  if (!answer.ok || text.includes('"errors":')) throw new Error(`${question.name} was answered with ${text}`);
  let turn = 0;
  const result = await autocannon({
    url,
    connections: 10,
    overallRate: load.perSecond,
    duration: load.seconds,
    requests: [{ method: 'POST', setupRequest: (request) => ({ ...request, ...requests[(turn += 1) % prepared] }) }],
  });
  const failed = result.errors + result.timeouts + result.non2xx;
  if (failed > 0) throw new Error(`${failed} requests of ${question.name} failed.`);
  return { p50: result.latency.p50, p99: result.latency.p99 };
}
