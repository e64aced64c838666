import { join } from 'node:path';
import { createLogger } from '@mosaico/service';
import { recordBareDrivers, type BareDrivers } from '@mosaico/testing/bare-drivers';
import { nameRealDatabases } from '@mosaico/testing/real-databases';
import { readConfig } from '../../standalone/src/config.ts';
import { seedShop } from '../../standalone/src/seed/seed-shop.ts';
import { createRandom } from '../../standalone/src/seed/shop/random.ts';
import { generateShop } from '../../standalone/src/seed/shop/shop.ts';
import { closeStores, openShopStores, type ShopStores } from '../../standalone/src/shop-stores.ts';
import { median, type Bench, type Measure } from '../bench.ts';
import { shown } from '../report.ts';
import { inTemporaryFolder } from '../shop.ts';
import { measure, type Speed } from './measure.ts';
import { prepareQuestions, questions, sampleOf, type Question, type Sample } from './questions.ts';

const rounds = 5;
const poolSize = 10;
/** How many different keys a question is asked for. */
const turns = 40;
/** Adapters may cost a quarter of what their driver takes. */
const limit = 1.25;
const contenders = ['adapter', 'bare', 'embedded'] as const;
type Contender = (typeof contenders)[number];

/** What each port's questions take on a real server, beside its bare driver, and embedded. */
export const stores: Bench = {
  name: 'stores',
  method: `Every port's main questions over the made-up shop, ten at a time, by three contenders: the adapter on a real server; the bare driver on the same server, which is asked again, statement for statement (transactions included), what the adapter asked it, and whose answer is not turned into records; and the adapter on its embedded engine. Pools of ${poolSize} connections each. ${rounds} rounds after one that is not counted, up to 600 answers or half a second of each contender, questions and contenders in random order. The ratio is that of answers a second, bare by adapter, in the same round. Servers, stores and askers share the cores.`,
  run: ({ say }) =>
    inTemporaryFolder(async (folder) => {
      const databases = nameRealDatabases();
      await databases.create();
      // Adapter and driver ask the same server: the primary.
      const primaries = Object.fromEntries(
        Object.entries(databases.environment).filter(([variable]) => !variable.includes('REPLICA')),
      );
      const opened: ShopStores[] = [];
      const { MYSQL_URL: mysqlUrl = '', POSTGRES_URL: postgresUrl = '' } = primaries;
      // Before the stores load their drivers' methods.
      const bare = recordBareDrivers({ mysqlUrl, postgresUrl, poolSize });
      try {
        const pools = { POSTGRES_POOL_MAX: String(poolSize) };
        const real = await openSeededStores({ ...primaries, ...pools, DATA_DIR: join(folder, 'real') });
        opened.push(real.stores);
        const embedded = await openSeededStores({ ...pools, DATA_DIR: join(folder, 'embedded') });
        opened.push(embedded.stores);
        say('two shops are filled');
        return await compare({ real: real.stores, embedded: embedded.stores, sample: real.sample, bare, say });
      } finally {
        await bare.close();
        await Promise.all(opened.map((one) => closeStores(one)));
        await databases.drop();
      }
    }),
};

async function openSeededStores(environment: Record<string, string>): Promise<{ stores: ShopStores; sample: Sample }> {
  const config = readConfig(environment);
  const opened = await openShopStores({ config, logger: createLogger({ name: 'bench', level: 'error' }) });
  const now = () => new Date();
  const progress = () => undefined;
  const { DATA_DIR: dataDir, SHOP_CURRENCY: currency } = config;
  const record = await seedShop({ stores: opened, dataDir, currency, now, progress });
  const sample = sampleOf(generateShop({ ...record, until: new Date(record.until), currency }));
  await prepareQuestions(opened, sample);
  return { stores: opened, sample };
}

async function compare(options: {
  real: ShopStores;
  embedded: ShopStores;
  sample: Sample;
  bare: BareDrivers;
  say: (line: string) => void;
}): Promise<{ measures: Measure[]; details: { head: string[]; rows: string[][] } }> {
  const { real, embedded, sample, bare, say } = options;
  const seed = String(Date.now());
  say(`the order is that of the seed ${seed}`);
  const random = createRandom('bench', seed);
  const asked: { question: Question; ask: Record<Contender, (turn: number) => Promise<unknown>> }[] = [];
  for (const question of questions) {
    const bareAsks: (() => Promise<unknown>)[] = [];
    // What is asked only once, such as whether a replica is there, is asked now.
    await question.ask(real, sample, 0);
    for (let turn = 0; turn < turns; turn += 1) {
      bareAsks.push(await bare.record(() => question.ask(real, sample, turn)));
    }
    asked.push({
      question,
      ask: {
        adapter: (turn) => question.ask(real, sample, turn % turns),
        bare: async (turn) => bareAsks[turn % turns]?.(),
        embedded: (turn) => question.ask(embedded, sample, turn % turns),
      },
    });
  }
  const speeds = new Map<Question, Speeds>(
    questions.map((question) => [question, { adapter: [], bare: [], embedded: [] }]),
  );
  for (let round = 0; round <= rounds; round += 1) {
    for (const { question, ask } of random.sample(asked, asked.length)) {
      for (const contender of random.sample(contenders, contenders.length)) {
        const speed = await measure(ask[contender]);
        if (round > 0) speeds.get(question)?.[contender].push(speed);
      }
    }
    if (round > 0) say(`${round} of ${rounds}`);
  }
  const results = [...speeds];
  return {
    measures: results.map(([question, one]) => ({
      name: `${question.store}: ${question.name}`,
      unit: 'ratio',
      runs: one.bare.map(({ perSecond }, round) => perSecond / (one.adapter[round]?.perSecond ?? NaN)),
      limit,
    })),
    details: {
      head: ['stores', ...contenders.flatMap((contender) => [`${contender} /s`, 'p50 ms', 'p99 ms'])],
      rows: results.map(([question, one]) => [
        `${question.store}: ${question.name}`,
        ...contenders.flatMap((contender) => cellsOf(one[contender])),
      ]),
    },
  };
}

type Speeds = Record<Contender, Speed[]>;

/** Medians of the rounds. */
function cellsOf(speeds: readonly Speed[]): string[] {
  return (['perSecond', 'p50', 'p99'] as const).map((figure) => shown(median(speeds.map((speed) => speed[figure]))));
}
