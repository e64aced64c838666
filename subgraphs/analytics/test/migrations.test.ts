import { expect, test } from '@jest/globals';
import { createSilentLogger } from '@mosaico/service';
import { describeOnEngines, waitFor } from '@mosaico/testing';
import { connect } from '../src/store/connection-pool.ts';
import { warehouse } from '../src/store/migrations/001-warehouse.ts';
import { migrate } from '../src/store/migrations/migrate.ts';
import { connectWarehouse } from './support/connect-warehouse.ts';
import { emptyDatabases } from './support/engines.ts';

const waitingForALock = `SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted
  AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`;

describeOnEngines('Migrations', emptyDatabases, (engine) => {
  const create = engine.prepare();

  test('run by six processes at once run once', async () => {
    const { url, drop } = await create();
    const run = () => migrate({ url, promptMs: 3_000, logger: createSilentLogger() });
    await Promise.all(Array.from({ length: 6 }, run));
    const { database, close } = await connectWarehouse({ url });
    expect(await database.read('point', 'SELECT name FROM analytics.migrations ORDER BY id')).toEqual([
      { name: '001-warehouse' },
      { name: '002-inbox' },
      { name: '003-inbox-index' },
    ]);
    expect(await database.read('point', 'SELECT count(*) AS rows FROM analytics.warehouse_state')).toEqual([
      { rows: '1' },
    ]);
    await close();
    await drop();
  });

  test('that another process holds up wait for it', async () => {
    const { url, drop } = await create();
    const { database, close } = await connectWarehouse({ url });
    const order: string[] = [];
    let prepared = Promise.resolve();
    await database.transaction('point', async (ask) => {
      await ask('SELECT pg_advisory_xact_lock(7301001)');
      const other = migrate({ url, promptMs: 3_000, logger: createSilentLogger() });
      prepared = other.then(() => void order.push('prepared'));
      await waitFor(async () => (await database.read('point', waitingForALock)).length > 0, {
        deadlineMs: 60_000,
        describe: 'the other to wait for the lock',
      });
      order.push('released');
    });
    await prepared;
    expect(order).toEqual(['released', 'prepared']);
    await close();
    await drop();
  });

  test('of a warehouse from before there were events keep its facts, and find the sale of a cancelled order', async () => {
    const { url, drop } = await create();
    await migrateToWarehouse(url);
    const { stores, database, close } = await connectWarehouse({ url });
    expect(await stores.facts.totals()).toEqual({ facts: 1, amount: '30.0000' });
    await stores.inbox.orderCancelled('e1', { orderId: '5', at: new Date('2011-04-02T12:00:00.000Z') });
    expect(await stores.facts.totals()).toEqual({ facts: 2, amount: '0.0000' });
    const indexed = `SELECT count(*) AS partitions FROM pg_index JOIN pg_class ON oid = indrelid
      WHERE relname LIKE 'fact_sales_%' AND indisvalid AND pg_get_indexdef(indexrelid) LIKE '%(order_id)'`;
    expect(await database.read('point', indexed)).toEqual([{ partitions: '2' }]);
    await close();
    await drop();
  });
});

/** Runs the first migration alone, and stores three mugs that order 5 bought in March 2011. */
async function migrateToWarehouse(url: string): Promise<void> {
  const name = '001-warehouse';
  const migrationSource = {
    getMigrations: () => Promise.resolve([name]),
    getMigrationName: () => name,
    getMigration: () => Promise.resolve(warehouse),
  };
  const knex = connect({ url, maxConnections: 1, promptMs: 3_000, logger: createSilentLogger() });
  await knex.transaction(async (transaction) => {
    await transaction.raw('CREATE SCHEMA analytics');
    await transaction.migrate.latest({ migrationSource, schemaName: 'analytics', tableName: 'migrations' });
    await transaction.raw(`CREATE TABLE analytics.fact_sales_2011_03 PARTITION OF analytics.fact_sales
      FOR VALUES FROM ('2011-03-01') TO ('2011-04-01')`);
    await transaction.raw(`INSERT INTO analytics.fact_sales
      (source, source_line, kind, occurred_at, occurred_on, invoice, order_id, sku, quantity, unit_price)
      VALUES ('seed', 1, 'sale', '2011-03-07T12:00:00Z', '2011-03-07', 'M-5', '5', 'MUG', 3, 10)`);
  });
  await knex.destroy();
}
