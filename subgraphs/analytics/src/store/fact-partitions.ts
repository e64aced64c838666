import { addMonths } from '../domain/calendar.ts';
import type { Ask } from './connection-pool.ts';
import type { Database } from './database.ts';

/** The key of the advisory lock; arbitrary, but the same in every release. */
const partitionLock = 7_301_002;

/**
 * Makes the partitions of months (`2011-03`) that are not there, and the days of those months in `dim_dates`. Several at
 * once are harmless: they take turns, and each looks again. In a transaction of its own, so that nobody who reads or loads
 * waits for more than the moment it takes; a partition left empty by a killed loader is as good as any.
 */
export async function ensurePartitions(database: Database, months: readonly string[]): Promise<void> {
  if ((await missingMonths((sql, bindings) => database.read('point', sql, bindings), months)).length === 0) return;
  await database.transaction('load', async (ask) => {
    await ask(`SELECT pg_advisory_xact_lock(${partitionLock})`);
    for (const month of await missingMonths(ask, months)) await makePartition(ask, month);
  });
}

/**
 * Reads the catalog as a table: `to_regclass` would answer from what the session remembers, which a wait for the lock above does
 * not bring up to date, and tell that a month is missing which somebody made meanwhile.
 */
async function missingMonths(ask: Ask, months: readonly string[]): Promise<string[]> {
  const rows = await ask<{ month: string }>(
    `/* missingMonths */
     SELECT month FROM unnest(CAST(:months AS text[])) AS month
     WHERE NOT EXISTS (
       SELECT FROM pg_catalog.pg_class JOIN pg_catalog.pg_namespace ON pg_namespace.oid = relnamespace
       WHERE nspname = 'analytics' AND relname = 'fact_sales_' || replace(month, '-', '_')
     ) ORDER BY month`,
    { months },
  );
  return rows.map((row) => row.month);
}

/**
 * The table is made alone and then attached: that locks out only other changes of the schema, where CREATE TABLE …
 * PARTITION OF would wait for every report that runs, and have every other reader wait behind it.
 */
async function makePartition(ask: Ask, month: string): Promise<void> {
  const partition = `analytics.fact_sales_${month.replace('-', '_')}`;
  const [start, end] = [`${month}-01`, `${addMonths(month, 1)}-01`];
  await ask(`CREATE TABLE ${partition}
    (LIKE analytics.fact_sales INCLUDING DEFAULTS INCLUDING GENERATED INCLUDING CONSTRAINTS)`);
  await ask(
    `ALTER TABLE analytics.fact_sales ATTACH PARTITION ${partition} FOR VALUES FROM ('${start}') TO ('${end}')`,
  );
  await ask(
    `/* addDates */
     INSERT INTO analytics.dim_dates (day, year, quarter, month, iso_year, iso_week, iso_weekday)
     SELECT day, extract(year FROM day), extract(quarter FROM day), extract(month FROM day),
            extract(isoyear FROM day), extract(week FROM day), extract(isodow FROM day)
     FROM (SELECT CAST(:start AS date) + n AS day
           FROM generate_series(0, CAST(:end AS date) - CAST(:start AS date) - 1) AS n) AS days
     ON CONFLICT DO NOTHING`,
    { start, end },
  );
}
