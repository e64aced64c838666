import { badUserInput, shortened } from '@mosaico/service';

/** The longest address that mail can carry, RFC 5321 section 4.5.3.1.3 less its brackets. */
export const longestEmail = 254;

/** What an HTML form takes for an address: https://html.spec.whatwg.org/multipage/input.html#valid-e-mail-address, with a dot in its domain. */
const syntax =
  /^[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)+$/;

/** An address as accounts are told apart by it: without the space around it, in lower case. */
export function normalizeEmail(email: string): string {
  return email.trim().toLowerCase();
}

/** @throws BAD_USER_INPUT unless the text is an e-mail address; its normal form otherwise. */
export function requireEmail(email: string): string {
  const normal = normalizeEmail(email);
  if (normal.length <= longestEmail && syntax.test(normal)) return normal;
  throw badUserInput(
    `email must be an e-mail address of at most ${longestEmail} characters, such as "name@example.com"; got ${shortened(email)}.`,
  );
}
