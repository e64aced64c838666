import type { Migration } from '../migration.ts';

/** The warehouse that holds what was stocked before there were several. */
export const mainWarehouseId = 1;
const firstGenerated = mainWarehouseId + 1;

/**
 * Stock in several warehouses, promised to orders for a time: warehouses, levels by unit and warehouse, and reservations. Orders
 * that took their units off the shelf before get the reservation, sold, that they would have now.
 */
export const stock: Migration = {
  name: '005-stock',
  async run(database, dialect) {
    const { generatedId, instant, tableOptions } = dialect.columns;

    await database.raw(
      `create table if not exists warehouses (
         ${generatedId('warehouse_id', { start: firstGenerated })},
         code varchar(40) not null,
         name varchar(100) not null,
         constraint warehouses_code_unique unique (code)
       ) ${tableOptions({ start: firstGenerated })}`,
    );
    const known = await database('warehouses').pluck<number[]>('warehouse_id');
    if (!known.includes(mainWarehouseId)) {
      await database('warehouses').insert({ warehouse_id: mainWarehouseId, code: 'main', name: 'Main warehouse' });
    }

    const hasColumn = (table: string, column: string) => database.schema.hasColumn(table, column);
    if (!(await hasColumn('products', 'low_stock_threshold'))) {
      await database.raw('alter table products add column low_stock_threshold integer null');
    }
    if (!(await hasColumn('stock_movements', 'warehouse_id'))) {
      await database.raw(
        `alter table stock_movements add column warehouse_id integer not null default ${mainWarehouseId}`,
      );
    }
    if (!(await hasColumn('stock_levels', 'warehouse_id'))) {
      await database.raw(
        `alter table stock_levels add column warehouse_id integer not null default ${mainWarehouseId}`,
      );
    }
    if (!(await hasColumn('stock_levels', 'backorders_allowed'))) {
      await database.raw('alter table stock_levels add column backorders_allowed integer not null default 0');
    }
    await dialect.replacePrimaryKey(database, { table: 'stock_levels', columns: 'product_id, warehouse_id' });
    await dialect.addConstraintIfMissing(database, {
      table: 'stock_levels',
      name: 'stock_levels_warehouse',
      definition: 'foreign key (warehouse_id) references warehouses (warehouse_id)',
    });
    await dialect.addConstraintIfMissing(database, {
      table: 'stock_levels',
      name: 'stock_levels_available_not_negative',
      definition: 'check (backorders_allowed = 1 or on_hand >= reserved)',
    });

    await database.raw(
      `create table if not exists stock_reservations (
         order_id integer not null,
         product_id integer not null,
         warehouse_id integer not null,
         quantity integer not null,
         sold integer not null default 0,
         returned integer not null default 0,
         state varchar(20) not null,
         reserved_at ${instant} not null,
         expires_at ${instant} not null,
         ended_at ${instant} null,
         primary key (order_id, product_id, warehouse_id),
         constraint stock_reservations_order foreign key (order_id) references orders (order_id),
         constraint stock_reservations_quantity_positive check (quantity > 0),
         constraint stock_reservations_sold_within check (sold >= 0 and sold <= quantity),
         constraint stock_reservations_returned_within check (returned >= 0 and returned <= sold)
       ) ${tableOptions()}`,
    );
    await dialect.createIndexIfMissing(database, {
      name: 'idx_stock_reservations_state',
      table: 'stock_reservations',
      columns: 'state, expires_at',
    });
    await database.raw(
      `insert into stock_reservations
         (order_id, product_id, warehouse_id, quantity, sold, state, reserved_at, expires_at, ended_at)
       select sale.order_id, sale.product_id, sale.warehouse_id, -sum(sale.on_hand_change), -sum(sale.on_hand_change),
         'sold', min(sale.moved_at), min(sale.moved_at), min(sale.moved_at)
       from stock_movements sale
       left join stock_reservations known on known.order_id = sale.order_id
       where sale.kind = 'sale' and sale.order_id is not null and known.order_id is null
       group by sale.order_id, sale.product_id, sale.warehouse_id`,
    );
  },
};
