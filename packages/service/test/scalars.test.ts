import { describe, expect, test } from '@jest/globals';
import { CalendarDate, DateTime, Decimal, YearMonth } from '../src/index.ts';

describe('scalars', () => {
  test('a DateTime is an instant with a time zone, given back in UTC with milliseconds', () => {
    expect(DateTime.serialize(DateTime.parseValue('2026-03-01T10:30:00+01:00'))).toBe('2026-03-01T09:30:00.000Z');
    for (const bad of ['2026-03-01', '2026-03-01T10:30:00', '2026-02-30T10:30:00Z', 'yesterday', '', 0, null]) {
      expect(() => DateTime.parseValue(bad)).toThrow(/^DateTime must be an ISO 8601 instant/);
    }
  });

  test('a Decimal keeps every digit and is never a float', () => {
    expect(Decimal.parseValue('12.50')).toBe('12.50');
    for (const bad of ['', '1e3', '1,5', '.5', '12.', 'NaN', 12.5, '1'.repeat(16)]) {
      expect(() => Decimal.parseValue(bad)).toThrow(/^Decimal must be a decimal number as a string/);
    }
  });

  test('a Date is a day that exists, a YearMonth a month that exists', () => {
    expect(CalendarDate.parseValue('2024-02-29')).toBe('2024-02-29');
    expect(() => CalendarDate.parseValue('2023-02-29')).toThrow(
      'Date must be a day as "YYYY-MM-DD"; got "2023-02-29".',
    );
    expect(YearMonth.parseValue('2010-12')).toBe('2010-12');
    expect(() => YearMonth.parseValue('2010-13')).toThrow('YearMonth must be a month as "YYYY-MM"; got "2010-13".');
  });

  test('a message shows no more of a bad value than it takes to recognise it', () => {
    expect(() => CalendarDate.parseValue('x'.repeat(10_000))).toThrow(/^.{40,120}$/);
  });
});
