import { badUserInput } from '@mosaico/service';
import type { CohortMonth, CustomerStore } from '../store/customer-store.ts';
import { addMonths, firstDay, lastDay, monthOf, monthsBetween } from './calendar.ts';

/** Thirty years. */
const maxCohorts = 360;

/** How many of a cohort's customers bought `month` months after its own. */
export interface Retention {
  readonly month: number;
  readonly customers: number;
  /** Their share of the cohort, 0 to 1, to four decimals. */
  readonly rate: number;
}

export interface ReportedCohort {
  readonly cohort: string;
  readonly size: number;
  /** From month 0 to the month of the last fact, without a gap. */
  readonly retention: readonly Retention[];
}

/**
 * The cohorts from month to month, oldest first. A month in which nobody bought for the first time is no cohort.
 * @throws BAD_USER_INPUT for months in the wrong order or outside the calendar, and for more than thirty years.
 */
export async function reportCohorts(
  customers: CustomerStore,
  options: { from: string; to: string },
): Promise<ReportedCohort[]> {
  requireMonthRange(options);
  const { months, lastMonth } = await customers.cohortMonths(options);
  if (lastMonth === null) return [];
  const cohorts = Map.groupBy(months, ({ cohort }) => cohort);
  return Array.from(cohorts, ([cohort, own]) => retained({ cohort, months: own, lastMonth }));
}

function retained(options: { cohort: string; months: CohortMonth[]; lastMonth: string }): ReportedCohort {
  const { cohort, months, lastMonth } = options;
  const bought = new Map(months.map(({ month, customers }) => [month, customers]));
  const size = bought.get(cohort) ?? 0;
  const retention = Array.from({ length: monthsBetween(cohort, lastMonth) + 1 }, (_, month) => {
    const customers = bought.get(addMonths(cohort, month)) ?? 0;
    return { month, customers, rate: Math.round((customers * 10_000) / size) / 10_000 };
  });
  return { cohort, size, retention };
}

function requireMonthRange({ from, to }: { from: string; to: string }): void {
  for (const [name, month] of Object.entries({ from, to })) {
    if (month >= monthOf(firstDay) && month <= monthOf(lastDay)) continue;
    throw badUserInput(`${name} must be from ${monthOf(firstDay)} to ${monthOf(lastDay)}; got ${month}.`);
  }
  if (from > to) throw badUserInput(`from must not be after to; got from ${from} to ${to}.`);
  const count = monthsBetween(from, to) + 1;
  if (count > maxCohorts) throw badUserInput(`from and to must span at most ${maxCohorts} months; got ${count}.`);
}
