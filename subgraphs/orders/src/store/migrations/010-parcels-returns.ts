import type { Migration } from '../migration.ts';

/** What has left the warehouse, and what comes back: each a row that its client's key makes once, with lines of its own. */
export const parcelsAndReturns: Migration = {
  name: '010-parcels-returns',
  async run(database, dialect) {
    const { generatedId, instant, tableOptions } = dialect.columns;

    await database.raw(
      `create table if not exists parcels (
         ${generatedId('parcel_id', { start: 1 })},
         order_id integer not null,
         parcel_key varchar(100) not null,
         fingerprint varchar(64) not null,
         carrier varchar(60) not null,
         tracking_code varchar(100) null,
         actor varchar(40) not null,
         shipped_at ${instant} not null,
         delivered_at ${instant} null,
         constraint parcels_key_unique unique (parcel_key),
         constraint parcels_order foreign key (order_id) references orders (order_id)
       ) ${tableOptions({ start: 1 })}`,
    );
    await dialect.createIndexIfMissing(database, {
      name: 'idx_parcels_order',
      table: 'parcels',
      columns: 'order_id, parcel_id',
    });
    await database.raw(
      `create table if not exists parcel_lines (
         parcel_id integer not null,
         sku varchar(40) not null,
         quantity integer not null,
         primary key (parcel_id, sku),
         constraint parcel_lines_parcel foreign key (parcel_id) references parcels (parcel_id),
         constraint parcel_lines_quantity_positive check (quantity > 0)
       ) ${tableOptions()}`,
    );

    await database.raw(
      `create table if not exists order_returns (
         ${generatedId('return_id', { start: 1 })},
         order_id integer not null,
         return_key varchar(100) not null,
         fingerprint varchar(64) not null,
         reason varchar(200) not null,
         actor varchar(40) not null,
         requested_at ${instant} not null,
         received_at ${instant} null,
         restocked integer null,
         refund_id integer null,
         constraint order_returns_key_unique unique (return_key),
         constraint order_returns_order foreign key (order_id) references orders (order_id),
         constraint order_returns_refund foreign key (refund_id) references refunds (refund_id)
       ) ${tableOptions({ start: 1 })}`,
    );
    await dialect.createIndexIfMissing(database, {
      name: 'idx_order_returns_order',
      table: 'order_returns',
      columns: 'order_id, return_id',
    });
    await database.raw(
      `create table if not exists order_return_lines (
         return_id integer not null,
         sku varchar(40) not null,
         quantity integer not null,
         primary key (return_id, sku),
         constraint order_return_lines_return foreign key (return_id) references order_returns (return_id),
         constraint order_return_lines_quantity_positive check (quantity > 0)
       ) ${tableOptions()}`,
    );
  },
};
