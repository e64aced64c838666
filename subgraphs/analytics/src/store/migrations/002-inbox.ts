import type { Knex } from 'knex';

/**
 * What the warehouse needs to hear events.
 *
 * - `inbox` holds the id of each event that was handled, written by the transaction of its effect.
 * - `waiting_reversals` holds the cancellations and refunds of orders whose sale is not there: it may come later.
 * - `catalog_products` holds what the catalog last said of each product, so that an older state never replaces a newer one.
 * - `idx_sales_order` finds the sale that is cancelled or refunded.
 */
const statements = [
  `CREATE TABLE analytics.inbox (
    event_id text COLLATE "C" PRIMARY KEY,
    handled_at timestamptz(3) NOT NULL DEFAULT now()
  )`,
  `CREATE TABLE analytics.waiting_reversals (
    order_id text COLLATE "C" NOT NULL,
    refund_id text COLLATE "C",
    amount numeric(20, 4),
    occurred_at timestamptz(3) NOT NULL,
    CONSTRAINT waiting_reversals_refund CHECK ((refund_id IS NULL) = (amount IS NULL))
  )`,
  `CREATE INDEX idx_waiting_reversals ON analytics.waiting_reversals (order_id)`,
  `CREATE TABLE analytics.catalog_products (
    catalog_id text COLLATE "C" PRIMARY KEY,
    revision bigint NOT NULL,
    status text COLLATE "C" NOT NULL CHECK (status IN ('active', 'archived', 'deleted'))
  )`,
];

export const inbox: Knex.Migration = {
  async up(knex) {
    for (const statement of statements) await knex.raw(statement);
    // Month by month, since a statement of a migration has little time; the last one only brings them together.
    const { rows } = await knex.raw<{ rows: { partition: string }[] }>(
      `SELECT relname AS partition FROM pg_catalog.pg_inherits JOIN pg_catalog.pg_class ON oid = inhrelid
       WHERE inhparent = CAST('analytics.fact_sales' AS regclass) ORDER BY relname`,
    );
    for (const { partition } of rows) await knex.raw(`CREATE INDEX ON analytics.${partition} (order_id)`);
    await knex.raw('CREATE INDEX idx_sales_order ON analytics.fact_sales (order_id)');
  },
  down() {
    return Promise.reject(new Error('What was heard of events is not forgotten by a migration.'));
  },
};
