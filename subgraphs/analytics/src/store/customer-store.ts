export interface LifetimeValue {
  readonly customerId: string;
  /** Sales less returns, an exact decimal string. */
  readonly amount: string;
}

/** From 1 to 5, 5 the best. */
export type Score = 1 | 2 | 3 | 4 | 5;

/** A customer among all customers with a sale up to a day. */
export interface CustomerScores {
  readonly customerId: string;
  /** Days from the last sale to the day. */
  readonly recency: number;
  /** Distinct invoices of sales. */
  readonly frequency: number;
  /** The exact sum of sales, a decimal string. */
  readonly monetary: string;
  readonly recencyScore: Score;
  readonly frequencyScore: Score;
  readonly monetaryScore: Score;
}

/** How many distinct customers, of those whose first sale fell into `cohort`, have a sale in `month`. */
export interface CohortMonth {
  /** `2011-03`. */
  readonly cohort: string;
  readonly month: string;
  readonly customers: number;
}

export interface CohortMonths {
  /** Pairs without customers are left out. Oldest cohort first, then oldest month. */
  readonly months: CohortMonth[];
  /** The month of the last fact of any kind; null for an empty warehouse. */
  readonly lastMonth: string | null;
}

/** What the facts say of customers. Facts without a customer count nowhere. */
export interface CustomerStore {
  /** One entry a customer that has a sale or a return, in any order; all others are left out. */
  lifetimeValues(customerIds: readonly string[]): Promise<LifetimeValue[]>;
  /**
   * RFM scores as of a day, or as of the day after the last fact of any kind when null; sales of the day itself count. One
   * entry a customer with a sale up to then, in any order. Each measure is scored by `NTILE(5)` over all such customers,
   * worst first, ties by the customer id as a number, lesser first; fewer than five customers score from 1 up to their count.
   * Every fact that was stored before the call is counted, as `FactStore.loadFacts` says.
   */
  scores(customerIds: readonly string[], asOf: string | null): Promise<CustomerScores[]>;
  /** The cohorts from month `from` to month `to`, both included. A cohort is the month of a customer's first sale ever. */
  cohortMonths(options: { from: string; to: string }): Promise<CohortMonths>;
}
