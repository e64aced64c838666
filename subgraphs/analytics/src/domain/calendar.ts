/**
 * Days (`2011-12-09`) and months (`2011-12`) of the Gregorian calendar in UTC, as strings, which sort as they follow each
 * other. Every day is from `firstDay` to `lastDay`.
 */
export const firstDay = '1900-01-01';
export const lastDay = '2199-12-31';

const msPerDay = 86_400_000;

/** True for a day that the warehouse can hold facts of. */
export function isReportableDay(day: string): boolean {
  return day >= firstDay && day <= lastDay;
}

export function dayOf(instant: Date): string {
  return instant.toISOString().slice(0, 10);
}

export function monthOf(day: string): string {
  return day.slice(0, 7);
}

export function addDays(day: string, days: number): string {
  return dayOf(new Date(Date.parse(day) + days * msPerDay));
}

/** How many days after `start` `end` is. */
export function daysBetween(start: string, end: string): number {
  return (Date.parse(end) - Date.parse(start)) / msPerDay;
}

export function addMonths(month: string, months: number): string {
  return dayOf(new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)) - 1 + months))).slice(0, 7);
}

/** How many months after `start` `end` is. */
export function monthsBetween(start: string, end: string): number {
  return monthNumber(end) - monthNumber(start);
}

/** 1 for Monday to 7 for Sunday (ISO 8601). */
export function isoWeekday(day: string): number {
  return new Date(day).getUTCDay() || 7;
}

/** The ISO 8601 week of a day: `2010-W52` for 2011-01-02, since a week belongs to the year of its Thursday. */
export function isoWeek(day: string): string {
  const thursday = addDays(day, 4 - isoWeekday(day));
  const year = thursday.slice(0, 4);
  const week = Math.floor(daysBetween(`${year}-01-01`, thursday) / 7) + 1;
  return `${year}-W${String(week).padStart(2, '0')}`;
}

function monthNumber(month: string): number {
  return Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7));
}
