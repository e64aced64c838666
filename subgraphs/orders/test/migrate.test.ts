import { expect, test } from '@jest/globals';
import { createSilentLogger } from '@mosaico/service';
import { connect } from '../src/store/connect.ts';
import { migrate } from '../src/store/migrate.ts';
import { describeOnEveryEngine, type TestShop } from './engines.ts';
import { anOrder, aSellable } from './records.ts';
import { waitUntilBlocked } from './wait-until-blocked.ts';

const logger = createSilentLogger();
const tables = [
  'order_return_lines',
  'order_returns',
  'parcel_lines',
  'parcels',
  'coupon_redemptions',
  'promotions',
  'shipping_rates',
  'shipping_methods',
  'tax_rates',
  'order_addresses',
  'refunds',
  'payments',
  'sandbox_payments',
  'sandbox_operations',
  'saga_steps',
  'sagas',
  'stock_reservations',
  'stock_movements',
  'stock_levels',
  'warehouses',
  'idempotency_keys',
  'order_status_history',
  'order_items',
  'orders',
  'products',
  'roles',
  'customer_addresses',
  'refresh_tokens',
  'login_sessions',
  'mail_tokens',
  'mail_outbox',
  'login_attempts',
  'customers',
  'schema_migrations',
  'replication_heartbeat',
  'outbox',
  'outbox_buckets',
  'inbox',
  'product_revisions',
];
const all = [
  '001-initial',
  '002-replication-heartbeat',
  '003-events',
  '004-payments',
  '005-stock',
  '006-sagas',
  '007-pricing',
  '008-customers',
  '010-parcels-returns',
  '011-stock-actors',
  '012-inbox-index',
];

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
    for (const table of tables.slice(0, tables.indexOf('customers') + 1))
      await database.knex.raw(`drop table ${table}`);
    await database.knex('schema_migrations').delete();

    expect(await migrate({ url, logger })).toEqual(all);
    expect(await stores.counts()).toEqual({ customers: 0, sellables: 0, movements: 0, orders: 0, items: 0 });
  });

  test('of a shop that had no events yet counts the movements of its stock', async () => {
    const { url, database, stores } = shop();
    const { knex } = database;
    const at = new Date();
    await stores.stock.upsert([aSellable({ sku: 'MUG-1', onHand: 10 }), aSellable({ sku: 'CUP-1', onHand: 0 })], {
      at,
    });
    const [mug] = await knex('products').where({ sku: 'MUG-1' }).pluck<number[]>('product_id');
    const sale = { product_id: mug, kind: 'sale', on_hand_change: -1, reserved_change: 0, moved_at: at };
    await knex('stock_movements').insert([sale, sale]);
    for (const table of ['outbox', 'outbox_buckets', 'inbox', 'product_revisions']) {
      await knex.raw(`drop table ${table}`);
    }
    await knex.raw('alter table stock_levels drop column movement');
    await knex('schema_migrations').where({ name: '003-events' }).delete();

    expect(await migrate({ url, logger })).toEqual(['003-events']);
    const levels = await knex('stock_levels')
      .join('products', 'products.product_id', 'stock_levels.product_id')
      .orderBy('sku')
      .select<{ sku: string; movement: number }[]>('sku', 'movement');
    expect(levels.map(({ sku, movement }) => `${sku} ${movement}`)).toEqual(['CUP-1 0', 'MUG-1 3']);
    expect(await knex('outbox_buckets').orderBy('bucket').pluck('bucket')).toHaveLength(16);
  });

  test('of a shop whose orders took their units off the shelf knows what each of them took', async () => {
    const { url, database, stores } = shop();
    const { knex } = database;
    const at = new Date('2026-02-03T04:05:06.789Z');
    await stores.stock.upsert([aSellable({ sku: 'MUG-1', onHand: 10 })], { at });
    await stores.orders.addMissing([anOrder({ id: '7' }), anOrder({ id: '8' })]);
    const [mug] = await knex('products').pluck<number[]>('product_id');
    const sale = { product_id: mug, kind: 'sale', reserved_change: 0, order_id: 7, moved_at: at };
    await knex('stock_movements').insert([
      { ...sale, on_hand_change: -1 },
      { ...sale, on_hand_change: -2 },
    ]);
    await knex.raw('drop table stock_reservations');
    const rerun = () => knex('schema_migrations').where({ name: '005-stock' }).delete();
    await rerun();

    expect(await migrate({ url, logger })).toEqual(['005-stock']);
    await rerun();
    expect(await migrate({ url, logger })).toEqual(['005-stock']);
    expect(await knex('stock_reservations').select()).toEqual([
      {
        ...{ order_id: 7, product_id: mug, warehouse_id: 1, quantity: 3, sold: 3, returned: 0, state: 'sold' },
        ...{ reserved_at: at, expires_at: at, ended_at: at },
      },
    ]);
    expect(await knex('warehouses').select('warehouse_id', 'code')).toEqual([{ warehouse_id: 1, code: 'main' }]);
  });

  test('has the indexes that pages, categories, the outbox and the inbox are read by', async () => {
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
      expect.arrayContaining([
        'idx_orders_customer',
        'idx_products_category',
        'idx_products_catalog',
        'idx_outbox_unsent',
        'idx_outbox_sent_at',
        'idx_inbox_handled_at',
        'idx_stock_reservations_state',
      ]),
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
