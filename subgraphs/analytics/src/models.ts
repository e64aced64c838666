import type { ReportedCohort } from './domain/report-cohorts.ts';
import type { ReportedPeriod } from './domain/report-sales.ts';
import type { CustomerScores } from './store/customer-store.ts';
import type { RankedProduct } from './store/sales-store.ts';

/** What the resolvers of each GraphQL type receive as their parent. Amounts are exact decimal strings; resolvers show them. */
export interface CustomerModel {
  readonly id: string;
}

export type CustomerSegmentModel = CustomerScores;

export interface ProductModel {
  readonly id: string;
}

export interface ProductSalesModel {
  readonly units: number;
  readonly orders: number;
  readonly revenue: string;
}

export type SalesPeriodModel = ReportedPeriod;

export type TopProductModel = RankedProduct;

export type CohortModel = ReportedCohort;
