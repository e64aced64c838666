import { randomBytes } from 'node:crypto';
import { createSilentLogger } from '@mosaico/service';
import { nameRealDatabases } from '@mosaico/testing/real-databases';
import { createRandom } from '../../standalone/src/seed/shop/random.ts';
import { connect, type Database } from '../../subgraphs/orders/src/store/connect.ts';
import { migrate } from '../../subgraphs/orders/src/store/migrate.ts';
import type { Bench, Measure } from '../bench.ts';
import { openHits } from './cache.ts';
import { emptyTables, makeTables, startBullMq, startBus, type Contender, type Place } from './contenders.ts';
import { latencies, rate } from './flow.ts';

const rounds = 5;
const events = 1_000;
const warmUp = 200;
const seconds = 2;
const poolSize = 20;
const logger = createSilentLogger();

const starters = { bus: startBus, BullMQ: startBullMq } as const;
type Name = keyof typeof starters;
const names: readonly Name[] = ['bus', 'BullMQ'];

/** What the bus and the caches cost beside what else would do their work. */
export const eventsBench: Bench = {
  name: 'events',
  method: `${events} changes committed to MariaDB, eight at once, each told over Redis to a consumer in the same process which commits an effect and the event's id, eight at once: by the bus (outbox, relay, streams, order kept for each of 200 orders), and by BullMQ, whose job is added after the commit, without an outbox and without order. Effects a second from the first commit to the last effect; then the time from a commit to its effect at half the lower rate of the round, for ${seconds} s. ${rounds} rounds, the two in random order. The cache: twenty entities of 1 KB that L1 has, by the entity cache, and by a bare MGET of the same bytes, with and without parsing them.`,
  async run({ say }) {
    const databases = nameRealDatabases();
    await databases.create();
    const { MYSQL_URL: url = '', REDIS_L1_URL: l1Url = '', REDIS_L2_URL: l2Url = '' } = databases.environment;
    const prefix = databases.environment['REDIS_KEY_PREFIX'] ?? '';
    await migrate({ url, logger });
    const database = connect({ url, logger, maxConnections: poolSize });
    const relay = connect({ url, logger, maxConnections: 2 });
    const seed = String(Date.now());
    const random = createRandom('bench', seed);
    say(`the order is that of the seed ${seed}`);
    try {
      await makeTables(database);
      const flows = await compareFlows({ database, relay, redisUrl: l2Url, prefix, random, say });
      const hits = await compareHits({ l1Url, l2Url, prefix, random });
      return { measures: [...flows, ...hits] };
    } finally {
      await database.knex.destroy();
      await relay.knex.destroy();
      await databases.drop();
    }
  },
};

type Random = ReturnType<typeof createRandom>;

async function compareFlows(options: {
  database: Database;
  relay: Database;
  redisUrl: string;
  prefix: string;
  random: Random;
  say: (line: string) => void;
}): Promise<Measure[]> {
  const { random, say, ...place } = options;
  const rates: Record<Name, number[]> = { bus: [], BullMQ: [] };
  const times: Record<Name, { p50: number; p99: number }[]> = { bus: [], BullMQ: [] };
  for (let round = 1; round <= rounds; round += 1) {
    const inRound = new Map<Name, number>();
    for (const name of random.sample(names, names.length)) {
      await withFlow(name, place, async (flow) => {
        await rate(flow, warmUp);
        const perSecond = await rate(flow, events);
        inRound.set(name, perSecond);
        rates[name].push(perSecond);
      });
    }
    const perSecond = Math.min(...inRound.values()) / 2;
    for (const name of random.sample(names, names.length)) {
      await withFlow(name, place, async (flow) => {
        await rate(flow, warmUp);
        times[name].push(await latencies(flow, { perSecond, seconds }));
      });
    }
    say(
      `${round} of ${rounds}: ${names.map((name) => `${name} ${Math.round(rates[name].at(-1) ?? 0)} /s`).join(', ')}`,
    );
  }
  return [
    ...names.map((name): Measure => ({ name: `${name}: effects`, unit: 'events/s', runs: rates[name] })),
    {
      name: 'BullMQ by bus, effects a second',
      unit: 'ratio',
      runs: rates.BullMQ.map((perSecond, round) => perSecond / (rates.bus[round] ?? NaN)),
      limit: 1,
    },
    ...names.flatMap((name): Measure[] => [
      { name: `${name}: commit to effect at half load, p50`, unit: 'ms', runs: times[name].map(({ p50 }) => p50) },
      { name: `${name}: commit to effect at half load, p99`, unit: 'ms', runs: times[name].map(({ p99 }) => p99) },
    ]),
  ];
}

async function withFlow(
  name: Name,
  place: Omit<Place, 'applied'>,
  work: (flow: { contender: Contender; applied: Map<string, number> }) => Promise<void>,
): Promise<void> {
  await emptyTables(place.database);
  const applied = new Map<string, number>();
  const contender = await starters[name]({
    ...place,
    prefix: `${place.prefix}${randomBytes(4).toString('hex')}`,
    applied: ({ id }) => void applied.set(id, performance.now()),
  });
  try {
    await work({ contender, applied });
  } finally {
    await contender.close();
  }
}

async function compareHits(options: {
  l1Url: string;
  l2Url: string;
  prefix: string;
  random: Random;
}): Promise<Measure[]> {
  const { random, ...place } = options;
  const hits = await openHits(place);
  const ways = ['cache', 'mget', 'mgetAndParse'] as const;
  const runs: Record<(typeof ways)[number], number[]> = { cache: [], mget: [], mgetAndParse: [] };
  try {
    for (let round = 0; round <= rounds; round += 1) {
      for (const way of random.sample(ways, ways.length)) {
        const taken = await hits[way]();
        if (round > 0) runs[way].push(taken / 1_000);
      }
    }
  } finally {
    await hits.close();
  }
  const ratio = (other: readonly number[]) => runs.cache.map((taken, round) => taken / (other[round] ?? NaN));
  return [
    ...ways.map((way): Measure => ({ name: `20 hits: ${labels[way]}`, unit: 'ms', runs: runs[way] })),
    { name: '20 hits: cache by MGET', unit: 'ratio', runs: ratio(runs.mget), limit: 1.3 },
    { name: '20 hits: cache by MGET and parsing', unit: 'ratio', runs: ratio(runs.mgetAndParse) },
  ];
}

const labels = { cache: 'entity cache', mget: 'bare MGET', mgetAndParse: 'MGET and JSON.parse' };
