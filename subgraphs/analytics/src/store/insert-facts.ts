import type { Ask } from './connection-pool.ts';
import type { SalesFact } from './fact-store.ts';

/**
 * Writes the facts that are new and tells how many; the version of the facts moves with them or not at all. Their months must
 * have partitions.
 */
export async function insertFacts(ask: Ask, facts: readonly SalesFact[]): Promise<number> {
  // Sorted, so that two who load the same facts wait for each other in one order and never in a circle.
  const [result] = await ask<{ inserted: string; last: string | null }>(
    `/* insertFacts */
     WITH given AS (
       SELECT source, source_line, kind, occurred_at, CAST(occurred_at AT TIME ZONE 'UTC' AS date) AS occurred_on,
              invoice, order_id, sku, catalog_id, customer_id, country, quantity, unit_price
       FROM unnest(CAST(:sources AS text[]), CAST(:lines AS bigint[]), CAST(:kinds AS text[]),
         CAST(:times AS timestamptz[]), CAST(:invoices AS text[]), CAST(:orderIds AS text[]), CAST(:skus AS text[]),
         CAST(:catalogIds AS text[]), CAST(:customerIds AS bigint[]), CAST(:countries AS text[]),
         CAST(:quantities AS integer[]), CAST(:prices AS numeric[]))
         AS given (source, source_line, kind, occurred_at, invoice, order_id, sku, catalog_id, customer_id, country,
           quantity, unit_price)
     ), fresh AS (
       INSERT INTO analytics.fact_identities (source, source_line)
       SELECT source, source_line FROM given ORDER BY source, source_line
       ON CONFLICT DO NOTHING
       RETURNING source, source_line
     ), inserted AS (
       INSERT INTO analytics.fact_sales (source, source_line, kind, occurred_at, occurred_on, invoice, order_id, sku,
         catalog_id, customer_id, country, quantity, unit_price)
       SELECT given.* FROM given JOIN fresh USING (source, source_line)
       RETURNING occurred_on, kind, invoice, customer_id, quantity, amount
     ), summed AS (
       INSERT INTO analytics.agg_invoice_days AS known (occurred_on, kind, invoice, customer_id, units, amount)
       SELECT occurred_on, kind, invoice, customer_id, sum(quantity), sum(amount) FROM inserted
       WHERE kind IN ('sale', 'return')
       GROUP BY invoice, occurred_on, kind, customer_id ORDER BY invoice, occurred_on, kind, customer_id
       ON CONFLICT (invoice, occurred_on, kind, coalesce(customer_id, 0))
         DO UPDATE SET units = known.units + excluded.units, amount = known.amount + excluded.amount
     )
     SELECT count(*) AS inserted, CAST(max(occurred_on) AS text) AS last FROM inserted`,
    {
      sources: facts.map(({ source }) => source),
      lines: facts.map(({ sourceLine }) => sourceLine),
      kinds: facts.map(({ kind }) => kind),
      times: facts.map(({ occurredAt }) => occurredAt.toISOString()),
      invoices: facts.map(({ invoice }) => invoice),
      orderIds: facts.map(({ orderId }) => orderId),
      skus: facts.map(({ sku }) => sku),
      catalogIds: facts.map(({ catalogId }) => catalogId),
      customerIds: facts.map(({ customerId }) => customerId),
      countries: facts.map(({ country }) => country),
      quantities: facts.map(({ quantity }) => quantity),
      prices: facts.map(({ unitPrice }) => unitPrice),
    },
  );
  const inserted = Number(result?.inserted ?? 0);
  if (inserted > 0) {
    await ask(
      `/* moveVersion */
       UPDATE analytics.warehouse_state
       SET facts_version = facts_version + 1, last_fact_on = greatest(last_fact_on, CAST(:last AS date))`,
      { last: result?.last ?? null },
    );
  }
  return inserted;
}
