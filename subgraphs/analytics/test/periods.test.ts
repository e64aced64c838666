import { expect, test } from '@jest/globals';
import { addMonths, isoWeek, isReportableDay, monthsBetween } from '../src/domain/calendar.ts';
import { maxPeriods, periodsBetween } from '../src/domain/periods.ts';
import { segmentName } from '../src/domain/segment-names.ts';
import type { Score } from '../src/store/customer-store.ts';
import type { PeriodUnit } from '../src/store/sales-store.ts';

test.each([
  ['2010-12-31', '2010-W52'],
  ['2011-01-02', '2010-W52'],
  ['2011-01-03', '2011-W01'],
  ['2012-12-30', '2012-W52'],
  ['2012-12-31', '2013-W01'],
  ['2016-01-03', '2015-W53'],
  ['2020-12-31', '2020-W53'],
  ['2021-01-03', '2020-W53'],
  ['2021-01-04', '2021-W01'],
  ['2024-12-30', '2025-W01'],
  ['2011-03-07', '2011-W10'],
])('%s is in the ISO week %s', (day, week) => expect(isoWeek(day)).toBe(week));

test.each<[PeriodUnit, string, string, string[]]>([
  ['day', '2012-02-28', '2012-03-01', ['2012-02-28', '2012-02-29', '2012-03-01']],
  ['week', '2010-12-26', '2011-01-03', ['2010-W51', '2010-W52', '2011-W01']],
  ['month', '2010-11-30', '2011-01-01', ['2010-11', '2010-12', '2011-01']],
  ['quarter', '2010-12-31', '2011-07-01', ['2010-Q4', '2011-Q1', '2011-Q2', '2011-Q3']],
  ['year', '2010-12-31', '2012-01-01', ['2010', '2011', '2012']],
  ['year', '2011-06-15', '2011-06-15', ['2011']],
])('By %s from %s to %s the periods are the ones with a day in the range', (unit, from, to, labels) => {
  expect(periodsBetween({ from, to, unit }).map(({ label }) => label)).toEqual(labels);
});

test('A report may have as many periods as allowed and not one more', () => {
  expect(periodsBetween({ from: '2000-01-01', to: '2010-02-16', unit: 'day' })).toHaveLength(maxPeriods);
  expect(() => periodsBetween({ from: '2000-01-01', to: '2010-02-17', unit: 'day' })).toThrow(
    'A report must have at most 3700 periods; from 2000-01-01 to 2010-02-17 are 3701.',
  );
  expect(periodsBetween({ from: '1900-01-01', to: '2199-12-31', unit: 'month' })).toHaveLength(3_600);
});

test('Months are counted across years, both ways', () => {
  expect([addMonths('2011-11', 3), addMonths('2011-01', -1), addMonths('2011-01', -13)]).toEqual([
    '2012-02',
    '2010-12',
    '2009-12',
  ]);
  expect([monthsBetween('2010-12', '2011-12'), monthsBetween('2011-12', '2010-12')]).toEqual([12, -12]);
});

test('A day is reportable from 1900 to 2199', () => {
  const days = ['0000-01-01', '1899-12-31', '1900-01-01', '2199-12-31', '2200-01-01', '+010000-01-01', '-000001-01-01'];
  expect(days.map(isReportableDay)).toEqual([false, false, true, true, false, false, false]);
});

test('Every pair of scores has its segment', () => {
  const named = (recencyScore: Score) =>
    ([1, 2, 3, 4, 5] as const).map((frequencyScore) =>
      segmentName({
        customerId: '1',
        recency: 1,
        frequency: 1,
        monetary: '1',
        recencyScore,
        frequencyScore,
        monetaryScore: 1,
      }),
    );
  expect(named(5)).toEqual(['New customers', 'Potential loyalists', 'Potential loyalists', 'Champions', 'Champions']);
  expect(named(4)).toEqual([
    'Promising',
    'Potential loyalists',
    'Potential loyalists',
    'Loyal customers',
    'Loyal customers',
  ]);
  expect(named(3)).toEqual([
    'About to sleep',
    'About to sleep',
    'Need attention',
    'Loyal customers',
    'Loyal customers',
  ]);
  expect(named(2)).toEqual(['Hibernating', 'Hibernating', 'At risk', 'At risk', 'Cannot lose them']);
  expect(named(1)).toEqual(named(2));
});
