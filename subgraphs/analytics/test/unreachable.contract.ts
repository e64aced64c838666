import { afterEach, expect, test } from '@jest/globals';
import { startTcpProxy, waitFor, type TcpProxy } from '@mosaico/testing';
import { connectWarehouse, type ConnectedWarehouse } from './support/connect-warehouse.ts';
import { facts } from './support/facts.ts';
import { analyst, askEntities, problems, subgraphOver } from './support/requests.ts';
import { withWarehouse, type OpenWarehouse } from './support/warehouse.ts';

const unavailable = { message: 'The analytics store does not answer.', extensions: { code: 'STORE_UNAVAILABLE' } };

/** Well above the limit of a point question, 5 s, for a machine that is busy; without one a question would never end. */
const inTimeMs = 30_000;

/** What every question does while no server answers it, and after. */
export function testUnreachable(open: OpenWarehouse): void {
  const opened: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const close of opened.splice(0).toReversed()) await close();
  });

  /** A process whose way to the warehouse is a proxy. */
  async function through(url: string, begin?: (proxy: TcpProxy) => Promise<void> | void) {
    const { hostname, port } = new URL(url);
    const proxy = await startTcpProxy({ host: hostname, port: Number(port) });
    opened.push(() => proxy.close());
    await begin?.(proxy);
    const own = new URL(url);
    own.host = `127.0.0.1:${proxy.port}`;
    const warehouse = await connectWarehouse({ url: own.href, maxConnections: 2 });
    opened.push(() => warehouse.close());
    return { ...warehouse, proxy };
  }

  test(
    'When the server refuses connections at the start, then questions say so, and are answered once it is there',
    () =>
      withWarehouse(open, async ({ url, stores: others }) => {
        await others.facts.loadFacts(facts({}));
        const { stores, proxy } = await through(url, (way) => way.refuse());
        await expectUnavailable(stores);
        await proxy.accept();
        await expectAnswers(stores);
      }),
    60_000,
  );

  test(
    'When the server says nothing at the start, then questions say so in time, and are answered once it does',
    () =>
      withWarehouse(open, async ({ url, stores: others }) => {
        await others.facts.loadFacts(facts({}));
        const { stores, proxy } = await through(url, (way) => way.setWeather({ isBlackhole: true }));
        await expectUnavailable(stores);
        proxy.setWeather({});
        await expectAnswers(stores);
      }),
    60_000,
  );

  test(
    'When the server falls silent in the middle, then questions say so in time, and are answered once it speaks',
    () =>
      withWarehouse(open, async ({ url, stores: others }) => {
        await others.facts.loadFacts(facts({}));
        const { stores, proxy } = await through(url);
        await expectAnswers(stores);
        proxy.setWeather({ isBlackhole: true });
        await expectUnavailable(stores);
        proxy.setWeather({});
        await expectAnswers(stores);
      }),
    60_000,
  );

  test(
    'When connections are cut under questions, then those fail with the code, and the next are answered over new ones',
    () =>
      withWarehouse(open, async ({ url, stores: others, database: other }) => {
        await others.facts.loadFacts(facts({}));
        const { stores, guard, database, proxy } = await through(url);
        const asked = [1, 2].map(() => guard.ask(() => database.read('report', '/* to be cut */ SELECT pg_sleep(10)')));
        const outcomes = Promise.allSettled(asked);
        await waitFor(async () => (await sleepers(other)) === 2, {
          deadlineMs: 60_000,
          describe: 'both to be at work',
        });
        proxy.cut();
        expect(await outcomes).toMatchObject([1, 2].map(() => ({ status: 'rejected', reason: unavailable })));
        await expectAnswers(stores);
      }),
    60_000,
  );

  test(
    'When an answer is late, but within its time, then it is whole',
    () =>
      withWarehouse(open, async ({ url, stores: others }) => {
        await others.facts.loadFacts(facts({}));
        const { stores, proxy } = await through(url);
        proxy.setWeather({ delayMs: 100 });
        expect(await stores.customers.lifetimeValues(['1'])).toEqual([{ customerId: '1', amount: '10.0000' }]);
      }),
    60_000,
  );

  test(
    'While it cannot be reached, its fields alone are null, with a code and nothing of the inside',
    () =>
      withWarehouse(open, async ({ url }) => {
        const { stores } = await through(url, (way) => way.refuse());
        const subgraph = subgraphOver(stores);
        const answer = await askEntities(subgraph, {
          type: 'Customer',
          ids: ['1'],
          fields: 'lifetimeValue { amount } segment { name }',
          identity: analyst,
        });
        expect(answer.data).toEqual({ _entities: [{ id: '1', lifetimeValue: null, segment: null }] });
        expect(problems(answer)).toEqual(
          ['lifetimeValue', 'segment'].map((field) => ({
            message: unavailable.message,
            path: ['_entities', 0, field],
            code: unavailable.extensions.code,
          })),
        );
        expect(JSON.stringify(answer)).not.toMatch(/127\.0\.0\.1|ECONN|SELECT|stack/);
        expect((await subgraph.health()).map(({ ready }) => ready)).toEqual([false]);
      }),
    60_000,
  );
}

type Questions = ConnectedWarehouse['stores'];

async function expectUnavailable({ customers, facts: store, ping }: Questions): Promise<void> {
  const begun = performance.now();
  const questions = [customers.lifetimeValues(['1']), customers.scores(['1'], null), store.loadFacts(facts({}))];
  const outcomes = await Promise.allSettled(questions);
  expect(outcomes).toMatchObject(questions.map(() => ({ status: 'rejected', reason: unavailable })));
  expect(performance.now() - begun).toBeLessThan(inTimeMs);
  await expect(ping()).rejects.toMatchObject(unavailable);
}

/** With no reopening, within some seconds. */
async function expectAnswers({ customers, sales, ping }: Questions): Promise<void> {
  const whole = [{ customerId: '1', amount: '10.0000' }];
  await waitFor(async () => (await customers.lifetimeValues(['1'])).length === 1, {
    deadlineMs: 60_000,
    describe: 'an answer',
  });
  expect(await customers.lifetimeValues(['1'])).toEqual(whole);
  expect(await sales.topProducts({ from: null, to: null, by: 'units', limit: 1 })).toMatchObject([{ units: 1 }]);
  await ping();
}

async function sleepers(database: ConnectedWarehouse['database']): Promise<number> {
  const [row] = await database.read<{ count: string }>(
    'point',
    `SELECT count(*) AS count FROM pg_stat_activity
     WHERE state = 'active' AND starts_with(query, '/* to be cut */') AND datname = current_database()`,
  );
  return Number(row?.count);
}
