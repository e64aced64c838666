import { rankProducts } from '../domain/rank-products.ts';
import { reportCohorts } from '../domain/report-cohorts.ts';
import { reportSales } from '../domain/report-sales.ts';
import { requireAnalyst } from '../domain/who-may-read.ts';
import type {
  QueryResolvers,
  QueryTopProductsArgs,
  SalesGranularity,
  TopProductsOrder,
} from '../generated/resolvers.ts';
import type { PeriodUnit } from '../store/sales-store.ts';

const units: Record<SalesGranularity, PeriodUnit> = {
  DAY: 'day',
  WEEK: 'week',
  MONTH: 'month',
  QUARTER: 'quarter',
  YEAR: 'year',
};
const orders: Record<TopProductsOrder, 'revenue' | 'units'> = { REVENUE: 'revenue', UNITS: 'units' };

export const Query: QueryResolvers = {
  salesReport(_query, { from, to, granularity }, { identity, sales }) {
    requireAnalyst(identity);
    return reportSales(sales, { from, to, unit: units[granularity] });
  },

  // The defaults of the schema do not stand in for a null that is given.
  topProducts(_query, { from, to, by, first }: QueryTopProductsArgs, { identity, sales }) {
    requireAnalyst(identity);
    return rankProducts(sales, { from: from ?? null, to: to ?? null, by: orders[by ?? 'REVENUE'], first: first ?? 10 });
  },

  cohorts(_query, { from, to }, { identity, customers }) {
    requireAnalyst(identity);
    return reportCohorts(customers, { from, to });
  },
};
