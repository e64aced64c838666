import { badUserInput, shortened } from '@mosaico/service';
import { requireLength } from '../input-rules.ts';

/** The code of a coupon as it is kept: in capitals, without the space around it. */
export function normalizeCode(code: string): string {
  return code.trim().toUpperCase();
}

/** The code of a coupon that is to be. @throws BAD_USER_INPUT unless it can be one */
export function requireNewCode(code: string): string {
  const normal = normalizeCode(code);
  if (/^[A-Z0-9][A-Z0-9_-]{2,31}$/.test(normal)) return normal;
  throw badUserInput(
    `code must have 3 to 32 letters, digits, hyphens and underscores, a letter or digit first; got ${shortened(code)}.`,
  );
}

/**
 * The codes that a shopper gave, whether there are such coupons or not.
 * @throws BAD_USER_INPUT for more than an order can have, one that is given twice, or one that is no word but a text
 */
export function requireCodes(codes: readonly string[]): readonly string[] {
  const normal = requireLength(codes, { argument: 'couponCodes', least: 0, most: 10 }).map(normalizeCode);
  for (const [index, code] of normal.entries()) {
    if (code.length > 64) {
      throw badUserInput(`couponCodes must have at most 64 characters each; got ${shortened(code)}.`);
    }
    if (normal.indexOf(code) !== index) {
      throw badUserInput(`couponCodes must name each code once; got ${shortened(code)} twice.`);
    }
  }
  return normal;
}
