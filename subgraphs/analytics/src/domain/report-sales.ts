import type { PeriodUnit, SalesStore } from '../store/sales-store.ts';
import { requireDayRange } from './day-range.ts';
import { periodsBetween } from './periods.ts';

/** What was sold in one period. Amounts are exact decimal strings. */
export interface ReportedPeriod {
  readonly period: string;
  readonly gross: string;
  readonly returns: string;
  readonly net: string;
  readonly orders: number;
  readonly units: number;
}

/**
 * The sales from day to day, period by period, oldest first; a period without any is there with zeros. Only what lies in
 * the range counts, in a first or last period that reaches beyond it too.
 * @throws BAD_USER_INPUT for days in the wrong order or outside the calendar, and for too many periods.
 */
export async function reportSales(
  sales: SalesStore,
  options: { from: string; to: string; unit: PeriodUnit },
): Promise<ReportedPeriod[]> {
  requireDayRange(options);
  const periods = periodsBetween(options);
  const sold = new Map((await sales.salesByPeriod(options)).map(({ start, ...sums }) => [start, sums]));
  return periods.map(({ start, label }) => ({ period: label, ...(sold.get(start) ?? nothing) }));
}

const nothing = { gross: '0', returns: '0', net: '0', orders: 0, units: 0 };
