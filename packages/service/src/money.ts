import Big from 'big.js';

/**
 * Money as decimal strings, exact until it is shown. A unit price has at most four decimals. What is charged, a line total,
 * is rounded half-even to the minor unit (two decimals), once; an order's totals are sums of line totals, so they add up.
 */
export type Currency = 'EUR' | 'GBP' | 'USD';

export interface Money {
  amount: string;
  currency: Currency;
}

/** An amount rounded half-even to two decimals: `"2.125"` is shown as `"2.12"`. */
export function roundAmount(amount: string): string {
  return new Big(amount).round(2, Big.roundHalfEven).toFixed(2);
}

/** A unit price as it is shown: two decimals, or as many as it has, up to four: `"2.5"` is `"2.50"`, `"0.0650"` is `"0.065"`. */
export function formatUnitPrice(price: string): string {
  const exact = new Big(price).round(4, Big.roundHalfEven);
  const decimals = exact.toFixed().split('.')[1]?.length ?? 0;
  return exact.toFixed(Math.max(2, decimals));
}

/** What a line costs: quantity times unit price, rounded half-even to two decimals. */
export function lineTotal(quantity: number, unitPrice: string): string {
  return roundAmount(new Big(unitPrice).times(quantity).toFixed());
}

/** The exact sum of amounts, with at least two decimals. */
export function sumAmounts(amounts: Iterable<string>): string {
  let sum = new Big(0);
  for (const amount of amounts) sum = sum.plus(amount);
  return formatUnitPrice(sum.toFixed());
}

/** `amount` less `other`, exact, with at least two decimals. */
export function subtractAmounts(amount: string, other: string): string {
  return formatUnitPrice(new Big(amount).minus(other).toFixed());
}

/** Below zero when `amount` is less than `other`, zero when they are the same: `"2.5"` is `"2.50"`. */
export function compareAmounts(amount: string, other: string): number {
  return new Big(amount).cmp(other);
}

/** So many percent of an amount, rounded half-even to two decimals: 17.5 % of `"1.00"` is `"0.18"`. */
export function percentOf(amount: string, percent: string): string {
  return roundAmount(new Big(amount).times(percent).div(100).toFixed());
}

/** What of an amount was put upon the rest of it as so many percent, rounded half-even: 20 % within `"1.20"` is `"0.20"`. */
export function percentWithin(amount: string, percent: string): string {
  return roundAmount(new Big(amount).times(percent).div(new Big(percent).plus(100)).toFixed());
}

/**
 * Divides an amount of two decimals in proportion to weights of two decimals, none of them negative, so that the parts add up to
 * it: each is its exact share, cut to the cent, and the cents that are left go to those of which most was cut, the earlier
 * first. No part is more than its weight unless the amount is more than all of them.
 *
 * @throws RangeError when there is something to divide and all weights are zero
 */
export function allocateAmount(amount: string, weights: readonly string[]): string[] {
  const whole = toCents(amount);
  const cents = weights.map(toCents);
  const sum = cents.reduce((total, weight) => total + weight, 0n);
  if (whole === 0n) return weights.map(() => fromCents(0n));
  if (sum === 0n) throw new RangeError(`${amount} cannot be divided by weights that are all zero.`);
  const parts = cents.map((weight) => (whole * weight) / sum);
  const left = Number(parts.reduce((rest, part) => rest - part, whole));
  const mostCut = cents
    .map((weight, index) => ({ index, cut: (whole * weight) % sum }))
    .sort((a, b) => (a.cut === b.cut ? a.index - b.index : a.cut > b.cut ? -1 : 1))
    .slice(0, left);
  for (const { index } of mostCut) parts[index] = (parts[index] ?? 0n) + 1n;
  return parts.map(fromCents);
}

function toCents(amount: string): bigint {
  return BigInt(new Big(amount).times(100).toFixed(0));
}

function fromCents(cents: bigint): string {
  return new Big(cents.toString()).div(100).toFixed(2);
}

/** A price as an integer count of ten-thousandths, as stores without exact decimals keep it: `"12.5"` is 125000. */
export function toTenThousandths(price: string): number {
  return new Big(price).times(10_000).round(0, Big.roundHalfEven).toNumber();
}

/** The price that a count of ten-thousandths stands for: 125000 is `"12.50"`. */
export function fromTenThousandths(count: number): string {
  return formatUnitPrice(new Big(count).div(10_000).toFixed());
}
