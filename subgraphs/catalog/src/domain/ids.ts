import { badUserInput, shortened } from '@mosaico/service';

/** The ids of products, categories and reviews: a MongoDB ObjectId as 24 lower-case hexadecimal digits. */
export function isDocumentId(value: unknown): value is string {
  return typeof value === 'string' && /^[0-9a-f]{24}$/.test(value);
}

/** 1 to 40 letters, digits, `-`, `_`, `.`, or spaces inside. */
export function isSku(value: unknown): value is string {
  return typeof value === 'string' && /^[\w.-](?:[\w. -]{0,38}[\w.-])?$/.test(value);
}

/** An instant in milliseconds that a Date can hold. */
export function isInstant(value: unknown): value is number {
  return Number.isSafeInteger(value) && !Number.isNaN(new Date(value as number).getTime());
}

/** @throws BAD_USER_INPUT for what cannot be the id of a document. */
export function requireDocumentId(value: string, argument: string): string {
  if (isDocumentId(value)) return value;
  throw badUserInput(`${argument} must be an id that this shop gave out; got ${shortened(value)}.`);
}

/** @throws BAD_USER_INPUT for what cannot be a sku. */
export function requireSku(value: string, argument: string): string {
  if (isSku(value)) return value;
  throw badUserInput(
    `${argument} must be 1 to 40 letters, digits, "-", "_", "." or spaces inside; got ${shortened(value)}.`,
  );
}
