import type { Migration } from '../migration.ts';

/**
 * Ids that the shop gives out at run time begin here; below are those of imports and of the seeded shop, which bring their
 * own, so that the two never meet.
 */
export const firstGeneratedId = 100_000_001;

/** Customers, sellable units and their stock, orders. Foreign keys stand apart from their columns: beside one, MySQL reads over them. */
export const initial: Migration = {
  name: '001-initial',
  async run(database, dialect) {
    const { generatedId, instant, tableOptions } = dialect.columns;

    await database.raw(
      `create table if not exists customers (
         ${generatedId('customer_id', { start: firstGeneratedId })},
         email varchar(254) null,
         name varchar(100) not null,
         password_hash varchar(255) null,
         created_at ${instant} not null,
         constraint customers_email_unique unique (email)
       ) ${tableOptions({ start: firstGeneratedId })}`,
    );
    await database.raw(
      `create table if not exists customer_addresses (
         customer_id integer not null,
         address_no integer not null,
         recipient varchar(100) not null,
         street_lines varchar(500) not null,
         city varchar(100) not null,
         postal_code varchar(20) null,
         country varchar(2) not null,
         primary key (customer_id, address_no),
         constraint customer_addresses_customer foreign key (customer_id) references customers (customer_id)
       ) ${tableOptions()}`,
    );
    await database.raw(
      `create table if not exists roles (
         customer_id integer not null,
         role varchar(20) not null,
         primary key (customer_id, role),
         constraint roles_customer foreign key (customer_id) references customers (customer_id)
       ) ${tableOptions()}`,
    );

    await database.raw(
      `create table if not exists products (
         ${generatedId('product_id', { start: 1 })},
         sku varchar(40) not null,
         catalog_id varchar(24) not null,
         category_id varchar(64) null,
         name varchar(255) not null,
         status varchar(20) not null,
         price decimal(14, 4) not null,
         constraint products_sku_unique unique (sku),
         constraint products_price_not_negative check (price >= 0)
       ) ${tableOptions()}`,
    );
    await dialect.createIndexIfMissing(database, {
      name: 'idx_products_category',
      table: 'products',
      columns: 'category_id, status',
    });
    await dialect.createIndexIfMissing(database, {
      name: 'idx_products_catalog',
      table: 'products',
      columns: 'catalog_id',
    });

    await database.raw(
      `create table if not exists orders (
         ${generatedId('order_id', { start: firstGeneratedId })},
         order_number varchar(20) null,
         customer_id integer null,
         status varchar(20) not null,
         currency varchar(3) not null,
         subtotal decimal(18, 2) not null,
         total decimal(18, 2) not null,
         placed_at ${instant} not null,
         constraint orders_number_unique unique (order_number),
         constraint orders_customer foreign key (customer_id) references customers (customer_id)
       ) ${tableOptions({ start: firstGeneratedId })}`,
    );
    await dialect.createIndexIfMissing(database, {
      name: 'idx_orders_customer',
      table: 'orders',
      columns: 'customer_id, placed_at, order_id',
    });
    await database.raw(
      `create table if not exists order_items (
         order_id integer not null,
         line_no integer not null,
         sku varchar(40) not null,
         name varchar(255) not null,
         quantity integer not null,
         unit_price decimal(14, 4) not null,
         line_total decimal(18, 2) not null,
         primary key (order_id, line_no),
         constraint order_items_order foreign key (order_id) references orders (order_id),
         constraint order_items_quantity_positive check (quantity > 0)
       ) ${tableOptions()}`,
    );
    await database.raw(
      `create table if not exists order_status_history (
         order_id integer not null,
         step_no integer not null,
         status varchar(20) not null,
         reason varchar(200) null,
         changed_at ${instant} not null,
         primary key (order_id, step_no),
         constraint order_status_history_order foreign key (order_id) references orders (order_id)
       ) ${tableOptions()}`,
    );
    await database.raw(
      `create table if not exists idempotency_keys (
         scope varchar(40) not null,
         idempotency_key varchar(64) not null,
         fingerprint varchar(64) not null,
         order_id integer null,
         created_at ${instant} not null,
         primary key (scope, idempotency_key),
         constraint idempotency_keys_order foreign key (order_id) references orders (order_id)
       ) ${tableOptions()}`,
    );

    await database.raw(
      `create table if not exists stock_levels (
         product_id integer not null primary key,
         on_hand integer not null,
         reserved integer not null,
         constraint stock_levels_product foreign key (product_id) references products (product_id),
         constraint stock_levels_on_hand_not_negative check (on_hand >= 0),
         constraint stock_levels_reserved_not_negative check (reserved >= 0)
       ) ${tableOptions()}`,
    );
    await database.raw(
      `create table if not exists stock_movements (
         ${generatedId('movement_id', { start: 1, type: 'bigint' })},
         product_id integer not null,
         kind varchar(20) not null,
         on_hand_change integer not null,
         reserved_change integer not null,
         order_id integer null,
         reason varchar(200) null,
         moved_at ${instant} not null,
         constraint stock_movements_product foreign key (product_id) references products (product_id),
         constraint stock_movements_order foreign key (order_id) references orders (order_id)
       ) ${tableOptions()}`,
    );
    await dialect.createIndexIfMissing(database, {
      name: 'idx_stock_movements_product',
      table: 'stock_movements',
      columns: 'product_id, movement_id',
    });
    await dialect.createIndexIfMissing(database, {
      name: 'idx_stock_movements_order',
      table: 'stock_movements',
      columns: 'order_id',
    });
  },
};
