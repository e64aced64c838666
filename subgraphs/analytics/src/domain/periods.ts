import { badUserInput } from '@mosaico/service';
import type { PeriodUnit } from '../store/sales-store.ts';
import { addDays, addMonths, daysBetween, isoWeek, isoWeekday, monthOf, monthsBetween } from './calendar.ts';

/** A report of more periods than ten years of days has no reader. */
export const maxPeriods = 3_700;

export interface Period {
  /** The first day of the whole period. */
  readonly start: string;
  /** As the graph names it: `2011-03-07`, `2011-W10`, `2011-03`, `2011-Q1` or `2011`. */
  readonly label: string;
}

/**
 * Every period that has a day from `from` to `to`, oldest first.
 * @throws BAD_USER_INPUT when they are more than `maxPeriods`.
 */
export function periodsBetween(options: { from: string; to: string; unit: PeriodUnit }): Period[] {
  const { from, to, unit } = options;
  const { startOf, following, countTo, labelOf } = units[unit];
  const first = startOf(from);
  const count = countTo(first, startOf(to)) + 1;
  if (count > maxPeriods) {
    throw badUserInput(`A report must have at most ${maxPeriods} periods; from ${from} to ${to} are ${count}.`);
  }
  const periods: Period[] = [];
  for (let start = first; periods.length < count; start = following(start)) {
    periods.push({ start, label: labelOf(start) });
  }
  return periods;
}

interface Unit {
  /** The first day of the period that a day is in; the other three take such first days. */
  startOf: (day: string) => string;
  following: (start: string) => string;
  countTo: (start: string, end: string) => number;
  labelOf: (start: string) => string;
}

const units: Record<PeriodUnit, Unit> = {
  day: {
    startOf: (day) => day,
    following: (start) => addDays(start, 1),
    countTo: daysBetween,
    labelOf: (start) => start,
  },
  week: {
    startOf: (day) => addDays(day, 1 - isoWeekday(day)),
    following: (start) => addDays(start, 7),
    countTo: (start, end) => daysBetween(start, end) / 7,
    labelOf: isoWeek,
  },
  month: months(1, monthOf),
  quarter: months(3, (start) => `${start.slice(0, 4)}-Q${quarterOf(start) + 1}`),
  year: months(12, (start) => start.slice(0, 4)),
};

function months(length: 1 | 3 | 12, labelOf: Unit['labelOf']): Unit {
  return {
    startOf: (day) => `${addMonths(monthOf(day), -((Number(day.slice(5, 7)) - 1) % length))}-01`,
    following: (start) => `${addMonths(monthOf(start), length)}-01`,
    countTo: (start, end) => monthsBetween(start, end) / length,
    labelOf,
  };
}

/** 0 for January to March. */
function quarterOf(day: string): number {
  return Math.floor((Number(day.slice(5, 7)) - 1) / 3);
}
