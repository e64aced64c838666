/** A part of the calendar by whose beginning facts are grouped; a week begins on Monday. */
export type PeriodUnit = 'day' | 'week' | 'month' | 'quarter' | 'year';

/** Days from `from` to `to`, both included; null is without a bound. */
export interface DayRange {
  readonly from: string | null;
  readonly to: string | null;
}

/** Amounts are exact decimal strings. */
export interface PeriodSales {
  /** The first day of the whole period, which may lie before the range. */
  readonly start: string;
  /** The sum of sales. */
  readonly gross: string;
  /** The sum of returns, as a positive amount. */
  readonly returns: string;
  readonly net: string;
  /** Distinct invoices that have a sale. */
  readonly orders: number;
  /** Units sold. */
  readonly units: number;
}

export interface ProductTotals {
  readonly catalogId: string;
  readonly units: number;
  /** Distinct invoices. */
  readonly orders: number;
  /** The exact sum of sales, a decimal string. */
  readonly revenue: string;
}

export interface RankedProduct {
  readonly sku: string;
  /** The sku where the warehouse knows no name. */
  readonly name: string;
  readonly catalogId: string | null;
  readonly units: number;
  /** The exact sum of sales, a decimal string. */
  readonly revenue: string;
}

/** What the facts say of sales, as `FactStore.loadFacts` says which. Adjustments count nowhere. */
export interface SalesStore {
  /** The periods that have a sale or a return within the range, oldest first; only what lies in the range is counted. */
  salesByPeriod(options: { from: string; to: string; unit: PeriodUnit }): Promise<PeriodSales[]>;
  /** The skus with the most revenue or units, best first; of equals the one with more of the other, then the lesser sku. */
  topProducts(options: DayRange & { by: 'revenue' | 'units'; limit: number }): Promise<RankedProduct[]>;
  /** One entry a product that has a sale in the range, in any order; all others are left out. */
  salesOfProducts(catalogIds: readonly string[], range: DayRange): Promise<ProductTotals[]>;
}
