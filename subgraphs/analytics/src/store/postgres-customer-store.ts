import { codedError, ErrorCode } from '@mosaico/service';
import { addDays, daysBetween } from '../domain/calendar.ts';
import type { CustomerScores, CustomerStore, LifetimeValue, Score } from './customer-store.ts';
import type { Database } from './database.ts';
import { scoredCustomers, type CustomerScoring } from './postgres-customer-scoring.ts';

/** What the facts in PostgreSQL say of customers. Amounts arrive as text, so that they stay exact. */
export function createPostgresCustomerStore(options: { database: Database; scoring: CustomerScoring }): CustomerStore {
  const { database, scoring } = options;
  return {
    lifetimeValues: (customerIds) =>
      database.read<LifetimeValue>(
        'point',
        `/* lifetimeValues */
         SELECT CAST(customer_id AS text) AS "customerId", sum(amount) AS amount
         FROM analytics.agg_invoice_days
         WHERE customer_id = ANY (CAST(:customerIds AS bigint[]))
         GROUP BY customer_id`,
        { customerIds },
      ),

    async scores(customerIds, asOf) {
      let wanted: number | null = null;
      for (;;) {
        const kept = await keptScores(database, customerIds);
        wanted ??= kept.factsVersion;
        // Scores of facts stored since are welcome, those of fewer facts are not.
        const current = kept.scoredVersion >= wanted;
        const lastFactOn = current ? kept.scoredLastFactOn : kept.lastFactOn;
        if (lastFactOn === null) return [];
        if (asOf !== null && asOf < lastFactOn) return scoresOfThePast(database, customerIds, asOf);
        if (current) return kept.rows.map((row) => toScores(row, asOf ?? addDays(lastFactOn, 1)));
        await withPatience(scoring.refresh());
      }
    },

    async cohortMonths({ from, to }) {
      const rows = await database.read<{ cohort: string; month: string; customers: string; last: string }>(
        'report',
        `/* cohortMonths */
         WITH months AS (
           SELECT DISTINCT customer_id, CAST(date_trunc('month', CAST(occurred_on AS timestamp)) AS date) AS month
           FROM analytics.agg_invoice_days WHERE kind = 'sale' AND customer_id IS NOT NULL
         ), cohorts AS (
           SELECT customer_id, min(month) AS cohort FROM months GROUP BY customer_id
         )
         SELECT to_char(cohort, 'YYYY-MM') AS cohort, to_char(month, 'YYYY-MM') AS month, count(*) AS customers,
                (SELECT to_char(last_fact_on, 'YYYY-MM') FROM analytics.warehouse_state) AS last
         FROM cohorts JOIN months USING (customer_id)
         WHERE cohorts.cohort BETWEEN CAST(:from AS date) AND CAST(:to AS date)
         GROUP BY cohorts.cohort, months.month ORDER BY cohorts.cohort, months.month`,
        { from: `${from}-01`, to: `${to}-01` },
      );
      return {
        months: rows.map(({ cohort, month, customers }) => ({ cohort, month, customers: Number(customers) })),
        lastMonth: rows[0]?.last ?? null,
      };
    },
  };
}

/** How long a reader waits for the customers to be scored, in milliseconds. */
const patienceMs = 5_000;

/** A reader's patience has ended; nothing has failed. */
class StillScoring extends Error {
  override readonly name = 'StillScoring';
}

/** The scoring goes on when the reader has left. @throws StillScoring */
async function withPatience(scored: Promise<void>): Promise<void> {
  const deadline = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    deadline.reject(new StillScoring(`The customers were not scored within ${patienceMs} ms.`));
  }, patienceMs);
  try {
    await Promise.race([scored, deadline.promise]);
  } finally {
    clearTimeout(timer);
  }
}

/** Codes the end of a reader's patience. For outside of the guard, which would take a code for the database's being away. */
export function tellWhileScoring(customers: CustomerStore): CustomerStore {
  return {
    lifetimeValues: (customerIds) => customers.lifetimeValues(customerIds),
    cohortMonths: (months) => customers.cohortMonths(months),
    async scores(customerIds, asOf) {
      try {
        return await customers.scores(customerIds, asOf);
      } catch (cause) {
        if (!(cause instanceof StillScoring)) throw cause;
        const message = 'The customers are being scored after a load of facts; ask again in a moment.';
        throw codedError(ErrorCode.storeUnavailable, message, { cause });
      }
    },
  };
}

interface ScoredRow {
  customerId: string;
  lastSaleOn: string;
  frequency: string | number;
  monetary: string;
  recencyScore: Score;
  frequencyScore: Score;
  monetaryScore: Score;
}

const scoredColumns = `
  CAST(scored.customer_id AS text) AS "customerId", CAST(scored.last_sale_on AS text) AS "lastSaleOn", scored.frequency,
  scored.monetary, scored.recency_score AS "recencyScore", scored.frequency_score AS "frequencyScore",
  scored.monetary_score AS "monetaryScore"`;

/** The kept scores of the customers, with what tells whether they are current, all of one moment. */
async function keptScores(database: Database, customerIds: readonly string[]) {
  const rows = await database.read<KeptRow>(
    'point',
    `/* keptScores */
     SELECT facts.facts_version AS "factsVersion", CAST(facts.last_fact_on AS text) AS "lastFactOn",
            kept.facts_version AS "scoredVersion", CAST(kept.last_fact_on AS text) AS "scoredLastFactOn", ${scoredColumns}
     FROM analytics.warehouse_state AS facts CROSS JOIN analytics.customer_rfm_state AS kept
     LEFT JOIN analytics.customer_rfm AS scored ON scored.customer_id = ANY (CAST(:customerIds AS bigint[]))`,
    { customerIds },
  );
  const [first] = rows;
  if (!first) throw new Error('The warehouse must have one row of state; it has none.');
  return {
    factsVersion: Number(first.factsVersion),
    lastFactOn: first.lastFactOn,
    scoredVersion: Number(first.scoredVersion),
    scoredLastFactOn: first.scoredLastFactOn,
    rows: rows.filter((row): row is KeptRow & ScoredRow => row.customerId !== null),
  };
}

type KeptRow = { [Column in keyof ScoredRow]: ScoredRow[Column] | null } & {
  factsVersion: string;
  lastFactOn: string | null;
  scoredVersion: string;
  scoredLastFactOn: string | null;
};

/** As of a day that facts are after: nothing is kept for it. */
async function scoresOfThePast(database: Database, customerIds: readonly string[], asOf: string) {
  const rows = await database.read<ScoredRow>(
    'report',
    `/* scoresOfThePast */
     SELECT ${scoredColumns} FROM (${scoredCustomers('CAST(:asOf AS date)')}) AS scored
     WHERE scored.customer_id = ANY (CAST(:customerIds AS bigint[]))`,
    { customerIds, asOf },
  );
  return rows.map((row) => toScores(row, asOf));
}

function toScores({ lastSaleOn, frequency, ...scored }: ScoredRow, asOf: string): CustomerScores {
  return {
    customerId: scored.customerId,
    recency: daysBetween(lastSaleOn, asOf),
    frequency: Number(frequency),
    monetary: scored.monetary,
    recencyScore: scored.recencyScore,
    frequencyScore: scored.frequencyScore,
    monetaryScore: scored.monetaryScore,
  };
}
