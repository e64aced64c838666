import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createMetrics, createSilentLogger, type Metrics } from '@mosaico/service';
import { canStart, createOwnStores, waitFor, type OwnStores } from '@mosaico/testing';
import { errors, types, type Client } from 'cassandra-driver';
import { openEventsStores, type EventsStores } from '../src/index.ts';
import { migrateKeyspace } from '../src/store/cassandra/schema/migrate-keyspace.ts';
import { bareClient, newKeyspace, targetOf, urlOf } from './support/cassandra.ts';
import { newCustomer, newEventType, userEvent } from './support/events.ts';
import { attempt, readRounds, startRingLoad, wholeRounds, type Round } from './support/ring-load.ts';
import { openRoutedStores } from './support/routed-stores.ts';

/** Three Java processes that start, or come back, on two cores that others use as well. */
const ringMs = 240_000;
const unavailable = { extensions: { code: 'STORE_UNAVAILABLE' } };

describe('the stores on a ring of three Cassandra nodes, with three copies', () => {
  if (!canStart('cassandra')) return;
  let own: OwnStores;
  let cluster: string;
  let url: string;
  let metrics: Metrics;
  let stores: EventsStores;
  let client: Client;

  beforeAll(async () => {
    own = await createOwnStores(['cassandra']);
    await own.set.up(['cassandra'], { cassandraNodes: 3 });
    cluster = own.set.environment(['cassandra'])['CASSANDRA_URL'] ?? '';
    url = urlOf(cluster, { keyspace: newKeyspace() });
    metrics = createMetrics();
    stores = await open(url, metrics);
    client = bareClient(url);
    await client.connect();
  }, ringMs);
  afterAll(async () => {
    await Promise.allSettled([stores.close(), client.shutdown()]);
    await own.remove();
  }, ringMs);

  test(
    'are made by three processes at once, each through another node, as one and the same',
    async () => {
      const target = targetOf(urlOf(cluster, { keyspace: newKeyspace() }));
      const warn = () => undefined;
      const clients = target.contactPoints.map((host) => bareClient(cluster.replace(/127[\d.,]+/, host)));
      try {
        await Promise.all(clients.map((one) => migrateKeyspace(one, { target, warn })));
        const idsByNode = await Promise.all(
          client
            .getState()
            .getConnectedHosts()
            .map(async (host) => {
              const { rows } = await client.execute(
                `SELECT table_name, id FROM system_schema.tables WHERE keyspace_name = '${target.keyspace}'`,
                [],
                { host },
              );
              return rows.map((row) => `${row.get('table_name')} ${row.get('id')}`);
            }),
        );
        expect(idsByNode.map((ids) => ids.length)).toEqual([8, 8, 8]);
        expect(new Set(idsByNode.map(String)).size).toBe(1);
      } finally {
        await Promise.all(clients.map((one) => one.shutdown()));
      }
    },
    ringMs,
  );

  test(
    'ask each statement of the node that holds its partition',
    async () => {
      const routed = await openRoutedStores(urlOf(cluster, { keyspace: newKeyspace() }).replace('rf=3', 'rf=1'));
      try {
        const type = newEventType();
        const load = startRingLoad({ stores: routed.stores, type, clients: 1 });
        await waitFor(() => load.rounds.length >= 10, { deadlineMs: 60_000, describe: 'ten rounds' });
        await load.stop();
        await routed.stores.metrics.points({
          name: type,
          resolution: 'DAY',
          from: new Date('2026-03-01'),
          to: new Date('2026-03-02'),
        });
        expect(load.refused().map(refusalOf)).toEqual([]);
        const { asked } = routed;
        expect(asked.filter(({ node, replicas }) => replicas.length !== 1 || replicas[0] !== node)).toEqual([]);
        expect(new Set(asked.map(({ node }) => node)).size).toBe(3);
        expect(new Set(asked.map(({ cql }) => cql)).size).toBe(16);
      } finally {
        await routed.close();
      }
    },
    ringMs,
  );

  test(
    'ask a second node when one stands still',
    async () => {
      const events = Array.from({ length: 30 }, () => userEvent({ visitor: newCustomer() }));
      await stores.userEvents.append(events);
      const node = own.set.server('cassandra-3');
      const before = await speculations(metrics);
      node.pause();
      try {
        const requests = events.map(({ visitor }) => ({ visitor, limit: 2, after: null }));
        expect(await stores.userEvents.pagesOf(requests)).toEqual(events.map((event) => [event]));
      } finally {
        node.resume();
      }
      expect(await speculations(metrics)).toBeGreaterThan(before);
    },
    ringMs,
  );

  test(
    'go on with one node down, refuse with two, and are whole when the nodes are back',
    async () => {
      const type = newEventType();
      const load = startRingLoad({ stores, type, clients: 4 });
      const moreRounds = (count: number) => {
        const enough = load.rounds.length + count;
        return waitFor(() => load.rounds.length >= enough, { deadlineMs: 60_000, describe: `${count} more rounds` });
      };
      try {
        await moreRounds(100);

        // Before the others have noticed, and after.
        await own.set.server('cassandra-3').kill();
        await moreRounds(50);
        await waitFor(() => isKnownDown(client, url), { deadlineMs: 60_000, describe: 'the ring to notice' });
        await moreRounds(50);
        expect(load.refused().map(refusalOf)).toEqual([]);

        await own.set.server('cassandra-2').kill();
        const second = load.rounds.length;
        const areRefused = () => load.refused(second).length >= 20;
        await waitFor(areRefused, { deadlineMs: 60_000, describe: '20 refusals' });
        await expect(stores.ping()).rejects.toMatchObject(unavailable);
        const [first] = load.rounds;
        if (first === undefined) throw new Error('A round was required to have ended; none has.');
        await expect(readRounds(stores, [first])).rejects.toMatchObject(unavailable);
      } finally {
        await load.stop();
      }
      const refused = load.refused();
      expect(new Set(refused.map(refusalOf))).toEqual(new Set(['STORE_UNAVAILABLE']));
      // Well above the limit of a question, for a machine that is busy.
      expect(Math.max(...load.rounds.map(({ slowestMs }) => slowestMs))).toBeLessThan(40_000);

      await Promise.all([own.set.server('cassandra-2').start(), own.set.server('cassandra-3').start()]);
      await waitFor(() => answersAtQuorum(url), { deadlineMs: 120_000, describe: 'the ring to answer another client' });
      const done = load.rounds.filter(({ refusal }) => refusal === null);
      const last = done.slice(-50);
      let found: Awaited<ReturnType<typeof readRounds>> = [];
      const answers = async () => {
        found = await readRounds(stores, last);
        return true;
      };
      await waitFor(answers, { deadlineMs: 60_000, describe: 'the stores to answer again' });
      expect(found).toEqual(wholeRounds(last));
      // Nodes that have just come back are busy with what they missed, on the cores that ask them.
      for (let at = 0; at < done.length; at += 100) {
        const some = done.slice(at, at + 100);
        const areRead = async () => {
          found = await readRounds(stores, some);
          return true;
        };
        await waitFor(areRead, { deadlineMs: 60_000, describe: `the rounds from ${at} on` });
        expect(found).toEqual(wholeRounds(some));
      }

      for (const round of refused) await attempt(stores, round);
      expect(refused.map(refusalOf)).toEqual(refused.map(() => null));
      const range = {
        name: type,
        resolution: 'DAY',
        from: new Date('2026-03-01'),
        to: new Date('2026-03-02'),
      } as const;
      expect(await stores.metrics.points(range)).toEqual([
        { at: range.from, count: load.rounds.length, sum: load.rounds.length },
      ]);
    },
    2 * ringMs,
  );
});

