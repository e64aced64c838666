import type { Migration } from '../migration.ts';

/** What an order costs beside its lines: promotions and who used them, ways of delivery and their rates, taxes; and what each of them came to. */
export const pricing: Migration = {
  name: '007-pricing',
  async run(database, dialect) {
    const { generatedId, instant, tableOptions } = dialect.columns;
    const addColumns = async (table: string, columns: Readonly<Record<string, string>>) => {
      for (const [name, definition] of Object.entries(columns)) {
        if (await database.schema.hasColumn(table, name)) continue;
        await database.raw(`alter table ${table} add column ${name} ${definition}`);
      }
    };

    // `uses` counts only where there is a limit: there whoever orders has the row locked.
    await database.raw(
      `create table if not exists promotions (
         ${generatedId('promotion_id', { start: 1 })},
         name varchar(100) not null,
         code varchar(32) null,
         creation_key varchar(64) not null,
         kind varchar(20) not null,
         percent decimal(7, 4) null,
         amount decimal(18, 2) null,
         buy_sku varchar(40) null,
         buy_quantity integer null,
         get_sku varchar(40) null,
         get_quantity integer null,
         minimum decimal(18, 2) null,
         valid_from ${instant} not null,
         valid_until ${instant} null,
         stackable smallint not null,
         use_limit integer null,
         use_limit_per_customer integer null,
         uses integer not null default 0,
         constraint promotions_code_unique unique (code),
         constraint promotions_creation_key_unique unique (creation_key),
         constraint promotions_uses_not_negative check (uses >= 0)
       ) ${tableOptions({ start: 1 })}`,
    );
    await database.raw(
      `create table if not exists coupon_redemptions (
         promotion_id integer not null,
         order_id integer not null,
         discount_no integer not null,
         customer_id integer null,
         name varchar(100) not null,
         code varchar(32) null,
         target varchar(20) not null,
         amount decimal(18, 2) not null,
         redeemed_at ${instant} not null,
         released_at ${instant} null,
         primary key (order_id, promotion_id),
         constraint coupon_redemptions_promotion foreign key (promotion_id) references promotions (promotion_id),
         constraint coupon_redemptions_order foreign key (order_id) references orders (order_id)
       ) ${tableOptions()}`,
    );
    await dialect.createIndexIfMissing(database, {
      name: 'idx_coupon_redemptions_customer',
      table: 'coupon_redemptions',
      columns: 'promotion_id, customer_id',
    });

    await database.raw(
      `create table if not exists shipping_methods (
         method_id varchar(40) not null primary key,
         name varchar(100) not null,
         active smallint not null
       ) ${tableOptions()}`,
    );
    await database.raw(
      `create table if not exists shipping_rates (
         method_id varchar(40) not null,
         rate_no integer not null,
         country varchar(2) null,
         up_to_grams integer null,
         price decimal(14, 2) not null,
         primary key (method_id, rate_no),
         constraint shipping_rates_method foreign key (method_id) references shipping_methods (method_id),
         constraint shipping_rates_price_not_negative check (price >= 0)
       ) ${tableOptions()}`,
    );
    await database.raw(
      `create table if not exists tax_rates (
         country varchar(2) not null primary key,
         name varchar(100) not null,
         percent decimal(7, 4) not null,
         included smallint not null
       ) ${tableOptions()}`,
    );

    await database.raw(
      `create table if not exists order_addresses (
         order_id integer not null primary key,
         recipient varchar(100) not null,
         street_lines varchar(500) not null,
         city varchar(100) not null,
         postal_code varchar(20) null,
         country varchar(2) not null,
         constraint order_addresses_order foreign key (order_id) references orders (order_id)
       ) ${tableOptions()}`,
    );
    const nothing = 'decimal(18, 2) not null default 0';
    await addColumns('orders', {
      discount: nothing,
      shipping: nothing,
      tax: nothing,
      prices_include_tax: 'smallint not null default 0',
      shipping_method: 'varchar(40) null',
    });
    await addColumns('order_items', { discount: nothing, tax: nothing });
    await addColumns('products', { weight_grams: 'integer null' });
  },
};
