import { badUserInput, compareAmounts, shortened } from '@mosaico/service';

/** What a client gives, checked. Each throws BAD_USER_INPUT that names the argument, what was required and what arrived. */

/** A text without the space around it. */
export function requireText(value: string, options: { argument: string; most: number }): string {
  const { argument, most } = options;
  const text = value.trim();
  // Not all of a long text is counted.
  const { length } = text.length > 2 * most ? text : Array.from(text);
  if (length >= 1 && length <= most && !/\p{Cc}/u.test(text)) return text;
  throw badUserInput(
    `${argument} must have 1 to ${most} characters, none of them a control character; got ${shortened(value)}.`,
  );
}

/** An ISO 3166-1 alpha-2 code, as far as its form tells. */
export function requireCountry(value: string, { argument }: { argument: string }): string {
  if (/^[A-Z]{2}$/.test(value)) return value;
  throw badUserInput(`${argument} must be two capitals, an ISO 3166-1 alpha-2 code; got ${shortened(value)}.`);
}

/** An amount of money that can be charged: at most two decimals, and no more than a thousand million. */
export function requireAmount(value: string, options: { argument: string; least: string }): string {
  return requireDecimal(value, { ...options, most: '1000000000', decimals: 2 });
}

/** A decimal number within bounds, both of them included. */
export function requireDecimal(
  value: string,
  options: { argument: string; least: string; most: string; decimals: number },
): string {
  const { argument, least, most, decimals } = options;
  const isExact = (value.split('.')[1] ?? '').length <= decimals;
  if (isExact && compareAmounts(value, least) >= 0 && compareAmounts(value, most) <= 0) return value;
  throw badUserInput(
    `${argument} must be from ${least} to ${most} with at most ${decimals} decimals; got ${shortened(value)}.`,
  );
}

/** A whole number within bounds, both of them included. */
export function requireCount(value: number, options: { argument: string; least: number; most: number }): number {
  const { argument, least, most } = options;
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw badUserInput(`${argument} must be a whole number from ${least} to ${most}; got ${value}.`);
}

/** A list of no more items than allowed, and of no fewer. */
export function requireLength<Item>(
  items: readonly Item[],
  options: { argument: string; least: number; most: number },
): readonly Item[] {
  const { argument, least, most } = options;
  if (items.length >= least && items.length <= most) return items;
  throw badUserInput(`${argument} must hold ${least} to ${most} items; got ${items.length}.`);
}
