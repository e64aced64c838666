import { describe, expect, test } from '@jest/globals';
import { waitFor } from '@mosaico/testing';
import { connectWarehouse } from './support/connect-warehouse.ts';
import { facts } from './support/facts.ts';
import { openPostgresWarehouse, withWarehouse } from './support/warehouse.ts';

const waitingForALock = `SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted
  AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`;

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

  test('that another process makes while one waits to make them are found, also by a session that has looked before', () =>
    withWarehouse(openPostgresWarehouse, async ({ database, url }) => {
      const other = await connectWarehouse({ url, maxConnections: 1 });
      let loaded: Promise<unknown> = Promise.resolve();
      await database.transaction('point', async (ask) => {
        await ask('SELECT pg_advisory_xact_lock(7301002)');
        loaded = other.stores.facts.loadFacts(facts({ occurredAt: new Date('2012-02-29T12:00:00Z') }));
        await waitFor(async () => (await database.read('point', waitingForALock)).length > 0, {
          deadlineMs: 60_000,
          describe: 'the other to wait for the lock',
        });
        await ask(`CREATE TABLE analytics.fact_sales_2012_02 PARTITION OF analytics.fact_sales
          FOR VALUES FROM ('2012-02-01') TO ('2012-03-01')`);
      });
      expect(await loaded).toEqual({ inserted: 1, known: 0 });
      await other.close();
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
