import { badUserInput, shortened } from '@mosaico/service';

/** The largest id: ids are signed 32-bit integers in the database. */
const largestId = 2_147_483_647;

/** True for what can be the id of a customer or of an order: a whole number in decimal digits, without leading zeros. */
export function isEntityId(text: string): boolean {
  return /^[1-9]\d{0,9}$/.test(text) && Number(text) <= largestId;
}

/** The id that a client gave. @throws BAD_USER_INPUT when it cannot be one. */
export function requireEntityId(text: string, options: { argument: string }): string {
  if (isEntityId(text)) return text;
  throw badUserInput(
    `${options.argument} must be a whole number from 1 to ${largestId} in decimal digits; got ${shortened(text)}.`,
  );
}
