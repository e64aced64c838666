import { badUserInput } from '@mosaico/service';
import { firstDay, isReportableDay, lastDay } from './calendar.ts';

/** @throws BAD_USER_INPUT for a day outside the warehouse's calendar. */
export function requireDay(name: string, day: string): void {
  if (isReportableDay(day)) return;
  throw badUserInput(`${name} must be from ${firstDay} to ${lastDay}; got ${day}.`);
}

/** @throws BAD_USER_INPUT for a bound outside the warehouse's calendar, or for bounds in the wrong order. */
export function requireDayRange(range: { from: string | null; to: string | null }): void {
  const { from, to } = range;
  if (from !== null) requireDay('from', from);
  if (to !== null) requireDay('to', to);
  if (from !== null && to !== null && from > to) {
    throw badUserInput(`from must not be after to; got from ${from} to ${to}.`);
  }
}
