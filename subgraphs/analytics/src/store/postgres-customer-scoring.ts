import type { Ask } from './connection-pool.ts';
import type { Database } from './database.ts';
import { createSharedRun } from './shared-run.ts';

/** The key of the advisory lock; arbitrary, but the same in every release. */
const scoringLock = 7_301_003;

/**
 * The scores of all customers with a sale up to a day, as `CustomerStore.scores` defines them: recency is the worst where the
 * last sale is the oldest.
 */
export function scoredCustomers(upTo: string): string {
  return `
    SELECT customer_id, last_sale_on, frequency, monetary,
           ntile(5) OVER (ORDER BY last_sale_on, customer_id) AS recency_score,
           ntile(5) OVER (ORDER BY frequency, customer_id) AS frequency_score,
           ntile(5) OVER (ORDER BY monetary, customer_id) AS monetary_score
    FROM (
      SELECT customer_id, max(last_sale_on) AS last_sale_on, count(*) AS frequency, sum(monetary) AS monetary
      FROM (
        SELECT customer_id, max(occurred_on) AS last_sale_on, sum(amount) AS monetary
        FROM analytics.agg_invoice_days
        WHERE kind = 'sale' AND customer_id IS NOT NULL AND occurred_on <= ${upTo}
        GROUP BY customer_id, invoice
      ) AS invoices
      GROUP BY customer_id
    ) AS customers`;
}

export interface CustomerScoring {
  /**
   * Brings `customer_rfm` up to the facts that were stored before the call; does nothing when it is. Callers at the same
   * time share one computation when it began after they called.
   */
  refresh(): Promise<void>;
}

/** Keeps `customer_rfm`, the scores for any day that no fact is after. */
export function createCustomerScoring(database: Database): CustomerScoring {
  return { refresh: createSharedRun(() => database.transaction('upkeep', refreshScores)) };
}

/**
 * One statement after the lock, so one snapshot: the scores are those of the version written beside them, and readers see the
 * old ones with the old version until the commit. A row that is as it was is not written again.
 */
async function refreshScores(ask: Ask): Promise<void> {
  await ask(`SELECT pg_advisory_xact_lock(${scoringLock})`);
  await ask(
    `/* refreshScores */
     WITH facts AS MATERIALIZED (
       SELECT state.facts_version, state.last_fact_on FROM analytics.warehouse_state AS state
       CROSS JOIN analytics.customer_rfm_state AS scored WHERE scored.facts_version < state.facts_version
     ), scored AS MATERIALIZED (
       SELECT * FROM (${scoredCustomers(`CAST('infinity' AS date)`)}) AS scored WHERE EXISTS (SELECT FROM facts)
     ), written AS (
       INSERT INTO analytics.customer_rfm AS known
         (customer_id, last_sale_on, frequency, monetary, recency_score, frequency_score, monetary_score)
       SELECT * FROM scored
       ON CONFLICT (customer_id) DO UPDATE SET
         last_sale_on = excluded.last_sale_on, frequency = excluded.frequency, monetary = excluded.monetary,
         recency_score = excluded.recency_score, frequency_score = excluded.frequency_score,
         monetary_score = excluded.monetary_score
       WHERE known IS DISTINCT FROM excluded
     ), gone AS (
       DELETE FROM analytics.customer_rfm AS known
       WHERE EXISTS (SELECT FROM facts)
         AND NOT EXISTS (SELECT FROM scored WHERE scored.customer_id = known.customer_id)
     )
     UPDATE analytics.customer_rfm_state SET facts_version = facts.facts_version, last_fact_on = facts.last_fact_on
     FROM facts`,
  );
}