function refusalOf({ refusal }: Round): string | null {
  return refusal;
}

function open(url: string, metrics: Metrics): Promise<EventsStores> {
  return openEventsStores({ config: { DATA_DIR: '', CASSANDRA_URL: url }, logger: createSilentLogger(), metrics });
}

async function speculations(metrics: Metrics): Promise<number> {
  const name = 'mosaico_cassandra_speculative_executions_total';
  const line = (await metrics.text()).split('\n').find((one) => one.startsWith(`${name} `));
  return Number(line?.split(' ')[1]);
}

/** Whether the nodes know that one of them is down, and refuse at once what needs all three. */
async function isKnownDown(client: Client, url: string): Promise<boolean> {
  try {
    const all = { consistency: types.consistencies.all, readTimeout: 10_000 };
    await client.execute(`SELECT name FROM ${targetOf(url).keyspace}.metric_days WHERE name = 'any'`, [], all);
    return false;
  } catch (error) {
    const { unavailableException } = types.responseErrorCodes;
    return error instanceof errors.ResponseError && error.code === (unavailableException as number);
  }
}

/** Whether a client that begins now has its answers from any two nodes. */
async function answersAtQuorum(url: string): Promise<boolean> {
  const client = bareClient(url);
  try {
    const quorum = { consistency: types.consistencies.quorum };
    await client.execute(`SELECT name FROM ${targetOf(url).keyspace}.metric_days WHERE name = 'any'`, [], quorum);
    return true;
  } catch {
    return false;
  } finally {
    await client.shutdown();
  }
}
