import type { Migration } from '../migration.ts';

/**
 * Into so many parts the outbox is divided by the partition key of its events. Never to be changed while events wait: two parts
 * could then hold events of one key.
 */
export const outboxBuckets = 16;

/**
 * What events need: the outbox of this part and its inbox, how often the stock of each unit has moved, and which of the
 * catalog's states the sellable units are of.
 */
export const events: Migration = {
  name: '003-events',
  async run(database, dialect) {
    const { generatedId, instant, longText, tableOptions } = dialect.columns;

    // `sent_epoch` is empty while an event is not sent, and not null, so that an index finds these in their order on every engine.
    await database.raw(
      `create table if not exists outbox (
         ${generatedId('outbox_id', { start: 1, type: 'bigint' })},
         bucket integer not null,
         event_id varchar(150) not null,
         event_type varchar(60) not null,
         partition_key varchar(200) not null,
         event ${longText} not null,
         created_at ${instant} not null,
         sent_at ${instant} null,
         sent_epoch varchar(100) not null default ''
       ) ${tableOptions({ start: 1 })}`,
    );
    await dialect.createIndexIfMissing(database, {
      name: 'idx_outbox_unsent',
      table: 'outbox',
      columns: 'sent_epoch, bucket, outbox_id',
    });
    await dialect.createIndexIfMissing(database, { name: 'idx_outbox_sent_at', table: 'outbox', columns: 'sent_at' });

    // Whoever brings events of a bucket to the bus has its row locked.
    await database.raw(
      `create table if not exists outbox_buckets (
         bucket integer not null primary key
       ) ${tableOptions()}`,
    );
    const known = new Set(await database('outbox_buckets').pluck<number[]>('bucket'));
    const missing = Array.from({ length: outboxBuckets }, (_, bucket) => ({ bucket })).filter(
      ({ bucket }) => !known.has(bucket),
    );
    if (missing.length > 0) await database('outbox_buckets').insert(missing);

    await database.raw(
      `create table if not exists inbox (
         event_id varchar(150) not null primary key,
         handled_at ${instant} not null
       ) ${tableOptions()}`,
    );

    if (!(await database.schema.hasColumn('stock_levels', 'movement'))) {
      await database.raw('alter table stock_levels add column movement integer not null default 0');
    }
    await database.raw(
      `update stock_levels set movement = (
         select count(*) from stock_movements where stock_movements.product_id = stock_levels.product_id
       ) where movement = 0`,
    );

    await database.raw(
      `create table if not exists product_revisions (
         catalog_id varchar(24) not null primary key,
         revision bigint not null
       ) ${tableOptions()}`,
    );
  },
};
