import { describe, expect, test } from '@jest/globals';
import {
  formatUnitPrice,
  fromTenThousandths,
  lineTotal,
  roundAmount,
  sumAmounts,
  toTenThousandths,
} from '../src/index.ts';

describe('money', () => {
  test('is rounded half-even to two decimals', () => {
    expect(['2.125', '2.135', '2.1251', '-2.125', '0.005', '0.015', '1'].map(roundAmount)).toEqual([
      '2.12',
      '2.14',
      '2.13',
      '-2.12',
      '0.00',
      '0.02',
      '1.00',
    ]);
  });

  test('keeps up to four decimals in a unit price and shows at least two', () => {
    expect(['2.5', '0.065', '0.0650', '12', '1.23456'].map(formatUnitPrice)).toEqual([
      '2.50',
      '0.065',
      '0.065',
      '12.00',
      '1.2346',
    ]);
  });

  test('is rounded once a line, after the multiplication', () => {
    expect(lineTotal(100, '0.065')).toBe('6.50');
    expect(lineTotal(3, '0.335')).toBe('1.00');
    expect(lineTotal(1, '0.335')).toBe('0.34');
  });

  test('adds up exactly where floats would not', () => {
    expect(sumAmounts(['0.10', '0.20'])).toBe('0.30');
    expect(sumAmounts([])).toBe('0.00');
    expect(sumAmounts(Array.from({ length: 10_000 }, () => '0.01'))).toBe('100.00');
  });

  test('survives the way through a count of ten-thousandths', () => {
    for (const price of ['0.00', '0.0001', '2.55', '8142.75', '38970.00', '99999999.9999']) {
      expect(fromTenThousandths(toTenThousandths(price))).toBe(price);
    }
  });
});
