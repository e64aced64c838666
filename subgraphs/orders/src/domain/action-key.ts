import { createHash } from 'node:crypto';
import { badUserInput, shortened } from '@mosaico/service';

/** The key under which a client asks for something, once however often. @throws BAD_USER_INPUT when it cannot be one */
export function requireActionKey(key: string, { argument = 'idempotencyKey' }: { argument?: string } = {}): string {
  if (/^[\x21-\x7e]{8,64}$/.test(key)) return key;
  throw badUserInput(`${argument} must have 8 to 64 visible ASCII characters, such as a UUID; got ${shortened(key)}.`);
}

/** By which a payment of an order is known, here and to the provider: the same key of the same client is the same payment. */
export function paymentKeyOf(orderId: string, idempotencyKey: string): string {
  return `order:${orderId}:${createHash('sha256').update(idempotencyKey).digest('hex').slice(0, 32)}`;
}

const longestMethod = 100;

/** The provider's token of what to pay with. @throws BAD_USER_INPUT when it cannot be one */
export function requireMethod(method: string): string {
  if (/^[\x21-\x7e]+$/.test(method) && method.length <= longestMethod && !looksLikeACard(method)) return method;
  throw badUserInput(
    `payment.method must be a token of the payment provider, 1 to ${longestMethod} visible ASCII characters, and never the number of a card.`,
  );
}

/** Twelve digits or more are no token: whoever sends them must not, and what is not repeated cannot leak. */
function looksLikeACard(method: string): boolean {
  return /^[\d-]{12,}$/.test(method);
}
