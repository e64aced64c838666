import type { Database } from './database.ts';
import type { DayRange, SalesStore } from './sales-store.ts';

/** Facts of the bound days. A bound known when the statement is planned leaves all other partitions out. */
const inRange = `occurred_on >= coalesce(CAST(:from AS date), '-infinity') AND occurred_on <= coalesce(CAST(:to AS date), 'infinity')`;

/** The sales in PostgreSQL. Numbers arrive as text, so that amounts stay exact. */
export function createPostgresSalesStore(database: Database): SalesStore {
  return {
    async salesByPeriod({ from, to, unit }) {
      const rows = await database.read<PeriodRow>(
        'report',
        `/* salesByPeriod */
         SELECT CAST(start AS text) AS start, sum(gross) AS gross, sum(returns) AS returns,
                sum(gross) - sum(returns) AS net, count(*) FILTER (WHERE units > 0) AS orders, sum(units) AS units
         FROM (
           SELECT CAST(date_trunc(:unit, CAST(occurred_on AS timestamp)) AS date) AS start, invoice,
                  coalesce(sum(amount) FILTER (WHERE kind = 'sale'), 0) AS gross,
                  coalesce(-sum(amount) FILTER (WHERE kind = 'return'), 0) AS returns,
                  coalesce(sum(units) FILTER (WHERE kind = 'sale'), 0) AS units
           FROM analytics.agg_invoice_days
           WHERE ${inRange}
           GROUP BY start, invoice
         ) AS invoices
         GROUP BY start ORDER BY start`,
        { from, to, unit },
      );
      return rows.map((row) => ({ ...row, orders: Number(row.orders), units: Number(row.units) }));
    },

    async topProducts({ from, to, by, limit }) {
      const [first, second] = by === 'revenue' ? ['revenue', 'units'] : ['units', 'revenue'];
      const rows = await database.read<RankedRow>(
        'report',
        `/* topProducts */
         SELECT sku, coalesce(name, sku) AS name, catalog_id AS "catalogId", units, revenue
         FROM (
           SELECT sku, sum(quantity) AS units, sum(amount) AS revenue
           FROM analytics.fact_sales
           WHERE kind = 'sale' AND ${inRange}
           GROUP BY sku ORDER BY ${first} DESC, ${second} DESC, sku LIMIT :limit
         ) AS best
         LEFT JOIN analytics.dim_products USING (sku)
         ORDER BY ${first} DESC, ${second} DESC, sku`,
        { from, to, limit },
      );
      return rows.map((row) => ({ ...row, units: Number(row.units) }));
    },

    async salesOfProducts(catalogIds, range: DayRange) {
      const rows = await database.read<ProductRow>(
        'point',
        `/* salesOfProducts */
         SELECT catalog_id AS "catalogId", sum(quantity) AS units, count(DISTINCT invoice) AS orders, sum(amount) AS revenue
         FROM analytics.fact_sales
         WHERE kind = 'sale' AND catalog_id = ANY (CAST(:catalogIds AS text[])) AND ${inRange}
         GROUP BY catalog_id`,
        { catalogIds, from: range.from, to: range.to },
      );
      return rows.map((row) => ({ ...row, units: Number(row.units), orders: Number(row.orders) }));
    },
  };
}

interface PeriodRow {
  start: string;
  gross: string;
  returns: string;
  net: string;
  orders: string;
  units: string;
}

interface RankedRow {
  sku: string;
  name: string;
  catalogId: string | null;
  units: string;
  revenue: string;
}

interface ProductRow {
  catalogId: string;
  units: string;
  orders: string;
  revenue: string;
}
