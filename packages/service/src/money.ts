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

/** A price as an integer count of ten-thousandths, as stores without exact decimals keep it: `"12.5"` is 125000. */
export function toTenThousandths(price: string): number {
  return new Big(price).times(10_000).round(0, Big.roundHalfEven).toNumber();
}

/** The price that a count of ten-thousandths stands for: 125000 is `"12.50"`. */
export function fromTenThousandths(count: number): string {
  return formatUnitPrice(new Big(count).div(10_000).toFixed());
}
