import type { Migration } from '../migration.ts';

/**
 * Payments and refunds, each a row that is written before the provider is asked; and what the sandbox, a provider that is made
 * up, knows: tables of its own that it alone reads and writes, on connections of its own, as another company's would be.
 */
export const payments: Migration = {
  name: '004-payments',
  async run(database, dialect) {
    const { generatedId, instant, tableOptions } = dialect.columns;

    // `ask_at` is when the provider is to be asked next; null for what is settled. Whoever asks moves it on first: a lease.
    await database.raw(
      `create table if not exists payments (
         ${generatedId('payment_id', { start: 1 })},
         order_id integer not null,
         payment_key varchar(90) not null,
         provider varchar(20) not null,
         method varchar(100) not null,
         amount decimal(18, 2) not null,
         currency varchar(3) not null,
         status varchar(20) not null,
         reference varchar(100) null,
         decline_code varchar(40) null,
         redirect_url varchar(500) null,
         started_at ${instant} not null,
         changed_at ${instant} not null,
         ask_at ${instant} null,
         constraint payments_key_unique unique (payment_key),
         constraint payments_order foreign key (order_id) references orders (order_id),
         constraint payments_amount_positive check (amount > 0)
       ) ${tableOptions({ start: 1 })}`,
    );
    await dialect.createIndexIfMissing(database, {
      name: 'idx_payments_order',
      table: 'payments',
      columns: 'order_id, payment_id',
    });
    await dialect.createIndexIfMissing(database, {
      name: 'idx_payments_reference',
      table: 'payments',
      columns: 'reference',
    });
    await dialect.createIndexIfMissing(database, { name: 'idx_payments_ask', table: 'payments', columns: 'ask_at' });

    await database.raw(
      `create table if not exists refunds (
         ${generatedId('refund_id', { start: 1 })},
         order_id integer not null,
         payment_id integer not null,
         refund_key varchar(150) not null,
         amount decimal(18, 2) not null,
         currency varchar(3) not null,
         status varchar(20) not null,
         reason varchar(200) not null,
         actor varchar(40) not null,
         reference varchar(100) null,
         decline_code varchar(40) null,
         requested_at ${instant} not null,
         changed_at ${instant} not null,
         ask_at ${instant} null,
         constraint refunds_key_unique unique (refund_key),
         constraint refunds_order foreign key (order_id) references orders (order_id),
         constraint refunds_payment foreign key (payment_id) references payments (payment_id),
         constraint refunds_amount_positive check (amount > 0)
       ) ${tableOptions({ start: 1 })}`,
    );
    await dialect.createIndexIfMissing(database, {
      name: 'idx_refunds_order',
      table: 'refunds',
      columns: 'order_id, refund_id',
    });
    await dialect.createIndexIfMissing(database, {
      name: 'idx_refunds_payment',
      table: 'refunds',
      columns: 'payment_id',
    });
    await dialect.createIndexIfMissing(database, { name: 'idx_refunds_ask', table: 'refunds', columns: 'ask_at' });

    await database.raw(
      `create table if not exists sandbox_payments (
         reference varchar(100) not null primary key,
         payment_key varchar(150) not null,
         order_id varchar(40) not null,
         method varchar(100) not null,
         amount decimal(18, 2) not null,
         currency varchar(3) not null,
         state varchar(20) not null,
         decline_code varchar(40) null,
         refunded decimal(18, 2) not null,
         made_at ${instant} not null,
         constraint sandbox_payments_key_unique unique (payment_key)
       ) ${tableOptions()}`,
    );
    await database.raw(
      `create table if not exists sandbox_operations (
         operation_key varchar(150) not null primary key,
         request varchar(500) not null,
         reference varchar(100) null,
         answer varchar(1000) null,
         made_at ${instant} not null
       ) ${tableOptions()}`,
    );
  },
};
