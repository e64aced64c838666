import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { describe, expect, test } from '@jest/globals';
import { createSilentLogger, ErrorCode } from '@mosaico/service';
import { createTestDatabase, waitFor } from '@mosaico/testing';
import { createDatabase, type QueryClass } from '../src/store/database.ts';
import { createAnalyticsStores } from '../src/store/open-stores.ts';
import { facts } from './support/facts.ts';
import { ask, askEntities, analyst, problems, subgraphOver } from './support/requests.ts';
import { openPostgresWarehouse, withWarehouse } from './support/warehouse.ts';

const waitingForALock = `SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted
  AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`;

const unavailable = { extensions: { code: ErrorCode.storeUnavailable } };

function open(url: string, options: { maxConnections?: number; timeouts?: Partial<Record<QueryClass, number>> } = {}) {
  return createDatabase({ url, maxConnections: 2, logger: createSilentLogger(), ...options });
}

describe('Migrations', () => {
  test('run by six processes at once run once', async () => {
    const server = await createTestDatabase();
    const databases = Array.from({ length: 6 }, () => open(server.url));
    await Promise.all(databases.map((database) => database.prepare()));
    const [first] = databases;
    expect(await first?.read('point', 'SELECT name FROM analytics.migrations')).toEqual([{ name: '001-warehouse' }]);
    expect(await first?.read('point', 'SELECT count(*) AS rows FROM analytics.warehouse_state')).toEqual([
      { rows: '1' },
    ]);
    await Promise.all(databases.map((database) => database.close()));
    await server.drop();
  });

  test('that another process holds up wait for it', () =>
    withWarehouse(openPostgresWarehouse, async ({ database, url }) => {
      await database.prepare();
      const other = open(url);
      const order: string[] = [];
      let prepared = Promise.resolve();
      await database.transaction('point', async (ask) => {
        await ask('SELECT pg_advisory_xact_lock(7301001)');
        prepared = other.prepare().then(() => void order.push('prepared'));
        await waitFor(async () => (await database.read('point', waitingForALock)).length > 0, {
          deadlineMs: 10_000,
          describe: 'the other to wait for the lock',
        });
        order.push('released');
      });
      await prepared;
      expect(order).toEqual(['released', 'prepared']);
      await other.close();
    }));
});

describe('Partitions', () => {
  test('are one a month, made when its first fact comes, with the days of the month', () =>
    withWarehouse(openPostgresWarehouse, async ({ database, stores }) => {
      const partitions = async () =>
        (
          await database.read<{ name: string }>(
            'point',
            `SELECT relname AS name FROM pg_inherits JOIN pg_class ON oid = inhrelid
             WHERE inhparent = CAST('analytics.fact_sales' AS regclass) ORDER BY name`,
          )
        ).map(({ name }) => name);
      expect(await partitions()).toEqual([]);
      await stores.facts.loadFacts(
        facts(
          { occurredAt: new Date('2012-02-29T23:59:59.999Z') },
          { occurredAt: new Date('2012-03-01T00:00:00.000Z') },
        ),
      );
      expect(await partitions()).toEqual(['fact_sales_2012_02', 'fact_sales_2012_03']);
      expect(
        await database.read(
          'point',
          `SELECT tableoid::regclass::text AS partition, occurred_on::text AS day FROM analytics.fact_sales ORDER BY day`,
        ),
      ).toEqual([
        { partition: 'analytics.fact_sales_2012_02', day: '2012-02-29' },
        { partition: 'analytics.fact_sales_2012_03', day: '2012-03-01' },
      ]);
      expect(
        await database.read('point', `SELECT count(*) AS days, min(iso_week) AS first FROM analytics.dim_dates`),
      ).toEqual([{ days: '60', first: 5 }]);
    }));

  test('leave out what a report does not ask for, and a fact without one is refused', () =>
    withWarehouse(openPostgresWarehouse, async ({ database, stores }) => {
      await stores.facts.loadFacts(
        facts(...['2011-01-15', '2011-02-15', '2011-03-15'].map((day) => ({ occurredAt: new Date(day) }))),
      );
      const plan = await database.read<{ 'QUERY PLAN': string }>(
        'point',
        `EXPLAIN SELECT sum(amount) FROM analytics.fact_sales WHERE occurred_on >= coalesce(CAST(:from AS date), '-infinity')`,
        { from: '2011-03-01' },
      );
      const scanned = plan
        .map((line) => line['QUERY PLAN'])
        .join('\n')
        .match(/fact_sales_2011_\d\d/g);
      expect([...new Set(scanned)]).toEqual(['fact_sales_2011_03']);
      await expect(
        database.transaction('point', (sql) =>
          sql(`INSERT INTO analytics.fact_sales SELECT source, 9, kind, '1999-01-01T00:00:00Z', '1999-01-01', invoice, order_id, sku
               FROM analytics.fact_sales LIMIT 1`),
        ),
      ).rejects.toMatchObject({ code: '23514' });
    }));
});

