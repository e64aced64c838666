import type { Knex } from 'knex';

/**
 * The warehouse.
 *
 * - `fact_sales` is partitioned by the month of `occurred_on`, the UTC day of the fact. It has no default partition: who loads
 *   facts makes their months first, so a fact without a partition is a fault to refuse, and rows that had piled up in a
 *   default partition would stand in the way of ever making their month.
 * - `fact_identities` makes a fact be there once. A unique index of a partitioned table would have to include the day, and
 *   so would let the same line of a source in again under another day.
 * - `agg_invoice_days` sums the sales and the returns of an invoice, a day and a customer, and moves in the transaction that adds
 *   their facts. It is some twenty times smaller than the facts and answers whatever does not ask for products.
 * - `warehouse_state` counts the transactions that added facts, in those same transactions: what was computed from the facts
 *   says under which version, and is out of date when the version has moved.
 * - `customer_rfm` is the latest computation of the customers' scores, as of any day that no fact of then is after.
 */
const statements = [
  `CREATE TABLE analytics.fact_sales (
    source text COLLATE "C" NOT NULL,
    source_line bigint NOT NULL,
    kind text COLLATE "C" NOT NULL CHECK (kind IN ('sale', 'return', 'adjustment')),
    occurred_at timestamptz(3) NOT NULL,
    occurred_on date NOT NULL,
    invoice text COLLATE "C" NOT NULL,
    order_id text COLLATE "C",
    sku text COLLATE "C" NOT NULL,
    catalog_id text COLLATE "C",
    customer_id bigint,
    country text,
    quantity integer NOT NULL,
    unit_price numeric(14, 4) NOT NULL,
    amount numeric(24, 4) NOT NULL GENERATED ALWAYS AS (quantity * unit_price) STORED,
    CONSTRAINT fact_sales_day CHECK (occurred_on = CAST(occurred_at AT TIME ZONE 'UTC' AS date)),
    CONSTRAINT fact_sales_sale CHECK (kind <> 'sale' OR (quantity > 0 AND unit_price >= 0)),
    CONSTRAINT fact_sales_return CHECK (kind <> 'return' OR (quantity < 0 AND unit_price >= 0))
  ) PARTITION BY RANGE (occurred_on)`,
  `CREATE INDEX idx_sales_date ON analytics.fact_sales (occurred_on)`,
  `CREATE INDEX idx_sales_product ON analytics.fact_sales (catalog_id, occurred_on) INCLUDE (invoice, quantity, amount)
    WHERE kind = 'sale' AND catalog_id IS NOT NULL`,
  `CREATE TABLE analytics.fact_identities (
    source text COLLATE "C" NOT NULL,
    source_line bigint NOT NULL,
    PRIMARY KEY (source, source_line)
  )`,
  `CREATE TABLE analytics.agg_invoice_days (
    occurred_on date NOT NULL,
    kind text COLLATE "C" NOT NULL CHECK (kind IN ('sale', 'return')),
    invoice text COLLATE "C" NOT NULL,
    customer_id bigint,
    units bigint NOT NULL,
    amount numeric(28, 4) NOT NULL
  )`,
  `CREATE UNIQUE INDEX idx_invoice_days ON analytics.agg_invoice_days
    (invoice, occurred_on, kind, coalesce(customer_id, 0))`,
  `CREATE INDEX idx_invoice_days_date ON analytics.agg_invoice_days (occurred_on)`,
  `CREATE INDEX idx_invoice_days_customer ON analytics.agg_invoice_days (customer_id)
    INCLUDE (kind, amount) WHERE customer_id IS NOT NULL`,
  `CREATE TABLE analytics.dim_customers (
    customer_id bigint PRIMARY KEY,
    country text,
    first_seen_at timestamptz(3) NOT NULL
  )`,
  `CREATE TABLE analytics.dim_products (
    sku text COLLATE "C" PRIMARY KEY,
    name text NOT NULL,
    catalog_id text COLLATE "C",
    category_id text COLLATE "C"
  )`,
  `CREATE INDEX idx_products_catalog ON analytics.dim_products (catalog_id)`,
  `CREATE TABLE analytics.dim_dates (
    day date PRIMARY KEY,
    year smallint NOT NULL,
    quarter smallint NOT NULL,
    month smallint NOT NULL,
    iso_year smallint NOT NULL,
    iso_week smallint NOT NULL,
    iso_weekday smallint NOT NULL
  )`,
  `CREATE TABLE analytics.warehouse_state (
    singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton),
    facts_version bigint NOT NULL,
    last_fact_on date
  )`,
  `INSERT INTO analytics.warehouse_state (facts_version) VALUES (0)`,
  `CREATE TABLE analytics.customer_rfm (
    customer_id bigint PRIMARY KEY,
    last_sale_on date NOT NULL,
    frequency integer NOT NULL,
    monetary numeric(28, 4) NOT NULL,
    recency_score smallint NOT NULL CHECK (recency_score BETWEEN 1 AND 5),
    frequency_score smallint NOT NULL CHECK (frequency_score BETWEEN 1 AND 5),
    monetary_score smallint NOT NULL CHECK (monetary_score BETWEEN 1 AND 5)
  )`,
  `CREATE INDEX idx_customer_segment ON analytics.customer_rfm (recency_score, frequency_score, monetary_score)`,
  `CREATE TABLE analytics.customer_rfm_state (
    singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton),
    facts_version bigint NOT NULL,
    last_fact_on date
  )`,
  `INSERT INTO analytics.customer_rfm_state (facts_version) VALUES (0)`,
];

export const warehouse: Knex.Migration = {
  async up(knex) {
    for (const statement of statements) await knex.raw(statement);
  },
  down() {
    return Promise.reject(
      new Error('The warehouse is not taken down by a migration: drop the schema analytics yourself.'),
    );
  },
};
