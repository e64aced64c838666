import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { canStart, startTcpProxy, waitFor, type TcpProxy } from '@mosaico/testing';
import pg from 'pg';
import type { Database, DatabaseOptions } from '../src/store/database.ts';
import { connectWarehouse, type ConnectedWarehouse } from './support/connect-warehouse.ts';
import { isAnsweredByReplica, untilReplicaAnswers } from './support/engines.ts';
import { facts } from './support/facts.ts';
import { onServer } from './support/on-server.ts';
import { createRealDatabase, type RealDatabase } from './support/real-database.ts';

const whole = { facts: 1, amount: '10.0000' };

describe('Reports', () => {
  if (!canStart('postgres')) return;
  let real: RealDatabase;
  let proxy: TcpProxy;
  const opened: (() => Promise<void>)[] = [];
  beforeEach(async () => {
    real = await createRealDatabase();
    const { hostname, port } = new URL(real.replicaUrl);
    proxy = await startTcpProxy({ host: hostname, port: Number(port) });
  });
  afterEach(async () => {
    for (const close of opened.splice(0).toReversed()) await close();
    await proxy.close();
    await real.drop();
  });

  /** A process whose replica is behind the proxy, and has what was loaded; one fact is. */
  async function connect(options: Partial<DatabaseOptions> = {}): Promise<ConnectedWarehouse> {
    const replica = new URL(real.replicaUrl);
    replica.host = `127.0.0.1:${proxy.port}`;
    const warehouse = await connectWarehouse({ url: real.url, replicaUrl: replica.href, ...options });
    opened.push(() => warehouse.close());
    await warehouse.stores.facts.loadFacts(facts({}));
    return warehouse;
  }

  /** Keeps the replica from replaying what comes, by a lock that a reader there holds; its server gives up on that after 30 s. */
  async function holdUpReplay(primary: Database): Promise<() => Promise<void>> {
    await primary.transaction('load', (ask) => ask('CREATE TABLE analytics.obstacle ()'));
    const reader = new pg.Client({ connectionString: real.replicaUrl });
    reader.on('error', () => undefined);
    await waitFor(() => hasObstacle(real.replicaUrl), { deadlineMs: 60_000, describe: 'the table on the replica' });
    await reader.connect();
    await reader.query('BEGIN');
    await reader.query('SELECT FROM analytics.obstacle');
    await primary.transaction('load', (ask) => ask('DROP TABLE analytics.obstacle'));
    return () => reader.end();
  }

  test('are read from the replica, and nothing else is', async () => {
    const { database, stores, metrics } = await connect({ maxLagMs: 0 });
    // It has replayed all there is, which is enough however long ago that was written.
    await untilReplicaAnswers(database);
    expect(await stores.facts.totals()).toEqual(whole);
    const where = 'SELECT pg_is_in_recovery() AS replica';
    for (const other of ['point', 'load', 'upkeep'] as const) {
      expect(await database.read(other, where)).toEqual([{ replica: false }]);
      expect(await database.transaction(other, (ask) => ask(where))).toEqual([{ replica: false }]);
    }
    const text = await metrics.text();
    expect(text).toMatch(
      /mosaico_store_call_duration_seconds_count\{store="analytics-replica",port="replica",method="read",outcome="answered"\} [1-9]/,
    );
    expect(text).toContain('mosaico_store_pool_connections{store="analytics-replica",state="idle"} 1');
    expect(text).toMatch(/mosaico_store_pool_connections\{store="analytics",state="idle"\} [1-9]/);
  });

  test('count what their own process has loaded, each time at once, whoever answers', async () => {
    const { stores } = await connect();
    for (let line = 2; line <= 12; line++) {
      await stores.facts.loadFacts(facts({ sourceLine: line }));
      expect((await stores.facts.totals()).facts).toBe(line);
    }
  });

  test('that the replica cannot answer for its process yet, because replay is held up, are answered by the primary', async () => {
    const { database, stores } = await connect({ maxLagMs: 600_000 });
    const letGo = await holdUpReplay(database);
    await stores.facts.loadFacts(facts({ sourceLine: 2 }));
    expect((await stores.facts.totals()).facts).toBe(2);
    expect(await isAnsweredByReplica(database)).toBe(false);
    await letGo();
    await untilReplicaAnswers(database);
    expect((await stores.facts.totals()).facts).toBe(2);
  });

  test('may lack what another process has just loaded, within the bound; beyond it, the primary answers', async () => {
    const near = await connect({ maxLagMs: 600_000 });
    const far = await connect({ maxLagMs: 0 });
    await Promise.all([near, far].map(({ database }) => untilReplicaAnswers(database)));
    const other = await connectWarehouse({ url: real.url });
    opened.push(() => other.close());
    const letGo = await holdUpReplay(other.database);
    await other.stores.facts.loadFacts(facts({ sourceLine: 2 }));
    expect(await near.stores.facts.totals()).toEqual(whole);
    await waitFor(async () => (await far.stores.facts.totals()).facts === 2, {
      deadlineMs: 60_000,
      describe: 'the primary to answer',
    });
    expect(await isAnsweredByReplica(far.database)).toBe(false);
    await letGo();
    await untilReplicaAnswers(far.database);
  });

  test('of a server that is no replica are answered by the primary', async () => {
    const { database, stores } = await connect({ replicaUrl: real.url });
    expect(await isAnsweredByReplica(database)).toBe(false);
    expect(await stores.facts.totals()).toEqual(whole);
  });

  test.each<[how: string, down: (way: TcpProxy) => Promise<void> | void, up: (way: TcpProxy) => Promise<void> | void]>([
    ['refuses connections', (way) => way.refuse(), (way) => way.accept()],
    [
      'says nothing any more',
      (way) => way.setWeather({ isBlackhole: true }),
      (way) => {
        way.setWeather({});
        way.cut();
      },
    ],
  ])(
    'When the replica %s, then the primary answers, and the replica again once it is back',
    async (_how, down, up) => {
      const { database, stores } = await connect();
      await untilReplicaAnswers(database);
      await down(proxy);
      // More than it takes to leave the replica alone.
      for (let report = 0; report < 7; report++) expect(await stores.facts.totals()).toEqual(whole);
      expect(await isAnsweredByReplica(database)).toBe(false);
      await up(proxy);
      await untilReplicaAnswers(database);
      expect(await stores.facts.totals()).toEqual(whole);
    },
    120_000,
  );

  test('When the replica is gone at the start, then the process starts, and the primary answers', async () => {
    await proxy.refuse();
    const { database, stores } = await connect();
    expect(await stores.facts.totals()).toEqual(whole);
    await proxy.accept();
    await untilReplicaAnswers(database);
  });

  test('When the connection is cut under a report, then the primary answers it', async () => {
    const { database } = await connect();
    await untilReplicaAnswers(database);
    const report = database.read('report', `/* to be cut */ SELECT pg_is_in_recovery() AS replica, pg_sleep(2)`);
    await waitFor(() => isAtWork(real.replicaUrl), { deadlineMs: 60_000, describe: 'the replica to be at work' });
    proxy.cut();
    expect(await report).toMatchObject([{ replica: false }]);
  });

  test('that take too long on the replica end there, with the code, and do not begin again on the primary', async () => {
    const { database, guard } = await connect({ timeouts: { report: 300 } });
    await untilReplicaAnswers(database);
    const slow = guard.ask(() => database.read('report', '/* to be cut */ SELECT pg_sleep(60)'));
    await expect(slow).rejects.toMatchObject({
      extensions: { code: 'STORE_UNAVAILABLE' },
      originalError: { code: '57014' },
    });
    expect(await isAtWork(real.replicaUrl)).toBe(false);
    expect(await isAtWork(real.url)).toBe(false);
  });
});

async function hasObstacle(url: string): Promise<boolean> {
  const [row] = await onServer<{ there: boolean }>(
    url,
    `SELECT to_regclass('analytics.obstacle') IS NOT NULL AS there`,
  );
  return row?.there ?? false;
}

async function isAtWork(url: string): Promise<boolean> {
  const rows = await onServer(
    url,
    `SELECT FROM pg_stat_activity
     WHERE state = 'active' AND starts_with(query, '/* to be cut */') AND datname = current_database()`,
  );
  return rows.length > 0;
}