describe('A question to the warehouse', () => {
  test('that takes longer than its class allows ends, says so, and leaves its connection fit for the next', () =>
    withWarehouse(openPostgresWarehouse, async ({ url }) => {
      const database = open(url, { maxConnections: 1, timeouts: { point: 50 } });
      const slow = database.read('point', 'SELECT pg_sleep(20)');
      await expect(slow).rejects.toMatchObject({ ...unavailable, message: 'The analytics store does not answer.' });
      await expect(slow).rejects.toMatchObject({ originalError: { code: '57014' } });
      expect(await database.read('report', `SELECT current_setting('statement_timeout') AS timeout`)).toEqual([
        { timeout: '15s' },
      ]);
      await database.close();
    }));

  test('leaves no trace in the session, and cannot write when it only reads', () =>
    withWarehouse(openPostgresWarehouse, async ({ url }) => {
      const database = open(url, { maxConnections: 1 });
      await database.read('point', 'SELECT 1');
      await expect(database.read('point', 'CREATE TABLE analytics.mine ()')).rejects.toMatchObject({ code: '25006' });
      await expect(database.transaction('point', (sql) => sql('SELECT 1/0'))).rejects.toMatchObject({ code: '22012' });
      await database.maintain('DISCARD TEMP');
      expect(
        await database.read(
          'point',
          `SELECT (SELECT count(*) FROM pg_prepared_statements) AS prepared, count(*) FILTER (WHERE locktype = 'advisory') AS locks,
                  (SELECT count(*) FROM pg_settings WHERE source = 'session' AND name NOT IN ('statement_timeout', 'jit',
                    'transaction_read_only', 'transaction_isolation', 'transaction_deferrable')) AS settings FROM pg_locks
           WHERE pid = pg_backend_pid()`,
        ),
      ).toEqual([{ prepared: '0', locks: '0', settings: '0' }]);
      await database.close();
    }));

  test('of a server that refuses connections fails with a code, and only its own fields are null', async () => {
    const database = open('postgres://nobody@127.0.0.1:9/analytics');
    await expect(database.prepare()).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    const subgraph = subgraphOver(createAnalyticsStores(database));
    const answer = await askEntities(subgraph, {
      type: 'Customer',
      ids: ['1'],
      fields: 'lifetimeValue { amount } segment { name }',
      identity: analyst,
    });
    expect(answer.data).toEqual({ _entities: [{ id: '1', lifetimeValue: null, segment: null }] });
    expect(problems(answer)).toEqual(
      ['lifetimeValue', 'segment'].map((field) => ({
        message: 'The analytics store does not answer.',
        path: ['_entities', 0, field],
        code: 'STORE_UNAVAILABLE',
      })),
    );
    expect(JSON.stringify(answer)).not.toMatch(/127\.0\.0\.1|ECONN|SELECT|stack/);
    expect((await subgraph.health()).map(({ ready }) => ready)).toEqual([false]);
    await database.close();
  });

  test('of a server that accepts and says nothing ends all the same', async () => {
    const sockets: Socket[] = [];
    const server = createServer((socket) => sockets.push(socket)).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.on('listening', resolve));
    const database = open(`postgres://nobody@127.0.0.1:${(server.address() as AddressInfo).port}/analytics`);
    const answer = await ask(subgraphOver(createAnalyticsStores(database)), '{ topProducts { sku } }', analyst);
    expect(problems(answer).map(({ code }) => code)).toEqual(['STORE_UNAVAILABLE']);
    for (const socket of sockets) socket.destroy();
    server.close();
    await database.close();
  });

  test('When the server falls silent in the middle, then questions end, and its return is noticed at once', () =>
    withWarehouse(openPostgresWarehouse, async ({ url }) => {
      const proxy = await startProxy(url);
      const database = open(proxy.url, { maxConnections: 1 });
      await database.read('point', 'SELECT 1');
      proxy.silent = true;
      await expect(database.read('point', 'SELECT 1')).rejects.toMatchObject(unavailable);
      proxy.silent = false;
      expect(await database.read('point', 'SELECT 2 AS two')).toEqual([{ two: 2 }]);
      await database.close();
      proxy.close();
    }));

  test('When the server ends all connections, then the next questions are answered over new ones', () =>
    withWarehouse(openPostgresWarehouse, async ({ stores, database, url }) => {
      await stores.facts.loadFacts(facts({}));
      const admin = open(url);
      await Promise.all([1, 2, 3].map(() => database.read('point', 'SELECT pg_sleep(0.05)')));
      await admin.read(
        'point',
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`,
      );
      const answers: unknown[] = [];
      while (answers.length < 5) {
        // A connection may break under a question; that one fails with the code, none gives a wrong answer.
        answers.push(await stores.facts.totals().catch((error: unknown) => error));
      }
      expect(answers.at(-1)).toEqual({ facts: 1, amount: '10.0000' });
      for (const answer of answers) if (Error.isError(answer)) expect(answer).toMatchObject(unavailable);
      await admin.close();
    }));
});

/** Stands in front of a server; while it is silent, what either side says is lost. */
async function startProxy(url: string) {
  const target = new URL(url);
  const sockets: Socket[] = [];
  const server = createServer((client) => {
    const upstream = connect(Number(target.port), target.hostname);
    client.on('data', (chunk) => proxy.silent || upstream.write(chunk));
    upstream.on('data', (chunk) => proxy.silent || client.write(chunk));
    client.on('close', () => upstream.destroy());
    sockets.push(client, upstream);
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.on('listening', resolve));
  const own = new URL(url);
  own.port = String((server.address() as AddressInfo).port);
  const proxy = {
    silent: false,
    url: own.href,
    close() {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
  return proxy;
}
