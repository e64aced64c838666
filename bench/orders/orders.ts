import { createHash, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { createOrdersSubgraph, openOrdersStores } from '@mosaico/orders';
import { anonymous, createSilentLogger, type Subgraph } from '@mosaico/service';
import { nameRealDatabases } from '@mosaico/testing/real-databases';
import { readConfig } from '../../standalone/src/config.ts';
import { createRandom } from '../../standalone/src/seed/shop/random.ts';
import { median, type Bench, type BenchResult } from '../bench.ts';
import { ordersGrowth } from '../config.ts';
import { shown } from '../report.ts';
import { inTemporaryFolder } from '../shop.ts';
import { measure, type Speed } from '../stores/measure.ts';
import { firstNamedId, recordPlacements, type RecordedPlacement } from './bare-placement.ts';
import { countNamedIdsFrom, fillOrders, fillUnits } from './fill.ts';

const rounds = 5;
const roundMs = 3_000;
/** As many connections as the stores have. */
const poolSize = 10;
/** How many different units are ordered, where not all want the same. */
const units = 40;
const few = 10_000;

const place = `mutation ($sku: ID!, $key: ID!) {
  placeOrder(
    input: { items: [{ sku: $sku, quantity: 1 }], payment: { method: "card_no_webhook" } }
    idempotencyKey: $key
  ) { __typename ... on Order { id status } }
}`;

/** What placing and paying an order takes, beside its own statements alone, and as the shop fills. */
export const orders: Bench = {
  name: 'orders',
  method: `An order of one unit, placed and paid by a card of the sandbox, of which no notice comes, in one request of the orders subgraph, in its process, on a real MySQL or MariaDB; ten at a time, ${rounds} rounds of ${roundMs / 1_000} s each. The floor is the statements of such an order, recorded once for each of ${units} units, asked again for other orders by a bare mysql2 loop on ${poolSize} connections; contenders in random order. The hot unit is one that all want. Growth is p99 of placing with ${ordersGrowth().toLocaleString('en')} orders in the tables, to that with ${few.toLocaleString('en')}. No events are taken out of the outbox meanwhile. Server and askers share the cores.`,
  run: ({ say }) =>
    inTemporaryFolder(async (folder) => {
      const databases = nameRealDatabases();
      await databases.create();
      const { MYSQL_URL: url = '' } = databases.environment;
      const environment = { MYSQL_URL: url, DATA_DIR: join(folder, 'orders') };
      const recorder = recordPlacements({ url, poolSize });
      try {
        const config = readConfig(environment);
        const stores = await openOrdersStores({ config, logger: createSilentLogger() });
        const subgraph = createOrdersSubgraph({
          ...{ stores, config, accessTokenSecret: randomUUID(), logger: createSilentLogger() },
          // Of digits that the recorder knows to be unique.
          newId: uniqueText,
        });
        try {
          await countNamedIdsFrom(url, firstNamedId);
          await fillUnits(stores, units);
          await fillOrders(stores, { from: 1, to: few });
          say(`${few} orders are there`);
          return await compare({ subgraph, stores, recorder, say });
        } finally {
          await subgraph.close();
        }
      } finally {
        await recorder.close();
        await databases.drop();
      }
    }),
};

async function compare(options: {
  subgraph: Subgraph;
  stores: Awaited<ReturnType<typeof openOrdersStores>>;
  recorder: ReturnType<typeof recordPlacements>;
  say: (line: string) => void;
}): Promise<BenchResult> {
  const { subgraph, stores, recorder, say } = options;
  const order = (unit: number) => placeOne(subgraph, `SKU-${unit}`);
  for (let turn = 0; turn < 2 * units; turn += 1) await order(turn % units);
  const recorded: RecordedPlacement[] = [];
  for (let unit = 0; unit < units; unit += 1) recorded.push(await recorder.record(() => order(unit)));
  let repeats = 0;
  const contenders = {
    placing: (turn: number): Promise<unknown> => order(turn % units),
    floor: (turn: number): Promise<unknown> =>
      recorded[turn % units]?.repeat((repeats += 1)) ?? Promise.reject(new Error('Nothing was recorded.')),
    hot: (): Promise<unknown> => order(0),
  };
  const speeds: Record<keyof typeof contenders, Speed[]> = { placing: [], floor: [], hot: [] };
  const seed = String(Date.now());
  say(`the order is that of the seed ${seed}`);
  const random = createRandom('bench', seed);
  const names = Object.keys(contenders) as (keyof typeof contenders)[];
  for (let round = 0; round <= rounds; round += 1) {
    for (const name of random.sample(names, names.length)) {
      const speed = await measure(contenders[name], { mostMs: roundMs, mostCalls: Infinity });
      if (round > 0) speeds[name].push(speed);
    }
    say(`${round} of ${rounds}`);
  }

  const many = ordersGrowth();
  await fillOrders(stores, { from: few + 1, to: many });
  say(`${many} orders are there`);
  const grown: Speed[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    const speed = await measure(contenders.placing, { mostMs: roundMs, mostCalls: Infinity });
    if (round > 0) grown.push(speed);
  }
  const p99AtFirst = median(speeds.placing.map(({ p99 }) => p99));
  return {
    measures: [
      { name: 'orders placed and paid', unit: 'requests/s', runs: speeds.placing.map(({ perSecond }) => perSecond) },
      {
        name: 'the floor, to placing',
        unit: 'ratio',
        runs: speeds.floor.map(({ perSecond }, round) => perSecond / (speeds.placing[round]?.perSecond ?? NaN)),
        limit: 2,
      },
      { name: 'orders of one unit', unit: 'requests/s', runs: speeds.hot.map(({ perSecond }) => perSecond) },
      { name: 'growth of p99', unit: 'ratio', runs: grown.map(({ p99 }) => p99 / p99AtFirst), limit: 1.5 },
    ],
    details: {
      head: ['orders', 'per second', 'p50 ms', 'p99 ms'],
      rows: [
        ...names.map((name) => rowOf(name, speeds[name])),
        rowOf(`placing, with ${many.toLocaleString('en')} orders`, grown),
        ['statements of an order', String(median(recorded.map(({ statements }) => statements))), '', ''],
      ],
    },
  };
}

function rowOf(name: string, speeds: readonly Speed[]): string[] {
  return [
    name,
    ...(['perSecond', 'p50', 'p99'] as const).map((figure) => shown(median(speeds.map((speed) => speed[figure])))),
  ];
}

/** @throws when it is not placed and paid */
async function placeOne(subgraph: Subgraph, sku: string): Promise<string> {
  const variables = { sku, key: uniqueText() };
  const answer = await subgraph.execute({ query: place, variables, identity: anonymous, requestId: 'bench' });
  const order = answer.data?.['placeOrder'] as { __typename: string; id: string; status: string } | null | undefined;
  if (order?.__typename === 'Order' && order.status === 'PROCESSING') return order.id;
  throw new Error(`An order was to be placed and paid; got ${JSON.stringify(answer)}.`);
}

function uniqueText(): string {
  return createHash('sha256').update(randomUUID()).digest('hex').slice(0, 32);
}
