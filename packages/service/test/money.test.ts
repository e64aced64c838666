import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  allocateAmount,
  compareAmounts,
  formatUnitPrice,
  fromTenThousandths,
  lineTotal,
  percentOf,
  percentWithin,
  roundAmount,
  subtractAmounts,
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
  test('is subtracted and compared by its value, however it is written', () => {
    expect(subtractAmounts('0.30', '0.1')).toBe('0.20');
    expect(subtractAmounts('1', '1.005')).toBe('-0.005');
    expect(['2.5', '2.49', '2.51'].map((amount) => Math.sign(compareAmounts(amount, '2.50')))).toEqual([0, -1, 1]);
  });

  test('has percentages that are rounded half-even: of it, and within it', () => {
    expect(['0.10', '0.30', '0.50', '2.00'].map((amount) => percentOf(amount, '5'))).toEqual([
      '0.00',
      '0.02',
      '0.02',
      '0.10',
    ]);
    expect(percentOf('99.99', '100')).toBe('99.99');
    expect(['1.20', '0.03', '0.09', '119.00'].map((amount) => percentWithin(amount, '20'))).toEqual([
      '0.20',
      '0.00',
      '0.02',
      '19.83',
    ]);
    expect(percentWithin('119.00', '19')).toBe('19.00');
    expect(percentWithin('5.00', '0')).toBe('0.00');
  });

  test('is divided so that nothing is lost: the odd cents go where most was cut', () => {
    expect(allocateAmount('0.10', ['1.00', '1.00', '1.00'])).toEqual(['0.04', '0.03', '0.03']);
    expect(allocateAmount('1.00', ['0.00', '2.00', '1.00'])).toEqual(['0.00', '0.67', '0.33']);
    expect(allocateAmount('0.00', ['0.00'])).toEqual(['0.00']);
    expect(() => allocateAmount('0.01', ['0.00'])).toThrow('0.01 cannot be divided by weights that are all zero.');
  });

  test('however it is divided, the parts add up, are less than a cent from their exact share, and within their weights', () => {
    const cents = fc.bigInt({ min: 0n, max: 10n ** 9n });
    const amountOf = (value: bigint) => `${value / 100n}.${String(value % 100n).padStart(2, '0')}`;
    const centsOf = (amount: string) => BigInt(amount.replace('.', ''));
    fc.assert(
      fc.property(
        fc.array(cents, { minLength: 1, maxLength: 20 }),
        fc.integer({ min: 0, max: 1_000 }),
        (weights, part) => {
          const sum = weights.reduce((total, weight) => total + weight, 0n);
          const whole = (sum * BigInt(part)) / 1_000n;
          const parts = allocateAmount(amountOf(whole), weights.map(amountOf)).map(centsOf);
          expect(parts.reduce((total, each) => total + each, 0n)).toBe(whole);
          parts.forEach((each, index) => {
            const weight = weights[index] ?? 0n;
            expect(each <= weight).toBe(true);
            const off = each * sum - whole * weight;
            expect(sum === 0n || (off < sum && off > -sum)).toBe(true);
          });
        },
      ),
    );
  });
});
