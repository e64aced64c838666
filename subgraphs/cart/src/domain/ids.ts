import { badUserInput, shortened } from '@mosaico/service';

/** A customer's id: a positive integer in decimal. */
export function isCustomerId(value: unknown): value is string {
  return typeof value === 'string' && /^[1-9]\d{0,17}$/.test(value);
}

/** A sku: 1 to 40 characters, none of them a control character. */
export function isSku(value: unknown): value is string {
  return typeof value === 'string' && /^\P{Cc}{1,40}$/u.test(value);
}

/** @throws BAD_USER_INPUT */
export function requireSku(sku: string): void {
  if (isSku(sku)) return;
  throw badUserInput(`sku must have 1 to 40 characters, none of them a control character; got ${shortened(sku)}.`);
}

/** @throws BAD_USER_INPUT */
export function requireQuantity(quantity: number, { least, most }: { least: number; most: number }): void {
  if (Number.isInteger(quantity) && quantity >= least && quantity <= most) return;
  throw badUserInput(`quantity must be a whole number from ${least} to ${most}; got ${quantity}.`);
}
