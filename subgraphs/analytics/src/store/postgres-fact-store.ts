import { monthOf, dayOf } from '../domain/calendar.ts';
import { checkCustomers, checkFacts, checkProducts } from './checked-records.ts';
import type { Database } from './database.ts';
import { ensurePartitions } from './fact-partitions.ts';
import type { FactStore } from './fact-store.ts';
import { insertFacts } from './insert-facts.ts';
import type { CustomerScoring } from './postgres-customer-scoring.ts';

/** Records in a transaction. Smaller batches were slower; copying into a temporary table instead, twice as slow. */
const batchSize = 10_000;

/** The warehouse's facts and dimensions in PostgreSQL. */
export function createPostgresFactStore(options: { database: Database; scoring: CustomerScoring }): FactStore {
  const { database, scoring } = options;
  return {
    async loadFacts(facts) {
      checkFacts(facts);
      await ensurePartitions(database, [...new Set(facts.map(({ occurredAt }) => monthOf(dayOf(occurredAt))))]);
      let inserted = 0;
      for (const batch of batchesOf(firstOfEach(facts, ({ source, sourceLine }) => `${source}\n${sourceLine}`))) {
        inserted += await database.transaction('load', (ask) => insertFacts(ask, batch));
      }
      return { inserted, known: facts.length - inserted };
    },

    async upsertCustomers(customers) {
      checkCustomers(customers);
      for (const batch of batchesOf(lastOfEach(customers, ({ id }) => id))) {
        await database.transaction('load', (ask) =>
          ask(
            `/* upsertCustomers */
             INSERT INTO analytics.dim_customers AS known (customer_id, country, first_seen_at)
             SELECT * FROM unnest(CAST(:ids AS bigint[]), CAST(:countries AS text[]), CAST(:times AS timestamptz[]))
               AS given (customer_id, country, first_seen_at) ORDER BY customer_id
             ON CONFLICT (customer_id) DO UPDATE SET country = excluded.country, first_seen_at = excluded.first_seen_at
             WHERE (known.country, known.first_seen_at) IS DISTINCT FROM (excluded.country, excluded.first_seen_at)`,
            {
              ids: batch.map(({ id }) => id),
              countries: batch.map(({ country }) => country),
              times: batch.map(({ firstSeenAt }) => firstSeenAt.toISOString()),
            },
          ),
        );
      }
    },

    async upsertProducts(products) {
      checkProducts(products);
      for (const batch of batchesOf(lastOfEach(products, ({ sku }) => sku))) {
        await database.transaction('load', (ask) =>
          ask(
            `/* upsertProducts */
             INSERT INTO analytics.dim_products AS known (sku, name, catalog_id, category_id)
             SELECT * FROM unnest(CAST(:skus AS text[]), CAST(:names AS text[]), CAST(:catalogIds AS text[]),
               CAST(:categoryIds AS text[])) AS given (sku, name, catalog_id, category_id) ORDER BY sku
             ON CONFLICT (sku) DO UPDATE SET name = excluded.name, catalog_id = excluded.catalog_id,
               category_id = excluded.category_id
             WHERE (known.name, known.catalog_id, known.category_id)
               IS DISTINCT FROM (excluded.name, excluded.catalog_id, excluded.category_id)`,
            {
              skus: batch.map(({ sku }) => sku),
              names: batch.map(({ name }) => name),
              catalogIds: batch.map(({ catalogId }) => catalogId),
              categoryIds: batch.map(({ categoryId }) => categoryId),
            },
          ),
        );
      }
    },

    async finishLoad() {
      // A server does both by itself, but later, and never analyses a partitioned table as a whole. Vacuuming is what lets an
      // index answer alone.
      await database.maintain(
        'VACUUM (ANALYZE) analytics.fact_sales, analytics.agg_invoice_days, analytics.dim_products',
      );
      await scoring.refresh();
    },

    async totals() {
      const [totals] = await database.read<{ facts: string; amount: string }>(
        'report',
        `/* totals */ SELECT count(*) AS facts, coalesce(sum(amount), 0) AS amount FROM analytics.fact_sales`,
      );
      return { facts: Number(totals?.facts ?? 0), amount: totals?.amount ?? '0' };
    },
  };
}

function batchesOf<Item>(items: readonly Item[]): Item[][] {
  return Array.from({ length: Math.ceil(items.length / batchSize) }, (_, index) =>
    items.slice(index * batchSize, (index + 1) * batchSize),
  );
}

function firstOfEach<Item>(items: readonly Item[], keyOf: (item: Item) => string): Item[] {
  return lastOfEach(items.toReversed(), keyOf).toReversed();
}

function lastOfEach<Item>(items: readonly Item[], keyOf: (item: Item) => string): Item[] {
  return [...new Map(items.map((item) => [keyOf(item), item])).values()];
}
