import { expect, test } from '@jest/globals';
import { createSilentLogger } from '@mosaico/service';
import { connect } from '../src/store/connect.ts';
import { migrate } from '../src/store/migrate.ts';
import { describeOnEveryEngine, type TestShop } from './engines.ts';
import { waitUntilBlocked } from './wait-until-blocked.ts';

const logger = createSilentLogger();
const tables = [
  'stock_movements',
  'stock_levels',
  'idempotency_keys',
  'order_status_history',
  'order_items',
  'orders',
  'products',
  'roles',
  'customer_addresses',
  'customers',
  'schema_migrations',
  'replication_heartbeat',
  'outbox',
  'outbox_buckets',
  'inbox',
  'product_revisions',
];
const all = ['001-initial', '002-replication-heartbeat', '003-events'];

describeOnEveryEngine('the schema', (shop: () => TestShop) => {
  test('is migrated by one of several processes that start at once, and by none that start later', async () => {
    const { url, database } = shop();
    for (const table of tables) await database.knex.raw(`drop table ${table}`);

    const ran = await Promise.all([1, 2, 3, 4].map(() => migrate({ url, logger })));
    expect(ran.flat()).toEqual(all);
    expect(await migrate({ url, logger })).toEqual([]);
  });

  test('is completed by the next start when a migration was killed in its middle', async () => {
    const { url, database, stores } = shop();
    for (const table of tables.slice(0, 5)) await database.knex.raw(`drop table ${table}`);
    await database.knex('schema_migrations').delete();

    expect(await migrate({ url, logger })).toEqual(all);
    expect(await stores.counts()).toEqual({ customers: 0, sellables: 0, movements: 0, orders: 0, items: 0 });
  });

  test('has the indexes that pages and categories are read by', async () => {
    const { database } = shop();
    const rows =
      database.dialect.name === 'postgres'
        ? await database.knex('pg_indexes').pluck<string[]>('indexname')
        : (
            (await database.knex.raw(
              'select distinct index_name as name from information_schema.statistics where table_schema = database()',
            )) as [{ name: string }[]]
          )[0].map(({ name }) => name);
    expect(rows).toEqual(
      expect.arrayContaining(['idx_orders_customer', 'idx_products_category', 'idx_products_catalog']),
    );
  });

  test('waits for the lock of a process that is migrating', async () => {
    const { url } = shop();
    const other = connect({ url, logger, maxConnections: 1 });
    await other.dialect.takeSessionLock(other.knex, 'mosaico_orders_migrations');
    let migrated = false;
    const second = migrate({ url, logger }).then(() => (migrated = true));
    try {
      await waitUntilBlocked(shop().database);
      expect(migrated).toBe(false);
    } finally {
      await other.knex.destroy();
    }
    expect(await second).toBe(true);
  });
});
